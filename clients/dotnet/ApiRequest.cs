using System.Globalization;
using System.Text;

namespace Vindex.Client;

/// <summary>A request of an operation.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query, below the server's address.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    /// <summary>The body; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The media type of body or content.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>A body that can be read only once.</summary>
    public Stream? Content { get; init; }

    /// <summary>The name of the file that the content is; null if it is no file.</summary>
    public string? FileName { get; init; }

    /// <summary>The secret of an installation.</summary>
    public string? Secret { get; init; }

    /// <summary>The idempotency key.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Whether executing it twice has the same effect as once.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Method and path, for messages; a query may contain what is searched for.</summary>
    public string Name => $"{Method} {Path.Split('?')[0]}";
}

/// <summary>Adds parameters to a path.</summary>
internal sealed class QueryText(string path)
{
    private readonly StringBuilder _text = new(path);
    private char _separator = '?';

    public QueryText Add(string name, string? value)
    {
        if (value is null) return this;
        _text.Append(_separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
        _separator = '&';
        return this;
    }

    public QueryText Add(string name, DateTimeOffset? value) => Add(name, value?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    public QueryText Add(string name, bool? value) => Add(name, value is { } given ? given ? "true" : "false" : null);

    public QueryText Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public QueryText Add(string name, double? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}

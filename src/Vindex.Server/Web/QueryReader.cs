using System.Globalization;

namespace Vindex.Server.Web;

/// <summary>A query parameter in the API description.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">Description, with default and limits.</param>
/// <param name="Type">JSON type: <c>string</c>, <c>integer</c>, <c>number</c> or <c>boolean</c>.</param>
/// <param name="Format">Format of a string, for example <c>date</c>.</param>
/// <param name="Allowed">Allowed values; null for any.</param>
internal sealed record QueryParameter(string Name, string Meaning, string Type = "string", string? Format = null, IReadOnlyList<string>? Allowed = null);

/// <summary>Reads query parameters, collecting errors. An empty value counts as missing; of several, the first counts.</summary>
internal readonly struct QueryReader(IQueryCollection query, FieldErrors errors)
{
    private static readonly string[] s_flags = ["true", "false"];

    public FieldErrors Errors { get; } = errors;

    public string? Text(string name, int max)
    {
        var text = query[name] is [{ Length: > 0 } first, ..] ? first : null;
        if (text is null) return null;
        if (text.Length > max) Errors.Add(name, $"must have at most {max} characters");
        else if (text.Contains('\0', StringComparison.Ordinal)) Errors.Add(name, "contains U+0000, which is not allowed");
        else return text;
        return null;
    }

    public string? OneOf(string name, IReadOnlyList<string> allowed)
    {
        if (Text(name, 100) is not { } text) return null;
        if (allowed.Contains(text)) return text;
        Errors.Add(name, $"must be one of {string.Join(", ", allowed)}");
        return null;
    }

    public int Integer(string name, int min, int max, int otherwise)
    {
        if (Text(name, 20) is not { } text) return otherwise;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        Errors.Add(name, max == int.MaxValue ? $"must be a whole number of at least {min}" : $"must be a whole number from {min} to {max}");
        return otherwise;
    }

    /// <summary>A switch.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="otherwise">The value when left out.</param>
    public bool Flag(string name, bool otherwise = false) => OneOf(name, s_flags) is { } text ? text == s_flags[0] : otherwise;

    /// <summary>A time with its offset; null when left out.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Text(name, 40) is not { } text) return null;
        if (Instants.TryParse(text, out var instant, out var error)) return instant;
        Errors.Add(name, error);
        return null;
    }

    /// <summary>A score, 0 to 10; null when left out.</summary>
    public decimal? Score(string name)
    {
        if (Text(name, 20) is not { } text) return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 10) return number;
        Errors.Add(name, "must be a number from 0 to 10");
        return null;
    }
}

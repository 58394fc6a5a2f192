using System.Text;

namespace Vindex.Server.Callbacks.Sending;

/// <summary>
/// The headers of a response that are kept with the attempt: those that show who answered and why. The others may contain anything, cookies for example.
/// </summary>
internal static class KeptHeaders
{
    private const int MaxValue = 256;

    private static readonly string[] s_names =
    [
        "Allow",
        "CF-Ray",
        "Content-Encoding",
        "Content-Length",
        "Content-Type",
        "Date",
        "Location",
        "Request-Id",
        "Retry-After",
        "Server",
        "Via",
        "WWW-Authenticate",
        "X-Amzn-RequestId",
        "X-Correlation-Id",
        "X-Request-Id",
    ];

    /// <summary>The kept headers of a response, as lines.</summary>
    public static string Of(HttpResponseMessage response) => HeaderLines.Write(
        s_names.Select(name => (Name: name, Value: Find(response, name)))
            .Where(header => header.Value is not null)
            .Select(header => KeyValuePair.Create(header.Name, Shown(header.Name, header.Value!))));

    private static string? Find(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;

    private static string Shown(string name, string value)
    {
        var text = new StringBuilder();
        foreach (var c in name == "Location" ? MaskedUrl.Of(value) : value)
        {
            if (text.Length == MaxValue) return text.Append('…').ToString();
            if (!char.IsControl(c)) text.Append(c);
        }

        return text.ToString();
    }
}

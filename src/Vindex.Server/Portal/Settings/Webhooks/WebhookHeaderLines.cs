using Vindex.Server.Webhooks;

namespace Vindex.Server.Portal.Settings.Webhooks;

/// <summary>Headers as a form shows them: one <c>Name: value</c> a line. A masked value stays as it is.</summary>
internal static class WebhookHeaderLines
{
    public static string Write(IReadOnlyList<WebhookHeaderBody> headers) => string.Join('\n', headers.Select(header => $"{header.Name}: {header.Value}"));

    public static IReadOnlyList<WebhookHeaderBody> Read(string? text) =>
        [.. (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Header)];

    private static WebhookHeaderBody Header(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var (name, value) = colon < 0 ? (line, "") : (line[..colon].Trim(), line[(colon + 1)..].Trim());
        return new WebhookHeaderBody(name, value is "" or WebhookHeaderBody.Masked ? null : value);
    }
}

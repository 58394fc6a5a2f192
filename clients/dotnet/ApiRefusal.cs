using System.Text.Json;

namespace Vindex.Client;

/// <summary>What a response says about an error.</summary>
internal sealed record ApiRefusal(
    string Request,
    int Status,
    string Code,
    string Detail,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Errors,
    string? TraceId,
    TimeSpan? RetryAfter)
{
    private static readonly Dictionary<string, IReadOnlyList<string>> s_none = [];

    /// <summary>Reads both forms of errors, and responses of proxies, which have neither.</summary>
    public static ApiRefusal Read(string request, int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(request, status, document.RootElement, retryAfter);
        }
        catch (JsonException)
        {
            return Read(request, status, default(JsonElement), retryAfter);
        }
    }

    /// <summary>The same from members of a line.</summary>
    public static ApiRefusal Read(string request, int status, JsonElement content, TimeSpan? retryAfter = null)
    {
        var traceId = Text(content, "trace_id");
        if (Text(content, "code") is { } code) return new(request, status, code, Text(content, "detail") ?? "", ReadErrors(content), traceId, retryAfter);
        if (Text(content, "reason") is { } reason)
            return new(request, status, Text(content, "error_type") ?? $"http_{status}", reason, s_none, traceId, retryAfter);
        if (content.ValueKind == JsonValueKind.Object && content.TryGetProperty("detail", out var entries) && entries.ValueKind == JsonValueKind.Array)
        {
            var fields = ReadFields(entries);
            var detail = string.Join("; ", fields.Select(field => $"{field.Key}: {string.Join(", ", field.Value)}"));
            return new(request, status, "invalid_fields", detail, fields, traceId, retryAfter);
        }

        return new(request, status, $"http_{status}", "the response has no details", s_none, traceId, retryAfter);
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadErrors(JsonElement content)
    {
        if (!content.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Object) return s_none;
        return errors.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Array).DistinctBy(field => field.Name).ToDictionary(
            field => field.Name, IReadOnlyList<string> (field) => [.. field.Value.EnumerateArray().Select(problem => problem.ToString())]);
    }

    // The form of pydantic. It repeats the value, which may be confidential: it stays out of the message.
    private static Dictionary<string, IReadOnlyList<string>> ReadFields(JsonElement entries) =>
        entries.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object)
            .GroupBy(Location, entry => Text(entry, "msg") ?? "")
            .ToDictionary(field => field.Key, IReadOnlyList<string> (field) => [.. field]);

    private static string Location(JsonElement entry)
    {
        if (!entry.TryGetProperty("loc", out var loc) || loc.ValueKind != JsonValueKind.Array) return "body";
        var parts = loc.EnumerateArray().Select(part => part.ToString()).ToList();
        return parts is ["body", _, ..] ? string.Join('.', parts.Skip(1)) : parts.Count > 0 ? string.Join('.', parts) : "body";
    }

    private static string? Text(JsonElement content, string name) =>
        content.ValueKind == JsonValueKind.Object && content.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

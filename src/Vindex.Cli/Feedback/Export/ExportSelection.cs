using System.Buffers;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Vindex.Cli.Feedback.Export;

/// <summary>Which rows to export; null means no filter.</summary>
internal sealed record ExportSelection(string Project)
{
    /// <summary>Members of the request, and the options that they come from.</summary>
    public static IReadOnlyDictionary<string, string> Options { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["project_id"] = "--project",
        ["start"] = "--from",
        ["end"] = "--to",
        ["feedback_type"] = "--type",
        ["trigger_ref"] = "--trigger",
        ["query"] = "--query",
    };

    public Instant? From { get; init; }

    public Instant? To { get; init; }

    public string? Type { get; init; }

    public string? Trigger { get; init; }

    /// <summary>A JSON object.</summary>
    public string? Query { get; init; }

    /// <summary>The body of <c>POST /feedback/export</c>.</summary>
    public ReadOnlyMemory<byte> ToJson()
    {
        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteString("project_id", Project);
        if (From is { } from) json.WriteString("start", InstantPattern.ExtendedIso.Format(from));
        if (To is { } to) json.WriteString("end", InstantPattern.ExtendedIso.Format(to));
        if (Type is not null) json.WriteString("feedback_type", Type);
        if (Trigger is not null) json.WriteString("trigger_ref", Trigger);
        if (Query is not null)
        {
            json.WritePropertyName("query");
            json.WriteRawValue(Query);
        }

        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }
}

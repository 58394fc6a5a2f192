using System.Buffers;
using System.Text.Json;
using Vindex.Server.Web;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.ImportExport;

/// <summary>Writes a row as a line that an import can read.</summary>
internal static class ExportLine
{
    private static readonly SearchValues<byte> s_lineEnds = SearchValues.Create("\r\n"u8);

    public static void Write(Utf8JsonWriter json, string projectId, FeedbackRow row)
    {
        json.WriteStartObject();
        json.WriteString("project_id", projectId);
        json.WriteString("id", row.Id);
        json.WriteString("created_at", Instants.Format(row.CreatedAt));
        json.WriteString("wb_user_id", row.WbUserId);
        json.WriteString("weave_ref", row.WeaveRef);
        json.WriteString("feedback_type", row.FeedbackType);
        WriteIfThere(json, "creator", row.Creator);
        WriteIfThere(json, "annotation_ref", row.AnnotationRef);
        WriteIfThere(json, "runnable_ref", row.RunnableRef);
        WriteIfThere(json, "call_ref", row.CallRef);
        WriteIfThere(json, "trigger_ref", row.TriggerRef);
        WriteIfThere(json, "queue_id", row.QueueId);
        if (row.Extras is not null) WriteMembers(json, row.Extras);
        json.WritePropertyName("payload");
        WritePayload(json, row.Payload.Span);
        json.WriteEndObject();
    }

    private static void WriteIfThere(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private static void WriteMembers(Utf8JsonWriter json, string extras)
    {
        using var document = JsonDocument.Parse(extras);
        foreach (var member in document.RootElement.EnumerateObject()) member.WriteTo(json);
    }

    // Payloads are stored as sent and may contain line breaks, which in JSON can only be whitespace.
    private static void WritePayload(Utf8JsonWriter json, ReadOnlySpan<byte> payload)
    {
        if (payload.IndexOfAny(s_lineEnds) < 0)
        {
            json.WriteRawValue(payload, skipInputValidation: true);
            return;
        }

        var oneLine = payload.ToArray();
        oneLine.AsSpan().Replace((byte)'\n', (byte)' ');
        oneLine.AsSpan().Replace((byte)'\r', (byte)' ');
        json.WriteRawValue(oneLine, skipInputValidation: true);
    }
}

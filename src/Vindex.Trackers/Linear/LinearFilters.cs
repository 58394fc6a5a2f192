using System.Text.Json;

namespace Vindex.Trackers.Linear;

/// <summary>Writes the filters of Linear's queries (https://linear.app/developers/filtering).</summary>
internal static class LinearFilters
{
    /// <summary>The value of a filter for issues.</summary>
    public static void Write(Utf8JsonWriter writer, IssueSelection selection)
    {
        writer.WriteStartObject();
        if (selection.ChangedSince is { } since) WriteComparison(writer, "updatedAt", "gte", since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        if (selection.OpenOnly) WriteOpen(writer);
        if (selection.Labels.Count > 0) WriteLabelled(writer, selection.Labels);
        writer.WriteEndObject();
    }

    /// <summary>A condition on a member.</summary>
    public static void WriteComparison(Utf8JsonWriter writer, string member, string comparison, string value)
    {
        writer.WriteStartObject(member);
        writer.WriteString(comparison, value);
        writer.WriteEndObject();
    }

    /// <summary>The variable for an issue's comments by the signed-in account that contain a text.</summary>
    public static void WriteComments(Utf8JsonWriter writer, string issueId, string text)
    {
        writer.WriteStartObject("filter");
        writer.WriteStartObject("issue");
        WriteComparison(writer, "id", "eq", issueId);
        writer.WriteEndObject();
        writer.WriteStartObject("user");
        writer.WriteStartObject("isMe");
        writer.WriteBoolean("eq", true);
        writer.WriteEndObject();
        writer.WriteEndObject();
        WriteComparison(writer, "body", "contains", text);
        writer.WriteEndObject();
    }

    /// <summary>The variable for labels by their names.</summary>
    public static void WriteLabels(Utf8JsonWriter writer, IEnumerable<string> names)
    {
        writer.WriteStartObject("filter");
        writer.WriteStartArray("or");
        foreach (var name in names)
        {
            writer.WriteStartObject();
            WriteComparison(writer, "name", "eqIgnoreCase", name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteOpen(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("state");
        writer.WriteStartObject("type");
        writer.WriteStartArray("nin");
        writer.WriteStringValue("completed");
        writer.WriteStringValue("canceled");
        writer.WriteStringValue("duplicate");
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteLabelled(Utf8JsonWriter writer, IEnumerable<string> labels)
    {
        writer.WriteStartArray("and");
        foreach (var label in labels)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("labels");
            writer.WriteStartObject("some");
            WriteComparison(writer, "name", "eqIgnoreCase", label);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

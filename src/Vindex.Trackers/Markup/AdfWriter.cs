using System.Text.Json;

namespace Vindex.Trackers.Markup;

/// <summary>
/// Writes Markdown as an Atlassian document, for Jira Cloud (https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/).
/// </summary>
internal static class AdfWriter
{
    /// <summary>Writes the document of a text.</summary>
    public static void Write(Utf8JsonWriter json, string markdown)
    {
        json.WriteStartObject();
        json.WriteString("type", "doc");
        json.WriteNumber("version", 1);
        json.WriteStartArray("content");
        foreach (var block in MarkdownReader.Read(markdown)) Write(json, block);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, MarkdownBlock block)
    {
        switch (block)
        {
            case MarkdownBlock.Heading heading:
                json.WriteStartObject();
                json.WriteString("type", "heading");
                json.WriteStartObject("attrs");
                json.WriteNumber("level", heading.Level);
                json.WriteEndObject();
                WriteText(json, heading.Text);
                json.WriteEndObject();
                break;
            case MarkdownBlock.Paragraph paragraph:
                WriteParagraph(json, paragraph.Text);
                break;
            case MarkdownBlock.List list:
                WriteList(json, list);
                break;
            case MarkdownBlock.Rule:
                json.WriteStartObject();
                json.WriteString("type", "rule");
                json.WriteEndObject();
                break;
        }
    }

    private static void WriteList(Utf8JsonWriter json, MarkdownBlock.List list)
    {
        json.WriteStartObject();
        json.WriteString("type", list.IsOrdered ? "orderedList" : "bulletList");
        json.WriteStartArray("content");
        foreach (var item in list.Items)
        {
            json.WriteStartObject();
            json.WriteString("type", "listItem");
            json.WriteStartArray("content");
            WriteParagraph(json, item);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteParagraph(Utf8JsonWriter json, IReadOnlyList<MarkdownInline> text)
    {
        json.WriteStartObject();
        json.WriteString("type", "paragraph");
        WriteText(json, text);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, IReadOnlyList<MarkdownInline> text)
    {
        json.WriteStartArray("content");
        foreach (var inline in text)
        {
            json.WriteStartObject();
            json.WriteString("type", inline.IsBreak ? "hardBreak" : "text");
            if (!inline.IsBreak) json.WriteString("text", inline.Text);
            WriteMarks(json, inline);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMarks(Utf8JsonWriter json, MarkdownInline inline)
    {
        if (inline.Link is null && inline.Style == InlineStyle.None) return;
        json.WriteStartArray("marks");

        // The schema allows no emphasis within code.
        if (inline.Style.HasFlag(InlineStyle.Code)) WriteMark(json, "code");
        else if (inline.Style.HasFlag(InlineStyle.Bold)) WriteMark(json, "strong");
        if (inline.Style.HasFlag(InlineStyle.Italic) && !inline.Style.HasFlag(InlineStyle.Code)) WriteMark(json, "em");
        if (inline.Link is { } link) WriteMark(json, "link", link);
        json.WriteEndArray();
    }

    private static void WriteMark(Utf8JsonWriter json, string type, string? link = null)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        if (link is not null)
        {
            json.WriteStartObject("attrs");
            json.WriteString("href", link);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}

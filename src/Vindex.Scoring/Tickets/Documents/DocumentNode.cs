using System.Globalization;
using System.Text.Json;

namespace Vindex.Scoring.Tickets.Documents;

/// <summary>The nodes of a document that the reader knows.</summary>
internal enum DocumentNodeKind
{
    /// <summary>Anything else: its text and children are read.</summary>
    Unknown,

    /// <summary>Running text.</summary>
    Paragraph,

    /// <summary>A heading.</summary>
    Heading,

    /// <summary>Bullets; decisions.</summary>
    BulletList,

    /// <summary>Numbers.</summary>
    OrderedList,

    /// <summary>Checkboxes.</summary>
    TaskList,

    /// <summary>One item.</summary>
    ListItem,

    /// <summary>One checkbox.</summary>
    TaskItem,

    /// <summary>Code.</summary>
    CodeBlock,

    /// <summary>A quotation.</summary>
    Quote,

    /// <summary>A part that folds; its title reads as a bold line.</summary>
    Expand,

    /// <summary>A row.</summary>
    TableRow,

    /// <summary>A cell.</summary>
    TableCell,

    /// <summary>A line across.</summary>
    Rule,

    /// <summary>Pictures and files; left out.</summary>
    Media,

    /// <summary>Text with marks.</summary>
    Text,

    /// <summary>A line end.</summary>
    HardBreak,

    /// <summary>A person.</summary>
    Mention,

    /// <summary>An emoji.</summary>
    Emoji,

    /// <summary>A link shown as a card within a line.</summary>
    Card,

    /// <summary>A link shown as a card of its own.</summary>
    BlockCard,

    /// <summary>A date.</summary>
    Date,

    /// <summary>A lozenge.</summary>
    Status,
}

/// <summary>One node of a document, with the attributes that show.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its own text: of text nodes, mentions, statuses, the title of an expand.</param>
/// <param name="Content">Its children; undefined when it has none.</param>
/// <param name="Start">Level of a heading; first number of a list.</param>
/// <param name="Done">The state of a task.</param>
/// <param name="Strong">Bold.</param>
/// <param name="Code">Inline code.</param>
/// <param name="Flaw">The flaw in its form; null if there is none.</param>
internal readonly record struct DocumentNode(
    DocumentNodeKind Kind, string Text, JsonElement Content, int Start, bool Done, bool Strong, bool Code, string? Flaw)
{
    /// <summary>Reads a node. The first of properties with the same name counts.</summary>
    public static DocumentNode Read(JsonElement element)
    {
        JsonElement type = default, text = default, content = default, attributes = default, marks = default;
        foreach (var property in element.EnumerateObject())
        {
            if (property.NameEquals("type")) First(ref type, property.Value);
            else if (property.NameEquals("text")) First(ref text, property.Value);
            else if (property.NameEquals("content")) First(ref content, property.Value);
            else if (property.NameEquals("attrs")) First(ref attributes, property.Value);
            else if (property.NameEquals("marks")) First(ref marks, property.Value);
        }
        var kind = KindOf(type);
        var own = text.ValueKind == JsonValueKind.String ? JsonText.Read(text) : "";
        var start = 1;
        var done = false;
        if (attributes.ValueKind == JsonValueKind.Object) ReadAttributes(kind, attributes, ref own, ref start, ref done);
        var (strong, code) = kind == DocumentNodeKind.Text ? Marks(marks) : default;
        var flaw = content.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Array) ? "has a node whose content is not an array."
            : text.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.String) ? "has a node whose text is not a string."
            : null;
        return new DocumentNode(kind, own, content, start, done, strong, code, flaw);
    }

    private static void First(ref JsonElement slot, JsonElement value)
    {
        if (slot.ValueKind == JsonValueKind.Undefined) slot = value;
    }

    private static void ReadAttributes(DocumentNodeKind kind, JsonElement attributes, ref string own, ref int start, ref bool done)
    {
        foreach (var attribute in attributes.EnumerateObject())
        {
            var value = attribute.Value;
            switch (kind)
            {
                case DocumentNodeKind.Heading when attribute.NameEquals("level") && value.ValueKind == JsonValueKind.Number:
                    start = Math.Clamp(value.TryGetInt32(out var level) ? level : 1, 1, 6);
                    break;
                case DocumentNodeKind.OrderedList when attribute.NameEquals("order") && value.ValueKind == JsonValueKind.Number:
                    start = Math.Clamp(value.TryGetInt32(out var order) ? order : 1, 0, 999_999);
                    break;
                case DocumentNodeKind.TaskItem when attribute.NameEquals("state") && value.ValueKind == JsonValueKind.String:
                    done = value.ValueEquals("DONE");
                    break;
                case DocumentNodeKind.Expand when own.Length == 0 && attribute.NameEquals("title") && value.ValueKind == JsonValueKind.String:
                case DocumentNodeKind.Card
                    or DocumentNodeKind.BlockCard when own.Length == 0 && attribute.NameEquals("url") && value.ValueKind == JsonValueKind.String:
                case DocumentNodeKind.Emoji when attribute.NameEquals("text") && value.ValueKind == JsonValueKind.String:
                case DocumentNodeKind.Emoji when own.Length == 0 && attribute.NameEquals("shortName") && value.ValueKind == JsonValueKind.String:
                case DocumentNodeKind.Mention or DocumentNodeKind.Status or DocumentNodeKind.Unknown
                    when own.Length == 0 && attribute.NameEquals("text") && value.ValueKind == JsonValueKind.String:
                    own = JsonText.Read(value);
                    break;
                case DocumentNodeKind.Date when attribute.NameEquals("timestamp"):
                    own = Date(value);
                    break;
            }
        }
    }

    private static string Date(JsonElement value)
    {
        const long farthest = 253_402_300_799_999;
        var text = value.ValueKind == JsonValueKind.String ? JsonText.Read(value) : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : "";
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds) && Math.Abs(milliseconds) <= farthest / 5
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : text;
    }

    private static (bool Strong, bool Code) Marks(JsonElement marks)
    {
        var strong = false;
        var code = false;
        if (marks.ValueKind != JsonValueKind.Array) return default;
        foreach (var mark in marks.EnumerateArray())
        {
            if (mark.ValueKind != JsonValueKind.Object) continue;
            foreach (var property in mark.EnumerateObject())
            {
                if (!property.NameEquals("type") || property.Value.ValueKind != JsonValueKind.String) continue;
                strong |= property.Value.ValueEquals("strong");
                code |= property.Value.ValueEquals("code");
                break;
            }
        }
        return (strong, code);
    }

    private static DocumentNodeKind KindOf(JsonElement type)
    {
        if (type.ValueKind != JsonValueKind.String) return DocumentNodeKind.Unknown;
        return JsonText.Read(type) switch
        {
            "paragraph" => DocumentNodeKind.Paragraph,
            "heading" => DocumentNodeKind.Heading,
            "bulletList" or "decisionList" => DocumentNodeKind.BulletList,
            "orderedList" => DocumentNodeKind.OrderedList,
            "taskList" => DocumentNodeKind.TaskList,
            "listItem" or "decisionItem" => DocumentNodeKind.ListItem,
            "taskItem" or "blockTaskItem" => DocumentNodeKind.TaskItem,
            "codeBlock" => DocumentNodeKind.CodeBlock,
            "blockquote" => DocumentNodeKind.Quote,
            "expand" or "nestedExpand" => DocumentNodeKind.Expand,
            "tableRow" => DocumentNodeKind.TableRow,
            "tableCell" or "tableHeader" => DocumentNodeKind.TableCell,
            "rule" => DocumentNodeKind.Rule,
            "media" or "mediaSingle" or "mediaGroup" or "mediaInline" or "caption" => DocumentNodeKind.Media,
            "text" => DocumentNodeKind.Text,
            "hardBreak" => DocumentNodeKind.HardBreak,
            "mention" => DocumentNodeKind.Mention,
            "emoji" => DocumentNodeKind.Emoji,
            "inlineCard" => DocumentNodeKind.Card,
            "blockCard" or "embedCard" => DocumentNodeKind.BlockCard,
            "date" => DocumentNodeKind.Date,
            "status" => DocumentNodeKind.Status,
            _ => DocumentNodeKind.Unknown,
        };
    }
}

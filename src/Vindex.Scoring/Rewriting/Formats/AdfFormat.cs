using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Vindex.Scoring.Rewriting.Formats;

/// <summary>Writes a rewritten ticket as an Atlassian document (ADF, version 1).</summary>
public static class AdfFormat
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(UnicodeRanges.All),
        MaxDepth = 64,
    };

    /// <summary>The document as JSON.</summary>
    public static string Write(IReadOnlyList<RewriteBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("type", "doc");
            json.WriteStartArray("content");
            for (var i = 0; i < blocks.Count;) i = Write(json, blocks, i);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    // Writes a block, or the run of items or rows that begins with it; returns the next block.
    private static int Write(Utf8JsonWriter json, IReadOnlyList<RewriteBlock> blocks, int i)
    {
        var block = blocks[i];
        switch (block.Role)
        {
            case RewriteRole.Heading or RewriteRole.Subheading:
                Begin(json, "heading");
                json.WriteStartObject("attrs");
                json.WriteNumber("level", block.Role == RewriteRole.Heading ? 2 : 3);
                json.WriteEndObject();
                WriteInline(json, block, block.Text.Replace('\n', ' '));
                json.WriteEndObject();
                return i + 1;
            case RewriteRole.ListItem when block.Checked is not null:
                return WriteTasks(json, blocks, i);
            case RewriteRole.ListItem:
                return WriteList(json, blocks, i, ListLevels.Of(block));
            case RewriteRole.Code:
                WriteCode(json, block);
                return i + 1;
            case RewriteRole.Quote:
                Begin(json, "blockquote");
                json.WriteStartArray("content");
                WriteParagraph(json, block);
                End(json);
                return i + 1;
            case RewriteRole.TableRow:
                return WriteTable(json, blocks, i);
            default:
                WriteParagraph(json, block);
                return i + 1;
        }
    }

    private static int WriteList(Utf8JsonWriter json, IReadOnlyList<RewriteBlock> blocks, int i, int level)
    {
        var ordered = blocks[i].Ordered;
        Begin(json, ordered ? "orderedList" : "bulletList");
        json.WriteStartArray("content");
        while (i < blocks.Count && IsItem(blocks[i]) && ListLevels.Of(blocks[i]) >= level && blocks[i].Ordered == ordered)
        {
            Begin(json, "listItem");
            json.WriteStartArray("content");
            WriteParagraph(json, blocks[i++]);
            while (i < blocks.Count && IsItem(blocks[i]) && ListLevels.Of(blocks[i]) > level) i = WriteList(json, blocks, i, ListLevels.Of(blocks[i]));
            End(json);
        }

        End(json);
        return i;
    }

    private static bool IsItem(RewriteBlock block) => block is { Role: RewriteRole.ListItem, Checked: null };

    private static int WriteTasks(Utf8JsonWriter json, IReadOnlyList<RewriteBlock> blocks, int i)
    {
        Begin(json, "taskList");
        WriteId(json, $"list-{i}", state: null);
        json.WriteStartArray("content");
        for (; i < blocks.Count && blocks[i] is { Role: RewriteRole.ListItem, Checked: { } done }; i++)
        {
            Begin(json, "taskItem");
            WriteId(json, $"task-{i}", done ? "DONE" : "TODO");
            WriteInline(json, blocks[i], blocks[i].Text);
            json.WriteEndObject();
        }

        End(json);
        return i;
    }

    private static void WriteId(Utf8JsonWriter json, string id, string? state)
    {
        json.WriteStartObject("attrs");
        json.WriteString("localId", id);
        if (state is not null) json.WriteString("state", state);
        json.WriteEndObject();
    }

    private static int WriteTable(Utf8JsonWriter json, IReadOnlyList<RewriteBlock> blocks, int i)
    {
        Begin(json, "table");
        json.WriteStartArray("content");
        for (var first = true; i < blocks.Count && blocks[i].Role == RewriteRole.TableRow; i++, first = false)
        {
            Begin(json, "tableRow");
            json.WriteStartArray("content");
            foreach (var cell in TableCells.Of(blocks[i].Text))
            {
                Begin(json, first ? "tableHeader" : "tableCell");
                json.WriteStartArray("content");
                WriteParagraph(json, blocks[i] with { Text = cell });
                End(json);
            }

            End(json);
        }

        End(json);
        return i;
    }

    private static void WriteCode(Utf8JsonWriter json, RewriteBlock block)
    {
        Begin(json, "codeBlock");
        if (block.Language is { } language)
        {
            json.WriteStartObject("attrs");
            json.WriteString("language", language);
            json.WriteEndObject();
        }

        json.WriteStartArray("content");
        Begin(json, "text");
        json.WriteString("text", block.Text);
        json.WriteEndObject();
        End(json);
    }

    private static void WriteParagraph(Utf8JsonWriter json, RewriteBlock block)
    {
        Begin(json, "paragraph");
        WriteInline(json, block, block.Role == RewriteRole.Question ? RewriteBlock.Marked(block.Text) : block.Text);
        json.WriteEndObject();
    }

    private static void WriteInline(Utf8JsonWriter json, RewriteBlock block, string text)
    {
        json.WriteStartArray("content");
        foreach (var (index, line) in text.Split('\n').Index())
        {
            if (index > 0)
            {
                Begin(json, "hardBreak");
                json.WriteEndObject();
            }

            foreach (var run in block.Role == RewriteRole.Question ? [new InlineRun(line)] : InlineReader.Read(line, block.Wiki)) WriteRun(json, run);
        }

        json.WriteEndArray();
    }

    private static void WriteRun(Utf8JsonWriter json, InlineRun run)
    {
        Begin(json, "text");
        json.WriteString("text", run.Text);
        if (run.Link is not null || run.Style != InlineStyle.Plain)
        {
            json.WriteStartArray("marks");
            Begin(json, run.Link is not null ? "link" : run.Style switch { InlineStyle.Strong => "strong", InlineStyle.Emphasis => "em", _ => "code" });
            if (run.Link is { } address)
            {
                json.WriteStartObject("attrs");
                json.WriteString("href", address);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string type)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

namespace Vindex.Trackers.Markup;

/// <summary>
/// Reads the Markdown that comments are written in: headings, paragraphs, flat lists, lines, emphasis, code and links. Anything else is text. It reads only
/// what this program wrote, so it is not a CommonMark parser; what it does read, it reads as CommonMark does.
/// </summary>
internal static class MarkdownReader
{
    /// <summary>The blocks of a text.</summary>
    public static IReadOnlyList<MarkdownBlock> Read(string markdown)
    {
        List<MarkdownBlock> blocks = [];
        List<string> paragraph = [];
        List<IReadOnlyList<MarkdownInline>> items = [];
        var isOrdered = false;
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            var text = line.TrimStart();
            if (ItemOf(text) is { } item)
            {
                EndParagraph();
                if (item.IsOrdered != isOrdered) EndList();
                isOrdered = item.IsOrdered;
                items.Add(InlineReader.Read(item.Text));
            }
            else if (text.Length == 0)
            {
                EndParagraph();
                EndList();
            }
            else if (HeadingOf(text) is { } heading)
            {
                EndParagraph();
                EndList();
                blocks.Add(heading);
            }
            else if (IsRule(text) && paragraph.Count == 0)
            {
                EndList();
                blocks.Add(new MarkdownBlock.Rule());
            }
            else
            {
                EndList();
                paragraph.Add(text);
            }
        }

        EndParagraph();
        EndList();
        return blocks;

        void EndParagraph()
        {
            if (paragraph.Count > 0) blocks.Add(new MarkdownBlock.Paragraph(InlineReader.Read(Join(paragraph))));
            paragraph.Clear();
        }

        void EndList()
        {
            if (items.Count > 0) blocks.Add(new MarkdownBlock.List(isOrdered, [.. items]));
            items.Clear();
        }
    }

    // Two spaces at the end of a line break it.
    private static string Join(List<string> lines)
    {
        var joined = lines.Select((line, i) => i == lines.Count - 1 ? line.TrimEnd() : line.TrimEnd() + (line.EndsWith("  ", StringComparison.Ordinal) ? "\n" : " "));
        return string.Concat(joined);
    }

    private static (bool IsOrdered, string Text)? ItemOf(string line)
    {
        if (line.Length > 1 && line[0] is '-' or '*' or '+' && line[1] == ' ') return (false, line[2..].Trim());
        var digits = line.TakeWhile(char.IsAsciiDigit).Count();
        var isOrdered = digits is > 0 and < 10 && line.Length > digits + 1 && line[digits] is '.' or ')' && line[digits + 1] == ' ';
        return isOrdered ? (true, line[(digits + 2)..].Trim()) : null;
    }

    private static MarkdownBlock.Heading? HeadingOf(string line)
    {
        var level = line.TakeWhile(c => c == '#').Count();
        return level is > 0 and <= 6 && line.Length > level && line[level] == ' '
            ? new MarkdownBlock.Heading(level, InlineReader.Read(line[level..].Trim()))
            : null;
    }

    private static bool IsRule(string line) => line.TrimEnd() is "---" or "***" or "___";
}

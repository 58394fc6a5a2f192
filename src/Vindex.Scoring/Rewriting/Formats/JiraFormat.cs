using System.Text;

namespace Vindex.Scoring.Rewriting.Formats;

/// <summary>Writes a rewritten ticket in Jira's wiki markup. Text that was in it stays as it was written.</summary>
public static class JiraFormat
{
    /// <summary>The wiki markup.</summary>
    public static string Write(IReadOnlyList<RewriteBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var text = new StringBuilder();
        RewriteBlock? previous = null;
        foreach (var block in blocks)
        {
            var joined = previous is not null && previous.Role == block.Role && block.Role is RewriteRole.ListItem or RewriteRole.TableRow;
            if (previous is not null) text.Append(joined ? "\n" : "\n\n");
            Write(text, block, joined);
            previous = block;
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, RewriteBlock block, bool joined)
    {
        switch (block.Role)
        {
            case RewriteRole.Heading:
                text.Append("h2. ").Append(block.Text);
                break;
            case RewriteRole.Subheading:
                text.Append("h3. ").Append(Line(block));
                break;
            case RewriteRole.ListItem:
                text.Append(block.Ordered ? '#' : '*', ListLevels.Of(block)).Append(' ');
                if (block.Checked is { } done) text.Append(done ? "(/) " : "( ) ");
                text.Append(Line(block));
                break;
            case RewriteRole.Code:
                text.Append(block.Language is { } language ? $"{{code:{language}}}\n" : "{noformat}\n").Append(block.Text)
                    .Append(block.Language is null ? "\n{noformat}" : "\n{code}");
                break;
            case RewriteRole.Quote:
                text.Append("{quote}\n").Append(Inline(block)).Append("\n{quote}");
                break;
            case RewriteRole.TableRow:
                var bar = joined ? "|" : "||";
                text.Append(bar).AppendJoin(bar, TableCells.Of(Inline(block)).Select(cell => cell.Length == 0 ? " " : cell)).Append(bar);
                break;
            case RewriteRole.Question:
                text.Append(Escaped(RewriteBlock.Marked(block.Text)));
                break;
            default:
                text.Append(Inline(block));
                break;
        }
    }

    private static string Line(RewriteBlock block) => Inline(block).Replace('\n', ' ');

    private static string Inline(RewriteBlock block)
    {
        if (block.Wiki) return block.Text;
        var text = new StringBuilder();
        foreach (var run in InlineReader.Read(block.Text, wiki: false))
        {
            text.Append(run switch
            {
                { Link: { } address } => address == run.Text ? $"[{address}]" : $"[{run.Text}|{address}]",
                { Style: InlineStyle.Strong } => $"*{run.Text}*",
                { Style: InlineStyle.Emphasis } => $"_{run.Text}_",
                { Style: InlineStyle.Code } => $"{{{{{run.Text}}}}}",
                _ => Escaped(run.Text),
            });
        }

        return text.ToString();
    }

    // Brackets would be links, and braces macros.
    private static string Escaped(string text) =>
        text.Replace("[", "\\[", StringComparison.Ordinal).Replace("{", "\\{", StringComparison.Ordinal);
}

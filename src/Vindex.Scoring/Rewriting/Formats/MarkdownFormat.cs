using System.Text;

namespace Vindex.Scoring.Rewriting.Formats;

/// <summary>Writes a rewritten ticket as Markdown. Text that was Markdown or plain stays as it was written.</summary>
public static class MarkdownFormat
{
    /// <summary>The Markdown.</summary>
    public static string Write(IReadOnlyList<RewriteBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var text = new StringBuilder();
        RewriteBlock? previous = null;
        var numbers = new int[ListLevels.Most + 1];
        foreach (var block in blocks)
        {
            var joined = previous is not null && previous.Role == block.Role && block.Role is RewriteRole.ListItem or RewriteRole.TableRow or RewriteRole.Quote;
            if (!joined) Array.Clear(numbers);
            if (previous is not null) text.Append(!joined ? "\n\n" : block.Role == RewriteRole.Quote ? "\n>\n" : "\n");
            Write(text, block, joined, numbers);
            previous = block;
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, RewriteBlock block, bool joined, int[] numbers)
    {
        switch (block.Role)
        {
            case RewriteRole.Heading:
                text.Append("## ").Append(block.Text);
                break;
            case RewriteRole.Subheading:
                text.Append("### ").Append(Inline(block));
                break;
            case RewriteRole.ListItem:
                WriteItem(text, block, numbers);
                break;
            case RewriteRole.Code:
                var fence = new string('`', Math.Max(3, LongestRun(block.Text) + 1));
                text.Append(fence).Append(block.Language).Append('\n').Append(block.Text).Append('\n').Append(fence);
                break;
            case RewriteRole.Quote:
                text.Append("> ").Append(Inline(block).Replace("\n", "\n> ", StringComparison.Ordinal));
                break;
            case RewriteRole.TableRow:
                var cells = TableCells.Of(Inline(block));
                text.Append("| ").AppendJoin(" | ", cells).Append(" |");
                if (!joined) text.Append('\n').Append('|').Insert(text.Length, " --- |", cells.Count);
                break;
            case RewriteRole.Question:
                text.Append(RewriteBlock.Marked(block.Text));
                break;
            default:
                text.Append(Inline(block));
                break;
        }
    }

    private static void WriteItem(StringBuilder text, RewriteBlock block, int[] numbers)
    {
        var level = ListLevels.Of(block);
        Array.Clear(numbers, level + 1, numbers.Length - level - 1);
        var indent = new string(' ', 3 * (level - 1));
        var marker = block.Checked is { } done ? (done ? "- [x] " : "- [ ] ") : block.Ordered ? $"{++numbers[level]}. " : "- ";
        text.Append(indent).Append(marker).Append(Inline(block).Replace("\n", "\n" + indent + new string(' ', 3), StringComparison.Ordinal));
    }

    private static string Inline(RewriteBlock block)
    {
        if (!block.Wiki) return block.Text;
        var text = new StringBuilder();
        foreach (var run in InlineReader.Read(block.Text, wiki: true))
        {
            text.Append(run switch
            {
                { Link: { } address } => address == run.Text ? $"<{address}>" : $"[{run.Text}]({address})",
                { Style: InlineStyle.Strong } => $"**{run.Text}**",
                { Style: InlineStyle.Emphasis } => $"_{run.Text}_",
                { Style: InlineStyle.Code } => $"`{run.Text}`",
                _ => run.Text,
            });
        }

        return text.ToString();
    }

    private static int LongestRun(string code)
    {
        var (longest, run) = (0, 0);
        foreach (var c in code)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}

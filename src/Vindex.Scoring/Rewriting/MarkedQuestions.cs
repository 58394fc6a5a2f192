using System.Text;

namespace Vindex.Scoring.Rewriting;

/// <summary>Marked questions in a proposed text.</summary>
public static class MarkedQuestions
{
    /// <summary>
    /// Markdown without marked questions, and without headings under which nothing else stands. What is not answered yet is not part of the ticket: a score of
    /// the text should neither rise nor fall by it.
    /// </summary>
    public static string Without(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        var text = new StringBuilder(markdown.Length);
        var heading = (string?)null;
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            if (RewriteBlock.IsMarked(line.AsSpan().Trim())) continue;
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                heading = line;
                continue;
            }

            if (heading is not null && line.Length > 0)
            {
                text.Append(heading).Append("\n\n");
                heading = null;
            }

            if (heading is null) text.Append(line).Append('\n');
        }

        return text.ToString().Trim('\n');
    }
}

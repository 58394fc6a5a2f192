using Vindex.Scoring;

namespace Vindex.Server.Pages.Tickets;

/// <summary>A ticket's text with what the judge found in it: what the evaluator and the portal show of one score.</summary>
/// <param name="Overall">0.0 to 10.0.</param>
/// <param name="Scores">The six dimensions.</param>
/// <param name="Fields">The texts, cut at their marks.</param>
/// <param name="Findings">What moved a score, what cost most first.</param>
/// <param name="Recommendations">What to do, by lift.</param>
public sealed record MarkedTicketModel(
    decimal Overall, InvestScores Scores, IReadOnlyList<MarkedField> Fields, IReadOnlyList<FindingCard> Findings, IReadOnlyList<string> Recommendations);

/// <summary>One field of a ticket.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Segments">Its text, whole and in order.</param>
public sealed record MarkedField(string Name, IReadOnlyList<Segment> Segments);

/// <summary>A stretch of text under the same findings.</summary>
/// <param name="Text">The words.</param>
/// <param name="Findings">Numbers of the findings that quote it; none for plain text.</param>
/// <param name="Lost">Whether one of them lowers a score.</param>
public sealed record Segment(string Text, IReadOnlyList<int> Findings, bool Lost);

/// <summary>A finding beside the text.</summary>
/// <param name="Number">Leads from the mark to the card and back; 1 for the first.</param>
/// <param name="Dimension">The dimension that it moved.</param>
/// <param name="Points">How far; negative lowers.</param>
/// <param name="Quote">The words; null for an absence.</param>
/// <param name="Why">What this means.</param>
/// <param name="Advice">What to do; empty where nothing is to be done.</param>
public sealed record FindingCard(int Number, string Dimension, double Points, string? Quote, string Why, string Advice)
{
    /// <summary>It lowers the score.</summary>
    public bool Lost => Points < 0;
}

/// <summary>Cuts a text at the ends of the quotes in it; quotes may overlap.</summary>
public static class MarkedText
{
    /// <summary>The text in stretches that each stand under the same findings.</summary>
    /// <param name="text">The text.</param>
    /// <param name="quotes">Number of the finding, its first UTF-16 unit, one past its last, whether it lowers a score.</param>
    public static IReadOnlyList<Segment> Cut(string text, IReadOnlyList<(int Number, int Start, int End, bool Lost)> quotes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(quotes);
        var inside = quotes.Where(quote => quote.Start >= 0 && quote.Start < quote.End && quote.End <= text.Length).ToList();
        int[] edges = [.. inside.SelectMany(quote => (int[])[quote.Start, quote.End]).Append(0).Append(text.Length).Distinct().Order()];
        var segments = new List<Segment>();
        for (var i = 0; i + 1 < edges.Length; i++)
        {
            var (start, end) = (edges[i], edges[i + 1]);
            var over = inside.Where(quote => quote.Start <= start && quote.End >= end).ToList();
            segments.Add(new Segment(text[start..end], [.. over.Select(quote => quote.Number)], over.Any(quote => quote.Lost)));
        }

        return segments;
    }
}

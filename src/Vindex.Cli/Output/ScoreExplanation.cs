using Vindex.Cli.Output.Terminal;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Output;

/// <summary>How each score came about: the start, the contributions with their quotes, the sum, and the points not earned.</summary>
internal sealed class ScoreExplanation(ConsolePage page, Ticket ticket)
{
    private const int Indent = 10;
    private readonly QuoteLine _quote = new(page, ticket, Indent);

    /// <summary>Writes a paragraph for each dimension.</summary>
    public void Write(IReadOnlyDictionary<Dimension, DimensionExplanation> explanation)
    {
        foreach (var dimension in Dimensions.All)
        {
            if (explanation.TryGetValue(dimension, out var how)) Write(dimension, how);
        }
    }

    private void Write(Dimension dimension, DimensionExplanation how)
    {
        page.Line();
        page.Write(dimension.Name(), Styles.Heading).Line($" {how.Score}", Styles.OfScore(how.Score));
        WritePoints($"{how.Start.Points:0.00}", how.Start.Why);
        foreach (var contribution in how.Contributions)
        {
            var lowers = contribution.Points < 0;
            WritePoints(Signed.Hundredths(contribution.Points), contribution.Why, lowers ? Styles.Bad : Styles.Good);
            _quote.Write(contribution.Field, contribution.Quote, contribution.Start, contribution.End, lowers ? Styles.Quote : Styles.Good);
        }

        WritePoints($"{how.Sum:0.00}", how.Sum is < 0 or > 10 ? $"sum, kept within 0 to 10: {how.Score}" : $"sum, rounded to {how.Score}", Styles.Heading);
        if (how.NotEarned.Count == 0) return;
        page.Line("  Not earned", Styles.Faint);
        foreach (var missing in how.NotEarned) WritePoints(Signed.Hundredths(missing.Points), Sentences(missing), Styles.Faint);
    }

    private void WritePoints(string points, string why, Spectre.Console.Style? style = null) =>
        page.Write($"  {points,6}", style).Write("  ").Wrapped(TerminalText.OneLine(why), Indent);

    // What is missing and what would earn the points; once, where both say the same.
    private static string Sentences(NotEarned missing)
    {
        var why = missing.Why.TrimEnd('.');
        return missing.Advice.Length == 0 || missing.Advice.TrimEnd('.') == why ? why + "." : $"{why}. {missing.Advice}";
    }
}

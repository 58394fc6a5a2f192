using Vindex.Cli.Output.Formats;
using Vindex.Cli.Output.Terminal;
using Vindex.Cli.Score;
using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Reading;

namespace Vindex.Cli.Output;

/// <summary>Everything about one ticket: what it was read as, how each score came about, and what to do.</summary>
internal sealed class TicketDetail(ConsolePage page)
{
    private const int ReasonIndent = 2;

    /// <summary>Writes it.</summary>
    /// <param name="ticket">The judged ticket.</param>
    /// <param name="judge">Who judged; null when it is not known.</param>
    public void Write(ScoredTicket ticket, JudgeName? judge)
    {
        var judgement = ticket.Judgement;
        var band = Bands.Of(ticket.OverallTenths);
        page.Wrapped(TerminalText.OneLine($"{ticket.Ticket.Key} {ticket.Title}"), 0, Styles.Heading);
        page.Write(ticket.Overall, Styles.Of(band))
            .Write("  " + BandWords.Of(band), Styles.Of(band))
            .Line(judge is null ? "" : $"  ({judge.Model})", Styles.Faint);
        WriteReading(judgement);
        page.Line();
        foreach (var dimension in Dimensions.All) WriteScore(dimension, judgement.Scores[dimension]);
        if (judgement.Explanation is { } explanation) new ScoreExplanation(page, ticket.Ticket).Write(explanation);
        else new FindingList(page, ticket.Ticket).Write(judgement.Findings);
        WriteRecommendations(judgement);
    }

    private void WriteReading(Judgement judgement)
    {
        if (judgement.Reading is { } reading)
        {
            var confidence = judgement.Confidence is { } known ? $" · confidence: {JudgementJson.Name(known.Level)}" : "";
            page.Wrapped($"{KindNames.Of(reading)} · {LanguageNames.Of(reading.Language)}{confidence}", 0);
        }

        foreach (var reason in judgement.Confidence?.Reasons ?? [])
            page.Write(new string(' ', ReasonIndent)).Wrapped(TerminalText.OneLine(reason), ReasonIndent, Styles.Faint);
    }

    private void WriteScore(Dimension dimension, int score)
    {
        var style = Styles.OfScore(score);
        page.Write($"  {dimension.Name(),-11} {score,3}", style);
        if (page.Screen.IsTerminal) page.Write("  ").Write(new string('█', score), style).Write(new string('░', 10 - score), Styles.Faint);
        page.Line();
    }

    private void WriteRecommendations(Judgement judgement)
    {
        if (judgement.Recommendations.Count == 0) return;
        page.Line();
        page.Line("What to do, most useful first", Styles.Heading);
        // Servers return recommendations without their lift.
        var details = judgement.RecommendationDetails.Count == judgement.Recommendations.Count ? judgement.RecommendationDetails : null;
        for (var i = 0; i < judgement.Recommendations.Count; i++)
        {
            var lift = details is null ? "" : $"{Signed.Tenths(details[i].Lift)}  ";
            page.Write($"  {i + 1}. ").Write(lift, Styles.Good).Wrapped(TerminalText.OneLine(judgement.Recommendations[i]), 5 + lift.Length);
        }

        if (details is not null) page.Line("  (+: possible gain in the overall score)", Styles.Faint);
    }
}

/// <summary>Points with their sign.</summary>
// A format with sections would write -0.04 as "-+0.0".
internal static class Signed
{
    /// <summary>One decimal: <c>+0.4</c>.</summary>
    public static string Tenths(double points) => $"{Sign(points)}{Math.Abs(points):0.0}";

    /// <summary>Two decimals: <c>-1.25</c>.</summary>
    public static string Hundredths(double points) => $"{Sign(points)}{Math.Abs(points):0.00}";

    private static char Sign(double points) => points < 0 ? '-' : '+';
}

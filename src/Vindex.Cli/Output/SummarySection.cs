using Vindex.Cli.Output.Formats;
using Vindex.Cli.Output.Terminal;
using Vindex.Cli.Score;
using Vindex.Scoring;

namespace Vindex.Cli.Output;

/// <summary>The section below the table: the backlog as a whole, frequent failures, and where to start.</summary>
internal sealed class SummarySection(ConsolePage page)
{
    private const int Worst = 5;
    private const int LongestBar = 24;
    private const int BarIndent = 22;
    private const int WidthOfOneLine = 72;

    public void Write(BacklogSummary summary, IReadOnlyList<TableRow> rows, JudgeName? judge)
    {
        page.Line();
        page.Write($"{TerminalText.Count(summary.Total, "ticket")}, average ", Styles.Heading);
        var average = summary.AverageTenths!.Value;
        page.Write(Tenths.Text(average), Styles.Of(Bands.Of(average)));
        if (page.Width < WidthOfOneLine) page.Line().Write("  ");
        else page.Write(": ");
        page.Write($"{summary.In(Band.Healthy)} healthy", Styles.Good).Write(", ");
        page.Write($"{summary.In(Band.NeedsReview)} to review", Styles.Fair).Write(", ");
        page.Line($"{summary.In(Band.AtRisk)} at risk", Styles.Bad);
        if (judge is not null) page.Line($"judged by {judge.Provider} {judge.Model}", Styles.Faint);
        WriteFails(summary);
        WriteWorst(rows);
    }

    private void WriteFails(BacklogSummary summary)
    {
        page.Line();
        var longest = Math.Clamp(page.Width - BarIndent, 0, LongestBar);
        page.Line($"Most frequent failures (a score below {InvestScores.FailBelow})", Styles.Heading);
        foreach (var dimension in Dimensions.All.OrderByDescending(summary.Fails))
        {
            var fails = summary.Fails(dimension);
            page.Write($"  {dimension.Name(),-11} {fails,5}");
            if (page.Screen.IsTerminal && fails > 0) page.Write("  " + new string('█', (fails * longest + summary.Total - 1) / summary.Total), Styles.Bad);
            page.Line();
        }
    }

    private void WriteWorst(IReadOnlyList<TableRow> rows)
    {
        var worst = rows.Where(r => Bands.Of(r.Scores.OverallTenths) != Band.Healthy).OrderBy(r => r.Scores.Sum).Take(Worst).ToList();
        if (worst.Count == 0) return;
        page.Line();
        page.Line("Start with these", Styles.Heading);
        foreach (var row in worst)
        {
            page.Write($"  {Tenths.Text(row.Scores.OverallTenths),4}", Styles.Of(Bands.Of(row.Scores.OverallTenths))).Write("  ");
            page.Line(TerminalText.Fit($"{row.Key}  {row.Title}", page.Width - 9));
            if (row.FirstRecommendation is null) continue;
            page.Write("        ").Wrapped(TerminalText.OneLine(row.FirstRecommendation), 8, Styles.Faint);
        }
    }
}

using Spectre.Console;
using Vindex.Cli.Output.Terminal;
using Vindex.Cli.Score;
using Vindex.Scoring;

namespace Vindex.Cli.Output.Formats;

/// <summary>For people: one line a ticket and what the backlog needs most; of a single ticket, everything that was found.</summary>
/// <param name="page">The page to lay it out on.</param>
/// <param name="output">Where to.</param>
/// <param name="judge">Who judged; asked when all tickets are.</param>
internal sealed class TableOutput(ConsolePage page, Stream output, Func<JudgeName?> judge) : ITicketOutput
{
    private readonly List<TableRow> _rows = [];
    private ScoredTicket? _first;

    public void Write(ScoredTicket ticket)
    {
        _first ??= ticket;
        _rows.Add(new TableRow(
            TerminalText.OneLine(ticket.Key),
            TerminalText.OneLine(ticket.Title),
            ticket.Judgement.Scores,
            ticket.Judgement.Recommendations.Count > 0 ? ticket.Judgement.Recommendations[0] : null));
    }

    public void Finish(BacklogSummary summary, IReadOnlyList<RowProblem> problems)
    {
        if (_rows.Count == 1 && problems.Count == 0)
        {
            new TicketDetail(page).Write(_first!, judge());
        }
        else if (_rows.Count > 0)
        {
            WriteTable();
            new SummarySection(page).Write(summary, _rows, judge());
            if (summary.Relations is { } relations) new RelationsSection(page).Write(relations);
        }

        page.SendTo(output);
    }

    public void Dispose()
    {
    }

    private void WriteTable()
    {
        var layout = TableLayout.For(page.Width, _rows);
        page.Write(TerminalText.Pad("Key", layout.Key), Styles.Heading).Write("  ");
        page.Write(layout.Title > 0 ? TerminalText.Pad("Title", layout.Title) + "  " : "", Styles.Heading);
        page.Write("Score", Styles.Heading);
        if (layout.Dimensions)
        {
            foreach (var name in Dimensions.Names) page.Write("  " + char.ToUpperInvariant(name[0]), Styles.Heading);
        }

        page.Line(layout.Band ? "  Band" : "", Styles.Heading);
        foreach (var row in _rows) WriteRow(row, layout);
    }

    private void WriteRow(TableRow row, TableLayout layout)
    {
        var band = Bands.Of(row.Scores.OverallTenths);
        page.Write(TerminalText.Pad(TerminalText.Fit(row.Key, layout.Key), layout.Key)).Write("  ");
        if (layout.Title > 0) page.Write(TerminalText.Pad(TerminalText.Fit(row.Title, layout.Title), layout.Title)).Write("  ");
        page.Write(Tenths.Text(row.Scores.OverallTenths).PadLeft(5), Styles.Of(band));
        if (layout.Dimensions)
        {
            foreach (var dimension in Dimensions.All)
            {
                var score = row.Scores[dimension];
                page.Write($"{score,3}", score < InvestScores.FailBelow ? Styles.Bad : Style.Plain);
            }
        }

        page.Line(layout.Band ? "  " + BandWords.Of(band) : "", Styles.Of(band));
    }
}

/// <summary>What the table keeps of a ticket.</summary>
internal sealed record TableRow(string Key, string Title, InvestScores Scores, string? FirstRecommendation);

/// <summary>Which columns a table has, and how wide the two of text are. What matters least goes first when it gets narrow.</summary>
internal sealed record TableLayout(int Key, int Title, bool Dimensions, bool Band)
{
    private const int WidestKey = 18;
    private const int NarrowestTitle = 16;
    private const int ScoreWidth = 5;
    private const int DimensionsWidth = 18;
    private const int BandWidth = 14;

    public static TableLayout For(int width, IReadOnlyList<TableRow> rows)
    {
        var key = Math.Max(3, rows.Max(r => r.Key.GetCellWidth()));
        var title = Math.Max(5, rows.Max(r => r.Title.GetCellWidth()));
        if (width >= Screen.Unlimited) return new TableLayout(key, title, true, true);
        key = Math.Min(key, WidestKey);
        var left = width - key - 2 - ScoreWidth - 1;
        var band = left - DimensionsWidth - BandWidth - 2 >= Math.Min(title, NarrowestTitle);
        if (band) left -= BandWidth;
        var dimensions = left - DimensionsWidth - 2 >= Math.Min(title, NarrowestTitle);
        if (dimensions) left -= DimensionsWidth;
        return new TableLayout(key, Math.Clamp(left - 2, 0, title), dimensions, band);
    }
}

/// <summary>Display names.</summary>
internal static class BandWords
{
    /// <summary>A band's name.</summary>
    public static string Of(Band band) => band.Name().Replace('_', ' ');
}

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
        var table = new Table().NoBorder().AddColumn(Column("Key", layout.Key, TableLayout.Gap));
        if (layout.Title > 0) table.AddColumn(Column("Title", layout.Title, TableLayout.Gap));
        table.AddColumn(Column("Score", TableLayout.ScoreWidth, layout.Dimensions ? 1 : TableLayout.Gap).RightAligned());
        if (layout.Dimensions)
        {
            var last = Dimensions.Names[^1];
            foreach (var name in Dimensions.Names)
                table.AddColumn(Column(name[..1].ToUpperInvariant(), TableLayout.DimensionWidth, name == last ? TableLayout.Gap : 1).RightAligned());
        }

        if (layout.Band) table.AddColumn(new TableColumn(new Text("Band", Styles.Heading)).NoWrap().Padding(0, 0, 0, 0));
        foreach (var row in _rows) table.AddRow(Cells(row, layout));
        page.Table(table);
    }

    // Without a border, a table leaves out the padding on the left.
    private static TableColumn Column(string heading, int width, int right) =>
        new TableColumn(new Text(heading, Styles.Heading)).NoWrap().Width(width).Padding(0, 0, right, 0);

    private static IEnumerable<Text> Cells(TableRow row, TableLayout layout)
    {
        var band = Bands.Of(row.Scores.OverallTenths);
        yield return new Text(TerminalText.Fit(row.Key, layout.Key));
        if (layout.Title > 0) yield return new Text(TerminalText.Fit(row.Title, layout.Title));
        yield return new Text(Tenths.Text(row.Scores.OverallTenths), Styles.Of(band));
        if (layout.Dimensions)
        {
            foreach (var dimension in Dimensions.All)
            {
                var score = row.Scores[dimension];
                yield return new Text($"{score}", score < InvestScores.FailBelow ? Styles.Bad : Style.Plain);
            }
        }

        if (layout.Band) yield return new Text(BandWords.Of(band), Styles.Of(band));
    }
}

/// <summary>What the table keeps of a ticket.</summary>
internal sealed record TableRow(string Key, string Title, InvestScores Scores, string? FirstRecommendation);

/// <summary>Which columns a table has, and how wide the two of text are. What matters least goes first when it gets narrow.</summary>
internal sealed record TableLayout(int Key, int Title, bool Dimensions, bool Band)
{
    private const int WidestKey = 18;
    private const int NarrowestTitle = 16;
    private const int BandWidth = 14;
    private const int DimensionsWidth = 18;

    /// <summary>Blanks after a column of text.</summary>
    public const int Gap = 2;

    /// <summary>The column of overall scores.</summary>
    public const int ScoreWidth = 5;

    /// <summary>The column of one dimension: 0 to 10.</summary>
    public const int DimensionWidth = 2;

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

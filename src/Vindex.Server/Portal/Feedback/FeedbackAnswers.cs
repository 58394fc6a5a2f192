using Vindex.Server.Pages;
using Vindex.Server.Portal.Feedback.Rows;
using Vindex.Statistics.Answers;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Feedback;

/// <summary>A statistics answer as a chart and tables.</summary>
/// <param name="requests">The question.</param>
/// <param name="answer">Its answer.</param>
internal sealed class FeedbackAnswers(FeedbackRequests requests, StatsAnswer answer)
{
    /// <summary>Counts of rows in charts.</summary>
    public const string Counted = "row";

    private readonly IReadOnlyList<string> _outputs = requests.Question.Outputs;
    private readonly FeedbackRowsQuestion _rows = FeedbackRowsQuestion.Of(requests);

    private string Path => requests.Question.Path;

    /// <summary>The answer for the page.</summary>
    /// <param name="coverage">How many rows have a value of the type, and how many have none at all.</param>
    public FeedbackAnswerModel Whole(FeedbackCoverage coverage)
    {
        var series = answer.Series;
        return new FeedbackAnswerModel(new ChartModel(Spec(), Rows()), Totals(), Histogram(), series.WindowCount, coverage.Notes(Path, requests.Question.Type));
    }

    private ChartSpec Spec()
    {
        var drawn = _outputs.Select((output, i) => new ChartSeries(output, FeedbackNumbers.Text(output), i.ToString()));
        if (answer.Previous is not null)
        {
            drawn = drawn.Concat(_outputs.Select((output, i) => new ChartSeries(
                "before_" + output, T("feedback.previous-of", ("number", FeedbackNumbers.Text(output))), (i + _outputs.Count).ToString(), On: i == 0)));
        }

        var isCounts = _outputs.All(output => output.StartsWith("count", StringComparison.Ordinal));
        return new ChartSpec(isCounts ? ChartKind.Bars : ChartKind.Lines, "from", [.. drawn], null, null, "feedback") { Counted = Counted, Area = Area() };
    }

    // The area between the lowest and the highest percentile.
    private ChartArea? Area()
    {
        var ranked = _outputs.Where(output => output.StartsWith('p')).OrderBy(output => FeedbackRequests.Percentile(output[1..])).ToList();
        return ranked.Count < 2 ? null : new ChartArea(ranked[0], ranked[^1]);
    }

    private List<ChartRow> Rows()
    {
        var (series, previous) = (answer.Series, answer.Previous);
        return
        [
            .. Enumerable.Range(0, series.BucketStarts.Count).Select(bucket => new ChartRow(
                FeedbackNumbers.Label(series.BucketStarts[bucket], answer.Plan),
                [.. Values(series, bucket), .. previous is null ? [] : Values(previous, bucket)])
            {
                Count = series.Counts[bucket],
                Href = series.Counts[bucket] == 0 ? null : _rows.InBucket(series, bucket).Href(),
            }),
        ];

        string[] Values(StatsSeries one, int bucket) => FeedbackNumbers.Values(one, bucket, requests.Outputs, _outputs.Count);
    }

    private FeedbackTable Totals()
    {
        var (series, previous) = (answer.Series, answer.Previous);
        var now = FeedbackNumbers.WindowOf(series, _outputs.Count);
        var before = previous is null ? null : FeedbackNumbers.WindowOf(previous, _outputs.Count);
        var numbers = _outputs.Select((output, i) => new FeedbackLine(FeedbackNumbers.Text(output), Compared(now[i], before?[i])));
        var rows = new FeedbackLine(T("feedback.rows-of-feedback"), Compared(series.WindowCount, previous?.WindowCount)) { Href = _rows.Href() };
        return new FeedbackTable(
            T("feedback.whole-range"),
            T("feedback.value"),
            previous is null ? [Path] : [Path, T("feedback.previous"), T("feedback.change")],
            [.. numbers, rows]);
    }

    private FeedbackTable? Histogram()
    {
        if (answer.Series.Window is not [{ Histogram: { Count: > 0 } bins }]) return null;
        var (most, all) = (bins.Max(bin => bin.Count), bins.Sum(bin => bin.Count));
        if (all == 0) return null;
        return new FeedbackTable(
            T("feedback.distribution"), Path, [T("feedback.rows"), T("feedback.share")], [.. bins.Select((bin, i) => Line(bin, i == bins.Count - 1))]);

        FeedbackLine Line(HistogramBin bin, bool isLast) => new(
            bin.From == bin.To
                ? FeedbackNumbers.Number(bin.From)
                : T("overview.from-to", ("from", FeedbackNumbers.Number(bin.From)), ("to", FeedbackNumbers.Number(bin.To))),
            [Wording.Number(bin.Count), FeedbackNumbers.Share(bin.Count, all)])
        {
            Bar = (int)Math.Round(100.0 * bin.Count / most),
            Href = bin.Count == 0 ? null : (_rows with { Interval = new RowInterval(Path, bin.From, bin.To, isLast) }).Href(),
        };
    }

    private static string[] Compared(double now, double? before) =>
        before is { } then
            ? [FeedbackNumbers.Number(now), FeedbackNumbers.Number(then), FeedbackNumbers.Change(now, then)]
            : [FeedbackNumbers.Number(now)];
}

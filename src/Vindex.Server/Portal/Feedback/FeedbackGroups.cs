using Vindex.Server.Pages;
using Vindex.Server.Portal.Feedback.Rows;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Questions;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Feedback;

/// <summary>An answer by groups or labels as a chart and a table.</summary>
/// <param name="requests">The question.</param>
/// <param name="answer">Its answer.</param>
/// <param name="previous">The groups of the previous period; null unless it is compared.</param>
internal sealed class FeedbackGroups(FeedbackRequests requests, StatsAnswer answer, IReadOnlyList<StatsGroup>? previous)
{
    /// <summary>Maximum number of groups in the chart; the table has all of them.</summary>
    private const int MostDrawn = 8;

    private readonly IReadOnlyList<StatsGroup> _groups = answer.Groups!;
    private readonly IReadOnlyList<string> _outputs = requests.Question.Outputs;
    private readonly FeedbackRowsQuestion _rows = FeedbackRowsQuestion.Of(requests);

    private string Path => requests.Question.Path;

    private long All => answer.Series.WindowCount;

    /// <summary>How often each label occurs, over time and in total.</summary>
    public FeedbackAnswerModel Labels()
    {
        // Counts add up, so that what is not drawn on its own can be drawn as one part.
        var isFolded = _groups.Count > MostDrawn;
        var drawn = _groups.Take(isFolded ? MostDrawn - 1 : MostDrawn).ToList();
        var series = drawn.Select((group, i) => new ChartSeries($"g{i}", FeedbackNumbers.Name(group), i.ToString())).ToList();
        if (isFolded) series.Add(new ChartSeries("rest", T("feedback.others", ("number", _groups.Count - drawn.Count)), (MostDrawn - 1).ToString()));
        var spec = new ChartSpec(ChartKind.Stacked, "from", series, 0, null, "feedback") { Counted = FeedbackAnswers.Counted };
        var rows = Enumerable.Range(0, answer.Series.BucketStarts.Count).Select(bucket => Row(
            bucket,
            [
                .. drawn.Select(group => CountOf(group, bucket).ToString()),
                .. isFolded ? [(answer.Series.Counts[bucket] - drawn.Sum(group => CountOf(group, bucket))).ToString()] : Array.Empty<string>(),
            ],
            drawn));
        string[] columns = [T("feedback.rows"), T("feedback.share"), .. previous is null ? Array.Empty<string>() : [T("feedback.previous"), T("feedback.change")]];
        var name = requests.Fields.Count > 1 ? string.Join(" · ", requests.Fields) : Path;
        var most = _groups.Count == 0 ? 1 : _groups.Max(group => group.Series.WindowCount);
        return new FeedbackAnswerModel(
            new ChartModel(spec, [.. rows]),
            new FeedbackTable(T("feedback.whole-range"), name, columns, [.. _groups.Select(group => Label(group, most))]),
            null,
            All,
            [.. Folded("labels")]);
    }

    /// <summary>Numbers by group.</summary>
    /// <param name="coverage">How many rows have a value of the type, and how many have none at all.</param>
    public FeedbackAnswerModel Numbers(FeedbackCoverage coverage)
    {
        var drawn = _groups.Take(MostDrawn).ToList();
        var isCount = _outputs[0].StartsWith("count", StringComparison.Ordinal);
        var spec = new ChartSpec(
            isCount ? ChartKind.Bars : ChartKind.Lines,
            "from",
            [.. drawn.Select((group, i) => new ChartSeries($"g{i}", FeedbackNumbers.Name(group), i.ToString()))],
            null,
            null,
            "feedback")
        {
            Counted = FeedbackAnswers.Counted,
        };
        var rows = Enumerable.Range(0, answer.Series.BucketStarts.Count).Select(bucket => Row(
            bucket, [.. drawn.Select(group => FeedbackNumbers.Values(group.Series, bucket, requests.Outputs, 1)[0])], drawn));
        var first = FeedbackNumbers.Text(_outputs[0]);
        IReadOnlyList<string> columns =
        [
            .. _outputs.Select(FeedbackNumbers.Text),
            T("feedback.rows"),
            .. previous is null ? Array.Empty<string>() : [T("feedback.previous-of", ("number", first)), T("feedback.change")],
        ];
        var note = _groups.Count > drawn.Count
            ? T("feedback.chart-largest", ("number", first), ("path", Path), ("shown", drawn.Count), ("groups", _groups.Count))
            : T("feedback.chart-groups", ("number", first), ("path", Path));
        return new FeedbackAnswerModel(
            new ChartModel(spec, [.. rows]),
            new FeedbackTable(T("feedback.whole-range"), T("feedback.group"), columns, [.. _groups.Select(Line)]),
            null,
            All,
            [note, .. Folded("groups"), .. coverage.Notes(Path, requests.Question.Type)]);
    }

    private ChartRow Row(int bucket, IReadOnlyList<string> values, IReadOnlyList<StatsGroup> drawn)
    {
        var series = answer.Series;
        var count = series.Counts[bucket];
        var rows = _rows.InBucket(series, bucket);
        return new ChartRow(FeedbackNumbers.Label(series.BucketStarts[bucket], answer.Plan), values)
        {
            Count = count,
            Href = count == 0 ? null : rows.Href(),
            ValueHrefs = [.. drawn.Select(group => CountOf(group, bucket) == 0 ? null : HrefOf(rows, group))],
        };
    }

    private FeedbackLine Label(StatsGroup group, long most)
    {
        var count = group.Series.WindowCount;
        var before = Before(group)?.Series.WindowCount ?? 0;
        string[] compared = previous is null ? [] : [Wording.Number(before), FeedbackNumbers.Change(count, before)];
        return new FeedbackLine(FeedbackNumbers.Name(group), [Wording.Number(count), FeedbackNumbers.Share(count, All), .. compared])
        {
            Href = HrefOf(_rows, group),
            Bar = (int)Math.Round(100.0 * count / Math.Max(most, 1)),
        };
    }

    private FeedbackLine Line(StatsGroup group)
    {
        var now = FeedbackNumbers.WindowOf(group.Series, _outputs.Count);
        var before = Before(group) is { } found ? FeedbackNumbers.WindowOf(found.Series, 1)[0] : double.NaN;
        string[] compared = previous is null ? [] : [FeedbackNumbers.Number(before), FeedbackNumbers.Change(now[0], before)];
        return new FeedbackLine(
            FeedbackNumbers.Name(group), [.. now.Select(FeedbackNumbers.Number), Wording.Number(group.Series.WindowCount), .. compared])
        {
            Href = HrefOf(_rows, group),
        };
    }

    private StatsGroup? Before(StatsGroup group) => previous?.FirstOrDefault(one => Same(one.Values, group.Values));

    private IEnumerable<string> Folded(string what) =>
        _groups.Count > 0 && _groups[^1].Values is null
            ? [T($"feedback.folded.{what}", ("shown", _groups.Count - 1))]
            : [];

    private string? HrefOf(FeedbackRowsQuestion rows, StatsGroup group) => group.Values is { } values
        ? (rows with { Conditions = [.. requests.Fields.Zip(values, (field, value) => new RowCondition(field, value))] }).Href()
        : null;

    private static long CountOf(StatsGroup group, int bucket) => bucket < group.Series.Counts.Length ? group.Series.Counts[bucket] : 0;

    private static bool Same(IReadOnlyList<ScalarValue>? left, IReadOnlyList<ScalarValue>? right) =>
        left is null || right is null ? left is null && right is null : left.SequenceEqual(right);
}

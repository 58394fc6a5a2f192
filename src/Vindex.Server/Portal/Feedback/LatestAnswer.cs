using NodaTime;
using Vindex.Scoring;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Overview;
using Vindex.Server.Scores;
using Vindex.Server.Scores.Groups;
using Vindex.Storage.Scores;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Feedback;

/// <summary>Sums of the latest scores as a chart and a table.</summary>
internal sealed class LatestAnswer(
    FeedbackQuestion question, Buckets buckets, IReadOnlyList<BucketSums> rows, IReadOnlyList<BucketSums>? before, DateTimeZone zone)
{
    private const int MostGroups = 50;
    private const int MostDrawn = 8;
    private const string Counted = "ticket";

    private static string Note => T("feedback.latest-note");

    private readonly int _column = Math.Max(0, ChartQuery.AllDimensions.Index().FirstOrDefault(one => one.Item == question.Path).Index);

    /// <summary>The average over time and in total.</summary>
    public FeedbackAnswerModel Whole()
    {
        var spec = new ChartSpec(ChartKind.Lines, "from", [new ChartSeries("avg", T("feedback.aggregation.avg"), "0")], null, null, "feedback") { Counted = Counted };
        var chart = Enumerable.Range(0, buckets.Labels.Count).Select(bucket => Row(bucket, [Text(Average(rows.Where(row => row.Bucket == bucket)))]));
        string[] columns = before is null ? [question.Path] : [question.Path, T("feedback.previous"), T("feedback.change")];
        var totals = new FeedbackTable(T("feedback.whole-range"), T("feedback.value"), columns,
        [
            new FeedbackLine(T("feedback.aggregation.avg"), Compared(Average(rows), before is null ? null : Average(before))),
            new FeedbackLine(T("feedback.tickets"), Compared(Count(rows), before is null ? null : Count(before))) { Href = Href(bucket: null) },
        ]);
        return new FeedbackAnswerModel(new ChartModel(spec, [.. chart]), totals, null, Count(rows), [Note]);
    }

    /// <summary>Averages by group.</summary>
    public FeedbackAnswerModel Grouped(ScoreField field)
    {
        var groups = rows.GroupBy(row => row.Group, StringComparer.Ordinal).OrderByDescending(Count).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(MostGroups).ToList();
        var drawn = groups.Take(MostDrawn).ToList();
        var series = drawn.Select((group, i) => new ChartSeries($"g{i}", NameOf(group.Key), i.ToString()));
        var spec = new ChartSpec(ChartKind.Lines, "from", [.. series], null, null, "feedback") { Counted = Counted };
        var chart = Enumerable.Range(0, buckets.Labels.Count).Select(bucket =>
            Row(bucket, [.. drawn.Select(group => Text(Average(group.Where(row => row.Bucket == bucket))))]));
        var earlier = before?.ToLookup(row => row.Group, StringComparer.Ordinal);
        string[] compared = before is null ? [] : [T("feedback.previous-of", ("number", T("feedback.aggregation.avg"))), T("feedback.change")];
        var lines = groups.Select(group => new FeedbackLine(
            NameOf(group.Key),
            [
                FeedbackNumbers.Number(Average(group)), Wording.Number(Count(group)),
                .. earlier is null ? Array.Empty<string>() : Compared(Average(group), Average(earlier[group.Key])).Skip(1),
            ])
        {
            Href = Href(bucket: null, (field.Name, ScoreField.Parameter(group.Key))),
        });
        var left = rows.Select(row => row.Group).Distinct(StringComparer.Ordinal).Count() - groups.Count;
        return new FeedbackAnswerModel(
            new ChartModel(spec, [.. chart]),
            new FeedbackTable(
                T("feedback.whole-range"), T("feedback.group"), [T("feedback.aggregation.avg"), T("feedback.tickets"), .. compared], [.. lines]),
            null,
            Count(rows),
            [Note, .. left > 0 ? [T("feedback.latest-left-out", ("shown", groups.Count), ("count", left))] : Array.Empty<string>()]);
    }

    /// <summary>Bands over time and in total.</summary>
    public FeedbackAnswerModel ByBand()
    {
        var series = Bands.Names.Select((name, i) => new ChartSeries(name, Wording.Of((Band)i), name)).ToList();
        var spec = new ChartSpec(ChartKind.Stacked, "from", series, 0, null, "feedback") { Counted = Counted };
        var chart = Enumerable.Range(0, buckets.Labels.Count).Select(bucket =>
        {
            var counts = BandCounts(rows.Where(row => row.Bucket == bucket));
            return Row(bucket, [.. counts.Select(count => count.ToString())]) with
            {
                ValueHrefs = [.. counts.Select((count, band) => count == 0 ? null : Href(bucket, (LatestFeedback.BandPath, Bands.Names[band])))],
            };
        });
        var (now, then, all) = (BandCounts(rows), before is null ? null : BandCounts(before), Count(rows));
        var lines = now.Select((count, band) => new FeedbackLine(
            Wording.Of((Band)band),
            [Wording.Number(count), FeedbackNumbers.Share(count, all), .. then is null ? Array.Empty<string>() : Compared(count, then[band]).Skip(1)])
        {
            Bar = (int)Math.Round(100.0 * count / Math.Max(1, now.Max())),
            Href = Href(bucket: null, (LatestFeedback.BandPath, Bands.Names[band])),
        });
        string[] columns = [T("feedback.tickets"), T("feedback.share"), .. then is null ? Array.Empty<string>() : [T("feedback.previous"), T("feedback.change")]];
        var table = new FeedbackTable(T("feedback.whole-range"), LatestFeedback.BandPath, columns, [.. lines]);
        return new FeedbackAnswerModel(new ChartModel(spec, [.. chart]), table, null, all, [Note]);
    }

    private ChartRow Row(int bucket, IReadOnlyList<string> values)
    {
        var count = Count(rows.Where(row => row.Bucket == bucket));
        return new ChartRow(DayRange.Iso(buckets.Labels[bucket]), values) { Count = count, Href = count == 0 ? null : Href(bucket) };
    }

    private double Average(IEnumerable<BucketSums> some)
    {
        var (sum, count) = some.Aggregate((Sum: 0L, Count: 0L), (total, row) => (total.Sum + row.Tenths[_column], total.Count + row.Count));
        return count == 0 ? double.NaN : sum / 10.0 / count;
    }

    // By band, from the numbers of scores at or above each level.
    private static long[] BandCounts(IEnumerable<BucketSums> some)
    {
        var (all, review, healthy) = some.Aggregate(
            (All: 0L, Review: 0L, Healthy: 0L), (sum, row) => (sum.All + row.Count, sum.Review + row.AtLeast[0], sum.Healthy + row.AtLeast[1]));
        var counts = new long[Bands.Names.Count];
        counts[(int)Band.Healthy] = healthy;
        counts[(int)Band.NeedsReview] = review - healthy;
        counts[(int)Band.AtRisk] = all - review;
        return counts;
    }

    private string Href(int? bucket, (string Name, string Value)? filter = null)
    {
        var (from, to) = (question.Range.From, question.Range.To);
        if (bucket is { } one)
        {
            from = LocalDate.Max(buckets.Labels[one], from);
            to = LocalDate.Min(Calendar.Next(buckets.Labels[one], LatestFeedback.WidthOf(question)).PlusDays(-1), to);
        }

        return new OverviewQuestion(question.Range, null, Latest: true, IsSmoothed: false, zone).TicketsHref(from, to, filter);
    }

    private static long Count(IEnumerable<BucketSums> some) => some.Sum(row => row.Count);

    private static string NameOf(string group) => group.Length == 0 ? T("feedback.none") : group;

    private static string Text(double average) => FeedbackNumbers.Raw(average);

    private static string[] Compared(double now, double? then) => then is { } earlier
        ? [FeedbackNumbers.Number(now), FeedbackNumbers.Number(earlier), FeedbackNumbers.Change(now, earlier)]
        : [FeedbackNumbers.Number(now)];
}

using System.Globalization;
using NodaTime;
using Vindex.Scoring;
using Vindex.Server.Pages;
using Vindex.Server.Scores;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Overview;

/// <summary>The two charts of the overview. They share one axis, and each of their points leads to the tickets or scores behind it.</summary>
internal static class OverviewCharts
{
    public static ChartModel Trend(OverviewQuestion question, OverviewBuckets buckets, OverviewFigures figures, int gateTenths)
    {
        var series = ChartQuery.AllDimensions.Select(name => new ChartSeries(name, Title(name), name, On: name == ChartQuery.Overall)).ToList();
        var spec = new ChartSpec(ChartKind.Lines, "date", series, 0, 10, "trend")
        {
            Axis = Axis(buckets),
            Counted = CountedIn(question),
            IsSized = !question.IsSmoothed,
            Level = new ChartLevel(gateTenths / 10.0, T("overview.trend-gate", ("gate", Wording.Score(gateTenths)))),

            // The first bucket of the counts is the period before.
            Marks = [.. RubricCount.Changes(figures.Rubrics)
                .Where(change => change.Bucket > 0)
                .Select(change => new ChartMark(DayRange.Iso(buckets.Range.Labels[change.Bucket - 1]), change.ModelName))],
        };
        return new ChartModel(spec, [.. Points(question, buckets, figures.Trend).Where(point => point.Sum.Count > 0).Select(Row)]);

        ChartRow Row(TrendPoint point) => new(
            DayRange.Iso(point.Label), [.. point.Sum.Tenths.Select(sum => Raw(Rounding.MeanOfTenths(sum, point.Sum.Count)))])
        {
            Href = question.IsSmoothed
                ? question.TicketsHref(point.Label.PlusDays(1 - OverviewQuestion.SmoothedDays), point.Label)
                : question.BucketHref(point.Label),
            Count = point.Sum.Count,
        };
    }

    public static ChartModel BandsOverTime(OverviewQuestion question, OverviewBuckets buckets, IReadOnlyList<long[]> counts)
    {
        var series = Bands.Names.Select((name, i) => new ChartSeries(name, Wording.Of((Band)i), name)).ToList();
        var spec = new ChartSpec(ChartKind.Stacked, "date", series, 0, null, "bands") { Axis = Axis(buckets), Counted = CountedIn(question) };
        return new ChartModel(spec, [.. buckets.Range.Labels.Select(Row).Where(row => row.Count > 0)]);

        ChartRow Row(LocalDate label, int bucket) => new(DayRange.Iso(label), [.. counts.Select(band => band[bucket].ToString())])
        {
            Href = question.BucketHref(label),
            ValueHrefs = [.. Bands.Names.Select((name, band) => counts[band][bucket] == 0 ? null : question.BucketHref(label, ("band", name)))],
            Count = counts.Sum(band => band[bucket]),
        };
    }

    // A smoothed point covers the scores of its own day and of the days before it.
    private static IEnumerable<TrendPoint> Points(OverviewQuestion question, OverviewBuckets buckets, IReadOnlyList<ScoreSum> trend)
    {
        var all = buckets.Wide.Labels.Zip(trend, (label, sum) => new TrendPoint(label, sum)).ToList();
        if (!question.IsSmoothed) return all;
        return buckets.Range.Labels.Select(label =>
        {
            var covered = all.Where(point => point.Label <= label && point.Label > label.PlusDays(-OverviewQuestion.SmoothedDays)).ToList();
            var tenths = ChartQuery.AllDimensions.Select((_, i) => covered.Sum(point => point.Sum.Tenths[i]));
            return new TrendPoint(label, new ScoreSum(covered.Sum(point => point.Sum.Count), [.. tenths]));
        });
    }

    private static string CountedIn(OverviewQuestion question) => question.Latest ? "ticket" : "score";

    // Scripts read the values.
    private static string Raw(int tenths) => (tenths / 10m).ToString("0.0", CultureInfo.InvariantCulture);

    private static IReadOnlyList<string> Axis(OverviewBuckets buckets) => [.. buckets.Range.Labels.Select(DayRange.Iso)];

    private static string Title(string name) =>
        name == ChartQuery.Overall ? T("overview.overall") : Dimensions.TryParse(name, out var dimension) ? Wording.Of(dimension) : name;

    private sealed record TrendPoint(LocalDate Label, ScoreSum Sum);
}

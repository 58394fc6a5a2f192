using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Scoring;
using Vindex.Server.Pages;
using Vindex.Server.Scores;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Portal.Overview;

/// <summary>The two charts of the overview, drawn from public endpoints, with tables of the same numbers.</summary>
internal static class OverviewCharts
{
    public static ChartModel Trend(
        DayRange range, string zone, int gateTenths, Buckets buckets, IReadOnlyList<ScoreSum> sums, IReadOnlyList<RubricCount> rubrics)
    {
        var names = ChartQuery.AllDimensions;
        var url = $"/portal/scores/chart?from={DayRange.Iso(range.From)}&to={DayRange.Iso(range.To)}&bucket={Width(range)}&dimensions={string.Join(',', names)}&timezone={Uri.EscapeDataString(zone)}";
        var series = names.Select(name => new ChartSeries(name, Title(name), name, On: name == ChartQuery.Overall)).ToList();
        var spec = new ChartSpec(ChartKind.Lines, url, null, "data_points", "date", series, 0, 10, "trend")
        {
            From = DayRange.Iso(buckets.Labels[0]),
            To = DayRange.Iso(range.To),
            Level = new ChartLevel(gateTenths / 10.0, $"Gate {Wording.Score(gateTenths)}"),

            // The first bucket of the counts is the period before.
            Marks = [.. RubricCount.Changes(rubrics)
                .Where(change => change.Bucket > 0)
                .Select(change => new ChartMark(DayRange.Iso(buckets.Labels[change.Bucket - 1]), change.ModelName))],
        };
        var rows = sums.Zip(buckets.Labels).Where(row => row.First.Count > 0)
            .Select(row =>
                (DayRange.Iso(
                    row.Second), (IReadOnlyList<string>)[.. row.First.Tenths.Select(sum => Wording.Score(Rounding.MeanOfTenths(sum, row.First.Count)))]));
        return new ChartModel(spec, [.. rows]);
    }

    public static ChartModel BandsOverTime(DayRange range, string zone, string slug, Buckets buckets, IReadOnlyList<long[]> counts)
    {
        var body = new BandsQuestion(
            $"{slug}/{FeedbackRow.ScoreProject}",
            buckets.Edges[0],
            buckets.Edges[^1],
            FeedbackRow.ScoreType,
            range.Width == BucketWidth.Day ? 86_400 : null,
            range.Width == BucketWidth.Week ? "week" : null,
            zone,
            [new(ChartQuery.Overall, ["count"])],
            ["band"]);
        var series = Bands.Names.Select((name, i) => new ChartSeries(name, Wording.Of((Band)i), name)).ToList();
        var spec = new ChartSpec(
            ChartKind.Stacked,
            "/feedback/stats",
            JsonSerializer.Serialize(body, PortalJson.Default.BandsQuestion),
            "groups",
            "timestamp",
            series,
            0,
            null,
            "bands")
        {
            Groups = new ChartGroups("group/band", "buckets", "count"),
        };
        var rows = buckets.Labels.Select((label, i) => (DayRange.Iso(label), (IReadOnlyList<string>)[.. counts.Select(band => band[i].ToString())]));
        return new ChartModel(spec, [.. rows]);
    }

    private static string Width(DayRange range) => range.Width == BucketWidth.Day ? "day" : "week";

    private static string Title(string name) =>
        name == ChartQuery.Overall ? "Overall" : Dimensions.TryParse(name, out var dimension) ? Wording.Of(dimension) : name;
}

/// <summary>Builds a body for <c>/feedback/stats</c>.</summary>
internal sealed record BandsQuestion(
    string ProjectId, DateTimeOffset Start, DateTimeOffset End, string FeedbackType, long? Granularity, string? Calendar, string Timezone,
    IReadOnlyList<BandsMetric> Metrics, IReadOnlyList<string> GroupBy);

/// <summary>The metrics.</summary>
internal sealed record BandsMetric(string JsonPath, IReadOnlyList<string> Aggregations);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BandsQuestion))]
internal sealed partial class PortalJson : JsonSerializerContext;

using System.Globalization;
using Vindex.Server.Feedback.Statistics;

namespace Vindex.Statistics.Tests.Oracle;

/// <summary>An answer as lines "path = value", named as on the wire: comparable to the last digit, and readable where two answers differ.</summary>
public sealed class Flat
{
    private readonly List<string> _lines = [];
    private readonly StatsAnswer _answer;

    private Flat(StatsAnswer answer) => _answer = answer;

    public static List<string> Of(StatsAnswer answer)
    {
        var flat = new Flat(answer);
        flat.WriteAnswer();
        return flat._lines;
    }

    public static string Number(double? value) => value is { } number && !double.IsNaN(number) ? number.ToString("R") : "null";

    public static string Scalar(ScalarValue value) =>
        value.Text is { } text
            ? $"'{text}'"
            : value.Number is { } number ? Number(number) : value.Boolean is { } boolean ? (boolean ? "true" : "false") : "null";

    public static string Instant(DateTimeOffset instant) =>
        instant.ToString(instant.Ticks % 10_000_000 == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    private void WriteAnswer()
    {
        var plan = _answer.Plan;
        _lines.Add($"/start = '{Instant(_answer.Series.Start)}'");
        _lines.Add($"/end = '{Instant(_answer.Series.End)}'");
        _lines.Add(plan.Granularity is null ? "/granularity = null" : $"/granularity = {plan.Granularity}");
        _lines.Add($"/timezone = '{plan.Timezone}'");
        WriteSeries("", _answer.Series);
        if (plan.Calendar is { } unit)
            _lines.Add($"/calendar = '{unit.ToString().ToLowerInvariant()}'");
        if (_answer.Groups is { } groups)
            WriteGroups(groups);
        if (_answer.Previous is not { } previous)
            return;
        _lines.Add($"/previous/start = '{Instant(previous.Start)}'");
        _lines.Add($"/previous/end = '{Instant(previous.End)}'");
        WriteSeries("/previous", previous);
    }

    private void WriteGroups(IReadOnlyList<StatsGroup> groups)
    {
        _lines.Add($"/groups has {groups.Count}");
        foreach (var (index, group) in groups.Index())
        {
            if (group.Values is null)
                _lines.Add($"/groups/{index}/group/other = true");
            foreach (var (field, value) in group.Values?.Index() ?? [])
                _lines.Add($"/groups/{index}/group/{_answer.Plan.GroupBy[field]} = {Scalar(value)}");
            _lines.Add($"/groups/{index}/count = {group.Series.WindowCount}");
            WriteSeries($"/groups/{index}", group.Series);
        }
    }

    private void WriteSeries(string path, StatsSeries series)
    {
        var keys = _answer.Plan.Metrics.SelectMany(metric => metric.Outputs).ToList();
        _lines.Add($"{path}/buckets has {series.BucketStarts.Count}");
        for (var bucket = 0; bucket < series.BucketStarts.Count; bucket++)
        {
            _lines.Add($"{path}/buckets/{bucket}/timestamp = '{BucketTimestamp.Text(series.BucketStarts[bucket])}'");
            var values = series.Bucket(bucket);
            for (var i = 0; i < keys.Count; i++)
                _lines.Add($"{path}/buckets/{bucket}/{keys[i].Key} = {Number(values[i])}");
            _lines.Add($"{path}/buckets/{bucket}/count = {series.Counts[bucket]}");
        }
        foreach (var (metric, window) in _answer.Plan.Metrics.Zip(series.Window))
            WriteWindow($"{path}/window_stats/{window.Slug}", metric, window);
    }

    private void WriteWindow(string path, MetricPlan metric, WindowMetric window)
    {
        foreach (var (index, output) in metric.Outputs.Index())
            _lines.Add($"{path}/{output.Name} = {Number(window.Values[index])}");
        if (window.Histogram is { } histogram)
            _lines.Add($"{path}/histogram has {histogram.Count}");
        foreach (var (index, bin) in window.Histogram?.Index() ?? [])
        {
            _lines.Add($"{path}/histogram/{index}/from = {Number(bin.From)}");
            _lines.Add($"{path}/histogram/{index}/to = {Number(bin.To)}");
            _lines.Add($"{path}/histogram/{index}/count = {bin.Count}");
        }
        if (window.Categories is { } categories)
            _lines.Add($"{path}/categories has {categories.Count}");
        foreach (var (index, category) in window.Categories?.Index() ?? [])
        {
            _lines.Add($"{path}/categories/{index}/value = '{category.Value}'");
            _lines.Add($"{path}/categories/{index}/count = {category.Count}");
        }
    }
}

using System.Globalization;
using System.Numerics;
using System.Text.Json;
using NodaTime;

namespace Vindex.Statistics.Tests.Oracle;

/// <summary>
/// The contract written down as plainly as possible: every row parsed for every question, exact sums by big integers, sorting for percentiles.
/// </summary>
public sealed class Reference(IReadOnlyList<LoggedRow> rows, StatsRequest request)
{
    private static readonly BigInteger s_five = BigInteger.Pow(5, 1074);
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[request.Timezone];
    private readonly List<string> _lines = [];

    public List<string> Answer()
    {
        var granularity = request.Calendar is null ? ReferenceBuckets.Granularity(request, request.End!.Value) : (long?)null;
        var (start, end) = (request.Start, request.End!.Value);
        _lines.Add($"/start = '{Flat.Instant(start)}'");
        _lines.Add($"/end = '{Flat.Instant(end)}'");
        _lines.Add(granularity is null ? "/granularity = null" : $"/granularity = {granularity}");
        _lines.Add($"/timezone = '{request.Timezone}'");
        var taken = Taken(start, end);
        Series("", taken, start, end, granularity);
        if (request.Calendar is { } unit)
            _lines.Add($"/calendar = '{unit.ToString().ToLowerInvariant()}'");
        if (request.GroupBy is not null)
            Groups(taken, start, end, granularity);
        if (request.CompareOffsetSeconds is { } offset)
        {
            _lines.Add($"/previous/start = '{Flat.Instant(start.AddSeconds(-offset))}'");
            _lines.Add($"/previous/end = '{Flat.Instant(end.AddSeconds(-offset))}'");
            Series("/previous", Taken(start.AddSeconds(-offset), end.AddSeconds(-offset)), start.AddSeconds(-offset), end.AddSeconds(-offset), granularity);
        }
        return _lines;
    }

    private static JsonElement? At(JsonElement payload, string path)
    {
        var element = payload;
        foreach (var key in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object)
                return null;
            var found = element.EnumerateObject().Where(property => property.Name == key).Select(property => (JsonElement?)property.Value).FirstOrDefault();
            if (found is null)
                return null;
            element = found.Value;
        }
        return element;
    }

    private static ScalarValue Scalar(JsonElement? element) => element?.ValueKind switch
    {
        JsonValueKind.Number when double.IsFinite(element.Value.GetDouble()) => ScalarValue.Of(element.Value.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => ScalarValue.Of(element.Value.GetBoolean()),
        JsonValueKind.String => ScalarValue.Of(element.Value.GetString()!),
        _ => ScalarValue.Null,
    };

    private static string Category(JsonElement? element) =>
        element?.ValueKind == JsonValueKind.Array ? element.Value.GetRawText() : Scalar(element).ToString();

    private List<(LoggedRow Row, JsonElement Payload)> Taken(DateTimeOffset start, DateTimeOffset end)
    {
        var (from, to) = (start.ToUnixTimeSeconds() * 1000, end.ToUnixTimeSeconds() * 1000);
        return [.. rows.Where(row => row.CreatedAt >= from && row.CreatedAt < to)
            .Where(row => request.FeedbackType is null || row.FeedbackType == request.FeedbackType)
            .Where(row =>
                request.TriggerRef is not { } trigger
                    || (row.TriggerRef is { } own
                        && (trigger.EndsWith(":*", StringComparison.Ordinal) ? own.StartsWith(trigger[..^2], StringComparison.Ordinal) : own == trigger)))
            .Select(row => (row, JsonDocument.Parse(row.Payload).RootElement))
            .Where(pair => request.Filter.All(filter => filter.Values.Contains(Scalar(At(pair.RootElement, filter.JsonPath)))))];
    }

    private void Series(string path, List<(LoggedRow Row, JsonElement Payload)> taken, DateTimeOffset start, DateTimeOffset end, long? granularity)
    {
        var starts = ReferenceBuckets.Starts(start.ToUnixTimeSeconds(), end.ToUnixTimeSeconds(), granularity, request.Calendar, _zone);
        _lines.Add($"{path}/buckets has {starts.Count}");
        for (var bucket = 0; bucket < starts.Count; bucket++)
        {
            var inside = taken.Where(pair =>
                pair.Row.CreatedAt >= starts[bucket] * 1000 && (bucket + 1 == starts.Count || pair.Row.CreatedAt < starts[bucket + 1] * 1000)).ToList();
            _lines.Add($"{path}/buckets/{bucket}/timestamp = '{ReferenceBuckets.Timestamp(starts[bucket], _zone)}'");
            foreach (var metric in request.Metrics)
                Metric($"{path}/buckets/{bucket}/", "_" + metric.JsonPath.Replace('.', '_').Replace(' ', '_'), metric, inside, isWindow: false);
            _lines.Add($"{path}/buckets/{bucket}/count = {inside.Count}");
        }
        foreach (var metric in request.Metrics)
        {
            var at = $"{path}/window_stats/{metric.JsonPath.Replace('.', '_').Replace(' ', '_')}/";
            Metric(at, "", metric, taken, isWindow: true);
            if (metric.HistogramBins is { } bins)
                Histogram(at, metric, bins, taken);
            if (metric.Categories is { } most)
                Categories(at, metric, most, taken);
        }
    }

    private void Groups(List<(LoggedRow Row, JsonElement Payload)> taken, DateTimeOffset start, DateTimeOffset end, long? granularity)
    {
        ScalarValue Value(string field, LoggedRow row, JsonElement payload) => field switch
        {
            "feedback_type" => ScalarValue.Of(row.FeedbackType),
            "trigger_ref" => row.TriggerRef is { } trigger ? ScalarValue.Of(trigger) : ScalarValue.Null,
            _ => Scalar(At(payload, field)),
        };
        static int Rank(ScalarValue value) => value.IsNull ? 0 : value.Number is not null ? 1 : value.Boolean is not null ? 2 : 3;
        var fields = request.GroupBy!;
        var groups = taken.GroupBy(pair =>
            (First: Value(fields[0], pair.Row, pair.Payload), Second: fields.Count > 1 ? Value(fields[1], pair.Row, pair.Payload) : ScalarValue.Null))
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key.First.ToString(), StringComparer.Ordinal).ThenBy(group => Rank(group.Key.First))
            .ThenBy(group => group.Key.Second.ToString(), StringComparer.Ordinal).ThenBy(group => Rank(group.Key.Second))
            .ToList();
        _lines.Add($"/groups has {Math.Min(groups.Count, 51)}");
        for (var g = 0; g < Math.Min(groups.Count, 50); g++)
        {
            for (var field = 0; field < fields.Count; field++)
                _lines.Add($"/groups/{g}/group/{fields[field]} = {Flat.Scalar(field == 0 ? groups[g].Key.First : groups[g].Key.Second)}");
            Group($"/groups/{g}", [.. groups[g]]);
        }
        if (groups.Count <= 50)
            return;
        _lines.Add("/groups/50/group/other = true");
        Group("/groups/50", [.. groups.Skip(50).SelectMany(group => group)]);

        void Group(string path, List<(LoggedRow Row, JsonElement Payload)> inside)
        {
            _lines.Add($"{path}/count = {inside.Count}");
            Series(path, inside, start, end, granularity);
        }
    }

    private static List<double> Values(MetricRequest metric, IEnumerable<(LoggedRow Row, JsonElement Payload)> taken)
    {
        var values = new List<double>();
        foreach (var (_, payload) in taken)
        {
            var value = Scalar(At(payload, metric.JsonPath));
            if (metric.ValueType == MetricKind.Numeric && value.Number is { } number)
                values.Add(number);
            if (metric.ValueType == MetricKind.Boolean && value.Boolean is { } boolean)
                values.Add(boolean ? 1 : 0);
        }
        values.Sort();
        return values;
    }

    private void Metric(string path, string slug, MetricRequest metric, List<(LoggedRow Row, JsonElement Payload)> taken, bool isWindow)
    {
        IEnumerable<Aggregation> aggregations = metric.Aggregations.Count > 0 ? metric.Aggregations.Distinct() : metric.ValueType switch
        {
            MetricKind.Numeric => [Aggregation.Avg, Aggregation.Min, Aggregation.Max],
            MetricKind.Boolean => [Aggregation.CountTrue, Aggregation.CountFalse],
            _ => [Aggregation.Count],
        };
        var values = Values(metric, taken);
        var sum = Sum(values);
        foreach (var aggregation in aggregations)
        {
            var count = metric.ValueType == MetricKind.Categorical ? taken.Count : values.Count;
            double? value = aggregation switch
            {
                Aggregation.CountTrue => values.Count(value => value == 1),
                Aggregation.CountFalse => values.Count(value => value == 0),
                _ when count == 0 => isWindow || aggregation is Aggregation.Min or Aggregation.Max ? null : 0,
                Aggregation.Sum => sum,
                Aggregation.Avg => sum / count,
                Aggregation.Min => values[0],
                Aggregation.Max => values[^1],
                _ => count,
            };
            var name =
                aggregation switch
                {
                    Aggregation.CountTrue =>
                    "count_true",
                    Aggregation.CountFalse => "count_false",
                    _ => aggregation.ToString().ToLowerInvariant()
                };
            _lines.Add($"{path}{name}{slug} = {Flat.Number(Finite(value))}");
        }
        foreach (var percentile in metric.Percentiles.Distinct())
            _lines.Add($"{path}p{percentile.ToString(CultureInfo.InvariantCulture)}{slug} = {Flat.Number(Percentile(values, percentile))}");
    }

    private static double? Percentile(List<double> values, double percentile)
    {
        if (values.Count == 0)
            return null;
        var x = (double)Math.Round((decimal)(percentile / 100), 6, MidpointRounding.ToEven) * (values.Count - 1);
        var i = (int)Math.Floor(x);
        var value = values[i] * (i + 1 - x);
        return Finite(i + 1 < values.Count ? value + (values[i + 1] * (x - i)) : value);
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number + 0.0 : null;

    private static double Sum(List<double> values)
    {
        var total = BigInteger.Zero;
        foreach (var value in values)
        {
            var bits = BitConverter.DoubleToInt64Bits(value);
            var exponent = (int)(bits >> 52 & 0x7FF);
            var mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
            total += (bits < 0 ? -1 : 1) * ((BigInteger)mantissa << Math.Max(0, exponent - 1));
        }
        // total · 2^-1074 = total · 5^1074 · 10^-1074, which the parser rounds correctly.
        return double.Parse($"{total * s_five}E-1074", CultureInfo.InvariantCulture);
    }

    private void Histogram(string path, MetricRequest metric, int bins, List<(LoggedRow Row, JsonElement Payload)> taken)
    {
        var values = Values(metric, taken);
        _lines.Add($"{path}histogram has {(values.Count == 0 ? 0 : bins)}");
        for (var bin = 0; bin < bins && values.Count > 0; bin++)
        {
            var (min, most) = (values[0], values[^1]);
            double Edge(int at) => at == 0 ? min : at == bins ? most
                : double.IsFinite(most - min) ? min + ((most - min) * ((double)at / bins)) : (min * (1 - ((double)at / bins))) + (most * ((double)at / bins));
            var count = values.Count(value => value >= Edge(bin) && (value < Edge(bin + 1) || bin + 1 == bins));
            _lines.Add($"{path}histogram/{bin}/from = {Flat.Number(Edge(bin) + 0.0)}");
            _lines.Add($"{path}histogram/{bin}/to = {Flat.Number(Edge(bin + 1) + 0.0)}");
            _lines.Add($"{path}histogram/{bin}/count = {count}");
        }
    }

    private void Categories(string path, MetricRequest metric, int most, List<(LoggedRow Row, JsonElement Payload)> taken)
    {
        var groups = taken.GroupBy(pair => Category(At(pair.Payload, metric.JsonPath)))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(most).ToList();
        _lines.Add($"{path}categories has {groups.Count}");
        foreach (var (index, group) in groups.Index())
        {
            _lines.Add($"{path}categories/{index}/value = '{group.Key}'");
            _lines.Add($"{path}categories/{index}/count = {group.Count()}");
        }
    }
}

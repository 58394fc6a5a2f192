using System.Globalization;
using System.Text;
using NodaTime;
using Vindex.Statistics.Buckets;

namespace Vindex.Statistics.Tests.Oracle;

/// <summary>Rows and questions from a seed: odd values, odd keys, odd zones.</summary>
public sealed class RandomFeedback
{
    public const string Project = "entity/project";
    private static readonly string[] s_zones = [.. DateTimeZoneProviders.Tzdb.Ids];
    private static readonly string[] s_texts = [
        "", "good", "bad", "a\\u0000b", "ünder", "\\ud83d\\ude00", "3", "true", "x\\ny", "a text that is longer than this limit allows"
    ];
    private static readonly string[] s_types = ["t", "wandb.runnable.s", "", "vindex.agreement"];
    private static readonly string?[] s_triggers = [
        null, "", "weave:///e/p/object/mon:v1", "weave:///e/p/object/mon:v2", "weave:///e/p/object/monday:v1", "é:*"
    ];
    private static readonly string[] s_paths = [
        "score", "o.score", "o.Low quality.p", "label", "flag", "k1", "k2", "k3", "k9", "k14", "o", ".x", "missing.path", "score.deep"
    ];
    private readonly Random _random;
    private readonly long _origin;
    private readonly long _spread;
    private readonly string _zone;

    public RandomFeedback(Random random)
    {
        _random = random;
        _zone = s_zones[random.Next(s_zones.Length)];
        // Around a clock change of the zone, where there is one: that is where buckets are odd.
        var zone = DateTimeZoneProviders.Tzdb[_zone];
        var somewhere = Instant.FromUnixTimeSeconds(random.NextInt64(-2_000_000_000, 1_900_000_000));
        var interval = zone.GetZoneInterval(somewhere);
        _origin = (interval.HasEnd && interval.End.ToUnixTimeSeconds() < 2_000_000_000 && random.Next(4) > 0 ? interval.End : somewhere).ToUnixTimeSeconds();
        _spread = (long)Math.Pow(10, 3 + (random.NextDouble() * 4));
    }

    public long Instant1000 => ((_origin + _random.NextInt64(-_spread, _spread)) * 1000) + (_random.Next(3) == 0 ? 0 : _random.Next(1000));

    public void Insert(MemoryChangeLog log) => log.Insert(
        Project, Instant1000, s_types[_random.Next(s_types.Length)], s_triggers[_random.Next(s_triggers.Length)], Encoding.UTF8.GetBytes(Payload()));

    /// <summary>A row of the common kind: mostly different numbers, few texts.</summary>
    public void InsertDense(MemoryChangeLog log) => log.Insert(
        Project,
        Instant1000,
        s_types[_random.Next(2)],
        s_triggers[_random.Next(s_triggers.Length)],
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"score\":{_random.Next(10_000) / 1e4},\"o\":{{\"score\":{_random.NextDouble():R}}},\"label\":\"l{_random.Next(60)}\",\"flag\":{(_random.Next(2) == 0 ? "true" : "false")}{(_random.Next(9) == 0 ? ",\"k1\":" + Number() : "")}}}")));

    public StatsRequest Question()
    {
        var zone = _random.Next(3) switch { 0 => "UTC", 1 => _zone, _ => s_zones[_random.Next(s_zones.Length)] };
        var start = DateTimeOffset.FromUnixTimeMilliseconds(Instant1000);
        var length = _spread * Math.Pow(10, (_random.NextDouble() * 2) - 1.5);
        var end = start.AddSeconds(_random.Next(20) == 0 ? 0 : _random.Next(2) == 0 ? Math.Floor(length) : length);
        end = new DateTimeOffset(end.Ticks / 10 * 10, TimeSpan.Zero);
        var calendar = _random.Next(8) switch { 0 => CalendarUnit.Week, 1 => CalendarUnit.Month, _ => (CalendarUnit?)null };
        long[] common = [300, 3600, 21600, 43200, 86400, 2 * 86400, 604800, 7 * 3600, 5000, 900];
        long? granularity = calendar is not null || _random.Next(4) == 0 ? null : common[_random.Next(common.Length)];
        // The reference is slow: a few hundred buckets are enough.
        if (granularity is { } seconds && (end - start).TotalSeconds / seconds > 300)
            granularity = null;
        return new StatsRequest
        {
            ProjectId = Project,
            Start = start,
            End = end,
            Timezone = zone,
            Granularity = granularity,
            Calendar = calendar,
            FeedbackType = _random.Next(5) == 0 ? s_types[_random.Next(s_types.Length)] : null,
            TriggerRef = _random.Next(4) == 0 ? Trigger() : null,
            Metrics = Metrics(),
            GroupBy = _random.Next(4) == 0 ? GroupBy() : null,
            CompareOffsetSeconds = _random.Next(4) == 0 ? _random.NextInt64(1, 2 * _spread) : null,
            Filter = _random.Next(4) == 0
                ? [new PathFilter(s_paths[_random.Next(s_paths.Length)], [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Scalar())])]
                : [],
        };
    }

    /// <summary>A question that no row escapes.</summary>
    public StatsRequest Everything() => new()
    {
        ProjectId = Project,
        Start = DateTimeOffset.FromUnixTimeSeconds(_origin - _spread),
        End = DateTimeOffset.FromUnixTimeSeconds(_origin + _spread + 1),
        Granularity = 2 * _spread,
        Metrics =
        [
            new MetricRequest { JsonPath = "score", Aggregations = [Aggregation.Count, Aggregation.Sum, Aggregation.Min, Aggregation.Max], Percentiles = [50] },
            new MetricRequest { JsonPath = "label", ValueType = MetricKind.Categorical, Categories = _random.Next(2) == 0 ? 100 : null },
        ],
    };

    private string Trigger() => _random.Next(2) == 0 ? s_triggers[_random.Next(1, s_triggers.Length)]! : "weave:///e/p/object/mon:*";

    private string[] GroupBy()
    {
        string[] fields = ["feedback_type", "trigger_ref", "label", "score", "flag", "k9"];
        _random.Shuffle(fields);
        return fields[..(_random.Next(2) + 1)];
    }

    private ScalarValue Scalar() => _random.Next(5) switch
    {
        0 => ScalarValue.Null,
        1 => ScalarValue.Of(_random.Next(2) == 0),
        2 => ScalarValue.Of("good"),
        3 => ScalarValue.Of(""),
        _ => ScalarValue.Of(_random.Next(-1, 3)),
    };

    private IReadOnlyList<MetricRequest> Metrics()
    {
        var paths = s_paths.ToArray();
        _random.Shuffle(paths);
        return [.. paths.Take(_random.Next(1, 4)).Select(path =>
        {
            var kind = (MetricKind)_random.Next(3);
            if (kind == MetricKind.Categorical)
                return new MetricRequest { JsonPath = path, ValueType = kind, Categories = _random.Next(2) == 0 ? _random.Next(1, 12) : null };
            var all = Enum.GetValues<Aggregation>();
            _random.Shuffle(all);
            double[] percentiles = [0, 50, 95, 99.9, 100, 12.5, 0.78125, 33.3333, 66.66666];
            _random.Shuffle(percentiles);
            return new MetricRequest
            {
                JsonPath = path,
                ValueType = kind,
                Aggregations = all[.._random.Next(all.Length + 1)],
                Percentiles = percentiles[.._random.Next(5)],
                HistogramBins = _random.Next(3) == 0 ? _random.Next(2, 9) : null,
            };
        })];
    }

    private string Payload()
    {
        var fields = new List<string>();
        for (var i = _random.Next(1, 9); i > 0; i--)
            fields.Add(Field());
        return "{" + string.Join(_random.Next(2) == 0 ? "," : " ,\n ", fields) + "}";
    }

    private string Field() => _random.Next(14) switch
    {
        0 or 1 or 2 => $"\"score\":{Value()}",
        3 => $"\"s\\u0063ore\" : {Value()}",
        4 or 5 => $"\"o\":{{\"score\":{Value()},\"Low quality\":{{\"p\":{Value()},\"p\":{Value()}}},\"é\":1}}",
        6 => $"\"label\":\"{s_texts[_random.Next(s_texts.Length)]}\"",
        7 => $"\"label\":{Value()}",
        8 => $"\"flag\":{(_random.Next(2) == 0 ? "true" : "false")}",
        9 => $"\"k{_random.Next(20)}\":{Value()}",
        10 => $"\"a.b\":{Value()},\"\":{{\"x\":{Value()}}}",
        11 => $"\"Score\":{Value()},\"o\":{Value()}",
        12 => $"\"deep\":{{\"a\":{{\"b\":{{\"c\":{Value()}}}}}}}",
        _ => $"\"score\":{Number()}",
    };

    private string Value() => _random.Next(12) switch
    {
        0 => "null",
        1 => "true",
        2 => "false",
        3 => $"\"{s_texts[_random.Next(s_texts.Length)]}\"",
        4 => "[1, \"x\"]",
        5 => "{\"score\":1}",
        6 => "[]",
        _ => Number(),
    };

    private string Number() => _random.Next(14) switch
    {
        0 => "1e400",
        1 => "-0.0",
        2 => "12345678901234567890",
        3 => "1.7976931348623157e308",
        4 => "-1.5e308",
        5 => "5e-324",
        6 =>
            BitConverter.Int64BitsToDouble(_random.NextInt64()).ToString("R", CultureInfo.InvariantCulture) is var text
                && text.All(c => char.IsAsciiDigit(c) || c is '.' or 'E' or '-' or '+') ? text : "0.5",
        7 or 8 => _random.NextDouble().ToString("R", CultureInfo.InvariantCulture),
        9 => "0",
        10 => "1",
        11 => "9007199254740993",
        _ => (_random.Next(-300, 1000) / 100.0).ToString(CultureInfo.InvariantCulture),
    };
}

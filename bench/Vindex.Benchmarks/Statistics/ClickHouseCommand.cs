using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Vindex.Server.Feedback.Statistics.ClickHouse;
using Vindex.Statistics.Answers;
using Vindex.Statistics.ClickHouse;
using Vindex.Statistics.Questions;

namespace Vindex.Benchmarks.Statistics;

/// <summary>
/// <c>stats-clickhouse ADDRESS [--rows 1000000] [--repeats 7] [--keep] [--copy PID]</c>: copies made-up rows into ClickHouse, then asks the questions of
/// the comparison: the engine, hand-written SQL over typed columns that gives the same digits (exact sums, exact ranks), and the SQL that is usually
/// written (plain averages, sampled quantiles). Prints one JSON object. With <c>--keep</c>, the rows of an earlier run are used. With <c>--copy</c>, only
/// copying is measured, with the processor time of this process (which also makes up the rows) and of ClickHouse's.
/// </summary>
internal static class ClickHouseCommand
{
    private const string Database = "vindex_bench";
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
    private static readonly Dictionary<string, string> s_columns = new(StringComparer.Ordinal)
    {
        ["output.score"] = "score",
        ["latency_ms"] = "latency",
        ["cost"] = "cost",
        ["output.passed"] = "passed",
        ["output.label"] = "label",
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var address = new Uri(args[0]);
        var rows = int.Parse(Option(args, "--rows") ?? "1000000", CultureInfo.InvariantCulture);
        var repeats = int.Parse(Option(args, "--repeats") ?? "7", CultureInfo.InvariantCulture);
        using var handler = new SocketsHttpHandler();
        using var http = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromHours(1) };
        if (!args.Contains("--keep"))
            await RunAsync(http, $"DROP DATABASE IF EXISTS {Database}");
        var options = new ClickHouseOptions
        {
            Address = address,
            Database = Database,
            Wait = TimeSpan.FromHours(1),
            StatementTimeout = TimeSpan.FromMinutes(10),
            StatementMemory = 12L << 30,
        };
        using var client = new ClickHouseHttp(options);
        await using var engine = new ClickHouseEngine(new GeneratedFeedback(rows, days: 30, withText: false), client, options, TimeProvider.System);
        var result = new Dictionary<string, object> { ["version"] = (await RunAsync(http, "SELECT version()")).Trim(), ["rows"] = rows };
        using var server = Option(args, "--copy") is { } id ? Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture)) : null;
        var (own, others) = (Environment.CpuUsage.TotalTime, server?.TotalProcessorTime);
        var clock = Stopwatch.StartNew();
        await engine.WarmAsync(GeneratedFeedback.Project, CancellationToken.None);
        result["copied_rows_per_s"] = Math.Round(rows / clock.Elapsed.TotalSeconds);
        if (server is not null)
        {
            server.Refresh();
            result["processor_us_per_row"] = Math.Round((Environment.CpuUsage.TotalTime - own).TotalMicroseconds / rows, 2);
            result["clickhouse_processor_us_per_row"] = Math.Round((server.TotalProcessorTime - others!.Value).TotalMicroseconds / rows, 2);
            Console.WriteLine(JsonSerializer.Serialize(result, s_indented));
            return 0;
        }

        await CreateTypedAsync(http);
        result["bytes_per_row"] = (await RunAsync(
            http, $"SELECT round(sum(bytes_on_disk) / {rows}, 1) FROM system.parts WHERE database = '{Database}' AND table = 'vindex_rows' AND active")).Trim();
        var cases = new Dictionary<string, object>();
        foreach (var question in StatsQuestion.All)
            cases[question.Name] = await MeasureAsync(http, engine, question, repeats);
        result["cases"] = cases;
        Console.WriteLine(JsonSerializer.Serialize(result, s_indented));
        return 0;
    }

    private static async Task CreateTypedAsync(HttpClient http)
    {
        await RunAsync(http, $"DROP TABLE IF EXISTS {Database}.typed");
        await RunAsync(
            http,
            $"""
            CREATE TABLE {Database}.typed (project LowCardinality(String), created_at DateTime64(3, 'UTC'), trigger_ref LowCardinality(String),
                score Nullable(Float64), latency Nullable(Float64), cost Nullable(Float64), passed Nullable(UInt8), label LowCardinality(String))
            ENGINE = MergeTree ORDER BY (project, created_at)
            """);
        await RunAsync(
            http,
            $"""
            INSERT INTO {Database}.typed SELECT 'bench', fromUnixTimestamp64Milli(created_at, 'UTC'), assumeNotNull(trigger_ref),
                `n:output:score`, `n:latency_ms`, `n:cost`, `b:output:passed`, assumeNotNull(`t:output:label`) FROM {Database}.vindex_rows
            """);
        await RunAsync(http, $"OPTIMIZE TABLE {Database}.typed FINAL");
        await RunAsync(http, $"OPTIMIZE TABLE {Database}.vindex_rows FINAL");
    }

    private static async Task<object> MeasureAsync(HttpClient http, ClickHouseEngine engine, StatsQuestion question, int repeats)
    {
        var (own, exact, usual) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = -1; i < repeats; i++)
        {
            var clock = Stopwatch.StartNew();
            var plan = ((PlannedQuestion.Accepted)StatsPlanner.Plan(StatisticsCommand.Request(question, i + 6), GeneratedFeedback.Start)).Plan;
            var answer = ((StatsResult.Answered)await engine.AnswerAsync(
                plan, [GeneratedFeedback.Project], static _ => ValueTask.CompletedTask, CancellationToken.None)).Answer;
            var first = clock.Elapsed.TotalMilliseconds;
            var window = await AskAsync(http, question, i + 6, isExact: true);
            var second = clock.Elapsed.TotalMilliseconds;
            await AskAsync(http, question, i + 6, isExact: false);
            var third = clock.Elapsed.TotalMilliseconds;
            if (i < 0)
            {
                Check(question, answer, window);
                continue;
            }
            own.Add(first);
            exact.Add(second - first);
            usual.Add(third - second);
        }
        var (engineMs, exactMs, usualMs) = (Median(own), Median(exact), Median(usual));
        return new
        {
            engine_ms = engineMs,
            exact_sql_ms = exactMs,
            usual_sql_ms = usualMs,
            times_exact = Math.Round(engineMs / exactMs, 2),
            times_usual = Math.Round(engineMs / usualMs, 2)
        };
    }

    // One statement for the buckets and one for the window, as the program of the comparison has it.
    private static async Task<string> AskAsync(HttpClient http, StatsQuestion question, int run, bool isExact)
    {
        var columns = question.Paths.Select(path => s_columns[path]).ToList();
        var group = question.GroupBy is { } path ? s_columns[path] : null;
        var from = StatsQuestion.Origin.AddDays(question.From);
        var to = StatsQuestion.Origin.AddSeconds(Math.Round(question.To * 86400) - run);
        var where = $"FROM {Database}.typed WHERE project = 'bench' AND created_at >= '{from:yyyy-MM-dd HH:mm:ss}' AND created_at < '{to:yyyy-MM-dd HH:mm:ss}'"
            + (question.Trigger is { } trigger ? $" AND trigger_ref = '{trigger}'" : "");
        var bucket = $"toStartOfInterval(created_at, INTERVAL {question.Seconds} SECOND, 'UTC')";
        await RunAsync(http, Statement(columns, $"{bucket} AS bucket{(group is null ? "" : $", {group} AS g")}", $"bucket{(group is null ? "" : ", g")}", where, isExact));
        if (group is not null)
            await RunAsync(http, Statement(columns, $"{group} AS g", "g", where, isExact));
        return await RunAsync(http, Statement(columns, null, null, where, isExact));
    }

    private static string Statement(List<string> columns, string? keys, string? keyNames, string where, bool isExact)
    {
        var group = keyNames is null ? "" : $"GROUP BY {keyNames}";
        if (!isExact)
        {
            var plain = columns.Select(x => $"avgOrNull({x}), minOrNull({x}), maxOrNull({x}), quantilesOrNull(0.5, 0.95, 0.99)({x})");
            return $"SELECT {string.Join(", ", plain.Append("count()").Prepend(keys).OfType<string>())} {where} {group} FORMAT JSONCompactEachRow";
        }
        var inner = columns.SelectMany(x => new[] { $"{x} AS {x}_v" }.Concat(Parts(x)));
        var cells = columns.Select(x => $"min({x}_v) AS {x}_min, max({x}_v) AS {x}_max, count({x}_v) AS {x}_n, arraySort(groupArray({x}_v)) AS {x}_s, "
            + string.Join(", ", Enumerable.Range(0, 5).Select(part => $"sum({x}_h{part}) AS {x}_t{part}")));
        var outer = columns.Select(x => $"{x}_min, {x}_max, {x}_n, " + string.Join(", ", Enumerable.Range(0, 5).Select(part => $"{x}_t{part}")) + ", "
            + string.Join(", ", new[] { "0.5", "0.95", "0.99" }.Select(q =>
                $"{x}_s[toInt64(floor({q} * ({x}_n - 1))) + 1], {x}_s[toInt64(floor({q} * ({x}_n - 1))) + 2]")));
        return $"SELECT {string.Join(", ", outer.Prepend("rows").Prepend(keyNames).OfType<string>())} FROM (SELECT "
            + string.Join(", ", cells.Prepend("count() AS rows").Prepend(keyNames).OfType<string>())
            + $" FROM (SELECT {string.Join(", ", inner.Prepend(keys).OfType<string>())} {where}) {group}) FORMAT JSONCompactEachRow";
    }

    // The parts of a value whose plain sums are exact, as docs/adr/0026 describes them.
    private static IEnumerable<string> Parts(string column)
    {
        var rest = column;
        for (var part = 0; part < 5; part++)
        {
            var shift = (1.5 * Math.ScaleB(1, 62 - (part * 26))).ToString("R", CultureInfo.InvariantCulture);
            yield return $"({rest} + {shift}) - {shift} AS {column}_h{part}";
            yield return $"{rest} - {column}_h{part} AS {column}_r{part}";
            rest = $"{column}_r{part}";
        }
    }

    // The window's median and average: two numbers that would show different digits.
    private static void Check(StatsQuestion question, StatsAnswer answer, string window)
    {
        using var row = JsonDocument.Parse(window);
        var values = row.RootElement.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0).ToArray();
        var count = values[3];
        var rank = Math.Floor(0.5 * (count - 1));
        var median = (values[9] * (rank + 1 - (0.5 * (count - 1)))) + (values[10] * ((0.5 * (count - 1)) - rank));
        var sum = new Vindex.Statistics.Sums.ExactSum();
        foreach (var part in values[4..9])
            sum.Add(part, 1);
        var given = answer.Series.Window[0].Values;
        // A boolean metric's question would have other columns, but is never the first.
        if (given[0] != sum.Round() / count || given[3] != median)
            throw new InvalidOperationException($"{question.Name}: {given[0]:R} and {given[3]:R}, by hand {sum.Round() / count:R} and {median:R}");
    }

    private static async Task<string> RunAsync(HttpClient http, string statement)
    {
        using var content = new MultipartFormDataContent { { new StringContent(statement), "\"query\"" } };
        var boundary = content.Headers.ContentType!.Parameters.Single(parameter => parameter.Name == "boundary");
        boundary.Value = boundary.Value!.Trim('"');
        using var response = await http.PostAsync(new Uri("/?max_memory_usage=12000000000", UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : throw new InvalidOperationException(text);
    }

    private static double Median(List<double> times)
    {
        times.Sort();
        return Math.Round(times[times.Count / 2], 1);
    }

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}

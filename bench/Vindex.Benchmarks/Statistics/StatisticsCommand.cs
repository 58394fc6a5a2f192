using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Vindex.Server.Feedback.Statistics;
using Vindex.Statistics;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Questions;

namespace Vindex.Benchmarks.Statistics;

/// <summary>
/// <c>stats [--rows 1000000] [--repeats 15] [--folder DIR] [--without-text] [--only TEXT]</c>: the questions of the comparison with ClickHouse, in
/// process, over made-up rows; with <c>--only</c>, those whose name contains the text.
/// Each repetition asks with another end, so that no answer could come from a cache. Prints one JSON object.
/// </summary>
internal static class StatisticsCommand
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        var rows = int.Parse(Option(args, "--rows") ?? "1000000");
        var repeats = int.Parse(Option(args, "--repeats") ?? "15");
        var folder = Option(args, "--folder");
        var log = new GeneratedFeedback(rows, days: 30, withText: !args.Contains("--without-text"));
        await using var engine = new StatisticsEngine(
            log, new StatisticsOptions { Folder = folder, MemoryBudget = 4L << 30 }, NullLogger<StatisticsEngine>.Instance, TimeProvider.System);
        var result = new Dictionary<string, object> { ["engine"] = "Vindex.Statistics", ["rows"] = rows };
        var before = Environment.CpuUsage.TotalTime;
        var generated = 0;
        await foreach (var batch in log.ChangesAfterAsync(GeneratedFeedback.Project, 0, CancellationToken.None))
            generated += batch.Length;
        result["generated"] = generated;
        result["generating_cpu_ms"] = Math.Round((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await AskAsync(engine, Request(StatsQuestion.All[0], 0));
        result["first_answer_cpu_ms"] = Math.Round((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        result["first_answer_ms"] = Math.Round(clock.Elapsed.TotalMilliseconds);
        await engine.WhenIdleAsync();
        result["settled_ms"] = Math.Round(clock.Elapsed.TotalMilliseconds);
        result["bytes_a_row"] = Math.Round((double)engine.MemoryBytes / rows, 1);
        GC.Collect();
        result["heap_bytes_a_row"] = Math.Round((double)GC.GetTotalMemory(forceFullCollection: true) / rows, 1);
        var cases = new Dictionary<string, object>();
        var only = Option(args, "--only") ?? "";
        foreach (var question in StatsQuestion.All.Where(question => question.Name.Contains(only, StringComparison.Ordinal)))
            cases[question.Name] = await MeasureAsync(engine, question, repeats);
        result["cases"] = cases;
        Console.WriteLine(JsonSerializer.Serialize(result, s_indented));
        return 0;
    }

    private static async Task<object> MeasureAsync(
        StatisticsEngine engine, StatsQuestion question, int repeats)
    {
        var answering = new List<double>();
        var writing = new List<double>();
        var cpu = new List<double>();
        var bytes = 0L;
        for (var i = -5; i < repeats; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            var answer = await AskAsync(engine, Request(question, i + 6));
            var answered = clock.Elapsed.TotalMilliseconds;
            var spent = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            bytes = Write(answer);
            if (i < 0)
                continue;
            answering.Add(answered);
            cpu.Add(spent);
            writing.Add(clock.Elapsed.TotalMilliseconds - answered);
        }
        answering.Sort();
        writing.Sort();
        cpu.Sort();
        return new
        {
            best_ms = Math.Round(answering[0], 2),
            median_ms = Math.Round(answering[repeats / 2], 2),
            cpu_ms = Math.Round(cpu[repeats / 2], 2),
            json_ms = Math.Round(writing[repeats / 2], 2),
            json_bytes = bytes,
        };
    }

    public static StatsRequest Request(StatsQuestion question, int run) => new()
    {
        ProjectId = GeneratedFeedback.Project,
        Start = GeneratedFeedback.Start.AddDays(question.From),
        End = GeneratedFeedback.Start.AddSeconds(Math.Round(question.To * 86400) - run),
        Granularity = question.Seconds,
        TriggerRef = question.Trigger,
        GroupBy = question.GroupBy is null ? null : [question.GroupBy],
        Metrics = [.. question.Paths.Select(path => new MetricRequest
        {
            JsonPath = path,
            ValueType = path == "output.passed" ? MetricKind.Boolean : MetricKind.Numeric,
            Aggregations = [Aggregation.Avg, Aggregation.Min, Aggregation.Max],
            Percentiles = [50, 95, 99],
        })],
    };

    private static async Task<StatsAnswer> AskAsync(StatisticsEngine engine, StatsRequest request)
    {
        var plan = ((PlannedQuestion.Accepted)StatsPlanner.Plan(request, GeneratedFeedback.Start)).Plan;
        return ((StatsResult.Answered)await engine.AnswerAsync(plan, CancellationToken.None)).Answer;
    }

    private static long Write(StatsAnswer answer)
    {
        using var writer = new Utf8JsonWriter(Stream.Null);
        StatsJson.Write(writer, answer);
        writer.Flush();
        return writer.BytesCommitted;
    }

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}

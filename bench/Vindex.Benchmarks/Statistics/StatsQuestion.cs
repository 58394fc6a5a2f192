using System.Text.Json;

namespace Vindex.Benchmarks.Statistics;

/// <summary>One question of the comparison with ClickHouse, over the rows of <c>generate_feedback.mjs</c>.</summary>
/// <param name="Name">As the other side's program calls it.</param>
/// <param name="Paths">What is measured.</param>
/// <param name="Seconds">Length of a bucket.</param>
/// <param name="From">Days after the first row.</param>
/// <param name="To">Days after the first row.</param>
/// <param name="Trigger">Only rows of this trigger.</param>
/// <param name="GroupBy">Divided by this path.</param>
internal sealed record StatsQuestion(string Name, string[] Paths, int Seconds, double From, double To, string? Trigger = null, string? GroupBy = null)
{
    public const string Project = "bench/stories";
    public static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<StatsQuestion> All { get; } =
    [
        new("score, 30 days by day", ["output.score"], 86400, 0, 30),
        new("score, 30 days by hour", ["output.score"], 3600, 0, 30),
        new("cost, 30 days by hour", ["cost"], 3600, 0, 30),
        new("score, latency and passed, 30 days by day", ["output.score", "latency_ms", "output.passed"], 86400, 0, 30),
        new("score of one monitor version, 30 days by day", ["output.score"], 86400, 0, 30, "weave:///bench/stories/object/monitor:v3"),
        new("score by label, 30 days by day", ["output.score"], 86400, 0, 30, GroupBy: "output.label"),
        new("score, 2 hours by 5 minutes", ["output.score"], 300, 10, 10 + (2.0 / 24)),
    ];

    /// <summary>The body of the request. Each run asks for another end, so that no answer can come from a cache.</summary>
    public string Body(int run)
    {
        var metrics = Paths.Select(path => new Dictionary<string, object>
        {
            ["json_path"] = path,
            ["value_type"] = path == "output.passed" ? "boolean" : "numeric",
            ["aggregations"] = new[] { "avg", "min", "max" },
            ["percentiles"] = new[] { 50, 95, 99 },
        });
        var body = new Dictionary<string, object>
        {
            ["project_id"] = Project,
            ["start"] = Origin.AddDays(From),
            ["end"] = Origin.AddSeconds(Math.Round(To * 86400) - run),
            ["granularity"] = Seconds,
            ["metrics"] = metrics,
        };
        if (Trigger is not null) body["trigger_ref"] = Trigger;
        if (GroupBy is not null) body["group_by"] = new[] { GroupBy };
        return JsonSerializer.Serialize(body);
    }
}

using System.Text;
using Vindex.Statistics.Columns;

namespace Vindex.Statistics.Tests.Support;

/// <summary>One project with an engine, and questions about it that start on 2026-01-01.</summary>
internal sealed class TestProject : IAsyncDisposable
{
    public const string Name = "entity/project";
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public TestProject(StatisticsOptions? options = null)
    {
        Options = options ?? new StatisticsOptions();
        Engine = Create();
    }

    public MemoryChangeLog Log { get; } = new();

    public ListLogger Logger { get; } = new();

    public ManualTime Time { get; } = new();

    public StatisticsOptions Options { get; }

    public StatisticsEngine Engine { get; private set; }

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static long Millisecond(double second) => Start.ToUnixTimeMilliseconds() + (long)(second * 1000);

    public static MetricRequest Metric(string path = "score", params Aggregation[] aggregations) => new() { JsonPath = path, Aggregations = aggregations };

    public static MetricRequest Texts(string path, int? categories = null) =>
        new() { JsonPath = path, ValueType = MetricKind.Categorical, Categories = categories };

    /// <summary>A question over the first <paramref name="seconds"/> seconds, with buckets of <paramref name="granularity"/> seconds.</summary>
    public static StatsRequest Question(int seconds, long granularity, params MetricRequest[] metrics) =>
        new() { ProjectId = Name, Start = Start, End = Start.AddSeconds(seconds), Granularity = granularity, Metrics = metrics };

    public static StatsPlan Plan(StatsRequest request) => StatsPlanner.Plan(request, Start).ShouldBeOfType<PlannedQuestion.Accepted>().Plan;

    public long Insert(double second, string payload, string type = "t", string? trigger = null) =>
        Log.Insert(Name, Millisecond(second), type, trigger, Encoding.UTF8.GetBytes(payload));

    /// <summary>Inserts a row per value, one second apart.</summary>
    public void InsertScores(params double[] scores)
    {
        foreach (var (second, score) in scores.Index())
            Insert(second, $"{{\"score\":{score:R}}}");
    }

    public async Task<StatsAnswer> AskAsync(StatsRequest request) =>
        (await Engine.AnswerAsync(Plan(request), Cancelled)).ShouldBeOfType<StatsResult.Answered>().Answer;

    /// <summary>The numbers of one metric over the window.</summary>
    public async Task<double[]> WindowAsync(StatsRequest request) => (await AskAsync(request)).Series.Window[0].Values;

    /// <summary>Number of rows, as the engine counts them.</summary>
    public async Task<long> CountAsync() => (await AskAsync(Question(1_000_000, 1_000_000, Metric()))).Series.WindowCount;

    /// <summary>Asks one question and waits for the maintenance that it triggers.</summary>
    public async Task SettleAsync()
    {
        await CountAsync();
        await Engine.WhenIdleAsync();
    }

    public async Task RestartAsync(Action? between = null)
    {
        await Engine.DisposeAsync();
        between?.Invoke();
        Engine = Create();
    }

    public async ValueTask DisposeAsync() => await Engine.DisposeAsync();

    public static StatisticsOptions Small(string? folder = null, int runRows = 10, int blockRows = 80) =>
        new() { Folder = folder, Limits = new Limits { RunRows = runRows, BlockRows = blockRows } };

    private StatisticsEngine Create() => new(Log, Options, Logger, Time);
}

using System.Text;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Tests.Oracle;

namespace Vindex.Statistics.Tests.Engine;

public sealed class EngineTests
{
    private const string Project = "entity/project";
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_that_was_acknowledged_is_counted_by_the_next_question()
    {
        var log = new MemoryChangeLog();
        await using var engine = TestEngine.Create(log, new StatisticsOptions { Limits = new Limits { RunRows = 50, BlockRows = 200 } });
        for (var i = 1; i <= 1000; i++)
        {
            Insert(log, i, "{\"score\":1}");
            if (i % 7 == 0)
                (await CountAsync(engine)).ShouldBe(i);
        }
    }

    [Theory]
    [InlineData(false, 1 << 30)]
    [InlineData(true, 1 << 30)]
    [InlineData(true, 20_000)]
    [InlineData(false, 20_000)]
    public async Task A_replacement_is_seen_as_a_whole_while_many_ask_and_write(bool withFiles, int budget)
    {
        using var folder = new TemporaryFolder();
        var log = new MemoryChangeLog();
        var rows = Enumerable.Range(0, 500).Select(i => Insert(log, i, "{\"score\":1}")).ToArray();
        await using var engine = TestEngine.Create(
            log,
            new StatisticsOptions { Folder = withFiles ? folder.Path : null, MemoryBudget = budget, Limits = new Limits { RunRows = 40, BlockRows = 150 } });
        using var done = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 2).Select(writer => Task.Run(() =>
        {
            var random = new Random(writer);
            for (var i = 0; i < 3000; i++)
            {
                var at = (random.Next(250) * 2) + writer;
                rows[at] = log.Replace(Project, rows[at], "t", null, Encoding.UTF8.GetBytes($"{{\"score\":{random.Next(3)}}}"));
            }
        })).ToArray();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var asked = 0;
            do
            {
                (await CountAsync(engine)).ShouldBe(500);
                asked++;
            }
            while (!done.IsCancellationRequested);
            return asked;
        })).ToArray();
        await Task.WhenAll(writers);
        await done.CancelAsync();
        (await Task.WhenAll(readers)).ShouldAllBe(asked => asked > 0);
        await engine.WhenIdleAsync();
        (await CountAsync(engine)).ShouldBe(500);
    }

    [Fact]
    public async Task A_text_path_with_more_values_than_a_block_keeps_is_answered_from_the_rows()
    {
        var log = new MemoryChangeLog();
        for (var i = 0; i < 6000; i++)
            Insert(log, i, $"{{\"text\":\"value {i / 2}\"}}");
        await using var engine = TestEngine.Create(log, new StatisticsOptions { Limits = new Limits { Texts = 100 } });
        var answer = await AskAsync(engine, Request() with
        {
            Metrics = [new MetricRequest { JsonPath = "text", ValueType = MetricKind.Categorical, Categories = 3 }],
            GroupBy = ["text"],
        });
        answer.Series.Window[0].Categories.ShouldBe([new("value 0", 2), new("value 1", 2), new("value 10", 2)]);
        answer.Groups!.Count.ShouldBe(51);
        answer.Groups[50].Series.WindowCount.ShouldBe(6000 - 100);
        log.RowsScanned.ShouldBe(6000);
    }

    [Fact]
    public async Task A_path_beyond_those_that_have_columns_is_answered_from_the_rows_and_the_others_are_not()
    {
        var log = new MemoryChangeLog();
        for (var i = 0; i < 1000; i++)
            Insert(log, i, $"{{\"p{i}\":{i},\"score\":{i}}}");
        await using var engine = TestEngine.Create(log, new StatisticsOptions());
        (await AskAsync(engine, Request("score"))).Series.Window[0].Values[2].ShouldBe(999);
        log.RowsScanned.ShouldBe(0);
        (await AskAsync(engine, Request("p998"))).Series.Window[0].Values[2].ShouldBe(998);
        log.RowsScanned.ShouldBe(1000);
    }

    [Fact]
    public async Task A_hundred_thousand_distinct_paths_stay_within_the_memory_limit()
    {
        var log = new MemoryChangeLog();
        for (var i = 0; i < 10_000; i++)
            Insert(log, i, "{" + string.Join(',', Enumerable.Range(0, 10).Select(k => $"\"p{(i * 10) + k}\":{{\"x\":{k}}}")) + ",\"score\":1}");
        await using var engine = TestEngine.Create(log, new StatisticsOptions());
        (await AskAsync(engine, Request("p99999.x"))).Series.Window[0].Values[0].ShouldBe(9);
        await engine.WhenIdleAsync();
        engine.MemoryBytes.ShouldBeLessThan(4 << 20);
    }

    [Fact]
    public async Task A_thousand_projects_in_a_small_budget_are_all_answered()
    {
        var log = new MemoryChangeLog();
        for (var project = 0; project < 1000; project++)
        {
            for (var i = 0; i < 20; i++)
                log.Insert($"entity/{project}", s_start.AddSeconds(i).ToUnixTimeMilliseconds(), "t", null, Encoding.UTF8.GetBytes($"{{\"score\":{project}}}"));
        }
        await using var engine = TestEngine.Create(log, new StatisticsOptions { MemoryBudget = 200_000 });
        for (var round = 0; round < 2; round++)
        {
            for (var project = 0; project < 1000; project++)
                (await AskAsync(engine, Request() with { ProjectId = $"entity/{project}" })).Series.Window[0].Values.ShouldBe([20 * project, 20]);
        }
        engine.MemoryBytes.ShouldBeLessThan(400_000);
    }

    [Fact]
    public async Task Several_projects_are_answered_together_as_if_they_were_one()
    {
        using var folder = new TemporaryFolder();
        var (apart, together) = (new MemoryChangeLog(), new MemoryChangeLog());
        var random = new Random(9);
        for (var i = 0; i < 900; i++)
        {
            var payload = Encoding.UTF8.GetBytes($"{{\"{(i % 3 == 0 ? "other" : "o")}\":{i},\"score\":{random.NextDouble():R},\"label\":\"{i % 4}\"}}");
            apart.Insert($"entity/{i % 3}", Time(i), "t", null, payload);
            Insert(together, i, Encoding.UTF8.GetString(payload));
        }
        var request = Request() with
        {
            GroupBy = ["label"],
            Metrics = [
                new MetricRequest { JsonPath = "score", Aggregations = [Aggregation.Sum, Aggregation.Avg], Percentiles = [50, 99] },
                new MetricRequest { JsonPath = "label", ValueType = MetricKind.Categorical, Categories = 5 }
            ],
        };
        var options = new StatisticsOptions { Folder = folder.Path, Limits = new Limits { RunRows = 50, BlockRows = 200 } };
        await using var one = TestEngine.Create(together, new StatisticsOptions());
        var expected = Flat.Of(await AskAsync(one, request));
        for (var restart = 0; restart < 3; restart++)
        {
            await using var several = TestEngine.Create(apart, options);
            var result = await several.AnswerAsync(Plan(request), ["entity/0", "entity/1", "entity/2", "entity/none"], Cancelled);
            Flat.Of(result.ShouldBeOfType<StatsResult.Answered>().Answer).ShouldBe(expected);
            await several.WhenIdleAsync();
            if (restart == 1)
                File.WriteAllBytes(folder.Files().First(file => file.EndsWith(".block", StringComparison.Ordinal)), [1, 2, 3]);
        }
    }

    [Fact]
    public async Task A_cancelled_question_stops_and_the_next_one_is_right()
    {
        var log = new MemoryChangeLog();
        for (var i = 0; i < 3000; i++)
            Insert(log, i, "{\"score\":1}");
        await using var engine = TestEngine.Create(log, new StatisticsOptions());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => engine.AnswerAsync(Plan(Request()), cancelled.Token));
        (await CountAsync(engine)).ShouldBe(3000);
    }

    [Fact]
    public async Task A_log_restored_to_an_earlier_state_is_read_from_its_start()
    {
        using var folder = new TemporaryFolder();
        var options = new StatisticsOptions { Folder = folder.Path, Limits = new Limits { RunRows = 50, BlockRows = 200 } };
        var log = new MemoryChangeLog { Incarnation = "first" };
        for (var i = 0; i < 500; i++)
            Insert(log, i, "{\"score\":1}");
        await using (var engine = TestEngine.Create(log, options))
        {
            (await CountAsync(engine)).ShouldBe(500);
            await engine.WhenIdleAsync();
        }
        var restored = new MemoryChangeLog { Incarnation = "second" };
        for (var i = 0; i < 600; i++)
            Insert(restored, i, i < 100 ? "{\"score\":1}" : "{}");
        await using (var engine = TestEngine.Create(restored, options))
            (await CountAsync(engine)).ShouldBe(100);
    }

    [Fact]
    public async Task Large_and_deep_payloads_are_read_like_any_other()
    {
        var log = new MemoryChangeLog();
        Insert(log, 1, $"{{\"deep\":{string.Concat(Enumerable.Repeat("[", 5000))}{string.Concat(Enumerable.Repeat("]", 5000))},\"score\":1}}");
        Insert(log, 2, $"{{\"long\":\"{new string('x', 1 << 20)}\",\"score\":2}}");
        Insert(log, 3, $"{{{string.Concat(Enumerable.Repeat("\"o\":{", 2000))}{new string('}', 2000)},\"score\":3}}");
        await using var engine = TestEngine.Create(log, new StatisticsOptions());
        (await AskAsync(engine, Request())).Series.Window[0].Values.ShouldBe([6, 3]);
        engine.MemoryBytes.ShouldBeLessThan(100_000);
        var lengths = await AskAsync(
            engine, Request() with { Metrics = [new MetricRequest { JsonPath = "long", ValueType = MetricKind.Categorical, Categories = 2 }] });
        lengths.Series.Window[0].Categories!.Select(category => category.Value.Length).ShouldBe([0, 1 << 20]);
    }

    private static long Time(int second) => s_start.AddSeconds(second).ToUnixTimeMilliseconds();

    private static long Insert(
        MemoryChangeLog log, int second, string payload) => log.Insert(Project, Time(second), "t", null, Encoding.UTF8.GetBytes(payload));

    private static StatsRequest Request(string? path = null) => new()
    {
        ProjectId = Project,
        Start = s_start,
        End = s_start.AddDays(1),
        Metrics = [new MetricRequest { JsonPath = path ?? "score", Aggregations = path is null ? [Aggregation.Sum, Aggregation.Count] : [] }],
    };

    private static StatsPlan Plan(StatsRequest request) => StatsPlanner.Plan(request, s_start).ShouldBeOfType<PlannedQuestion.Accepted>().Plan;

    private static async Task<StatsAnswer> AskAsync(StatisticsEngine engine, StatsRequest request) =>
        (await engine.AnswerAsync(Plan(request), Cancelled)).ShouldBeOfType<StatsResult.Answered>().Answer;

    private static async Task<double> CountAsync(StatisticsEngine engine) => (await AskAsync(engine, Request())).Series.Window[0].Values[1];
}

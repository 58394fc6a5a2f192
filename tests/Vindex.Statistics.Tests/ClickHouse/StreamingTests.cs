using System.Globalization;
using System.Text;
using Vindex.Server.Feedback.Statistics.ClickHouse;
using Vindex.Statistics.ClickHouse;
using Vindex.Statistics.ClickHouse.Connection;
using Vindex.Statistics.ClickHouse.Streaming;

namespace Vindex.Statistics.Tests.ClickHouse;

/// <summary>Every acknowledged row is counted once, whatever happens to the copy.</summary>
public sealed class StreamingTests(ChdbHttp chdb) : IDisposable
{
    private readonly MemoryChangeLog _log = new();
    private readonly List<ClickHouseHttp> _clients = [];

    [Fact]
    public async Task A_batch_that_was_written_without_its_position_is_written_again_and_counted_once()
    {
        var options = (await chdb.DatabaseAsync()) with { BatchRows = 10 };
        Insert(25);
        var batches = 0;
        await FailAsync(options, step => step == StreamStep.Position && ++batches == 2);

        await using var engine = Engine(options);
        (await CountAsync(engine)).ShouldBe(25);
        (await StoredAsync(options, "SELECT count() FROM vindex_rows")).ShouldBe(35, "ten rows were written twice");
    }

    [Fact]
    public async Task A_copy_that_ended_before_a_batch_goes_on_behind_its_last_position()
    {
        var options = (await chdb.DatabaseAsync()) with { BatchRows = 10 };
        Insert(25);
        var batches = 0;
        await FailAsync(options, step => step == StreamStep.Rows && ++batches == 2);
        _log.Remove(TestProject.Name, 3);

        await using var engine = Engine(options);
        (await CountAsync(engine)).ShouldBe(24);
        (await StoredAsync(options, "SELECT count() FROM vindex_rows")).ShouldBe(26, "25 rows and a tombstone");
    }

    [Fact]
    public async Task Removed_and_replaced_rows_are_not_counted_before_they_are_merged_either()
    {
        var options = (await chdb.DatabaseAsync()) with { BatchRows = 1 };
        Insert(6);
        await using var engine = Engine(options);
        (await SumAsync(engine)).ShouldBe(15);
        _log.Remove(TestProject.Name, 6);
        _log.Replace(TestProject.Name, 1, "t", null, "{\"score\":100}"u8.ToArray());

        (await SumAsync(engine)).ShouldBe(110);
        (await CountAsync(engine)).ShouldBe(5);
    }

    [Fact]
    public async Task A_log_with_other_numbers_is_copied_from_its_start()
    {
        var options = await chdb.DatabaseAsync();
        Insert(7);
        await using var engine = Engine(options);
        (await CountAsync(engine)).ShouldBe(7);

        _log.Incarnation = "restored";
        (await CountAsync(engine)).ShouldBe(7);
        (await StoredAsync(options, "SELECT count() FROM (SELECT DISTINCT stream FROM vindex_streams)")).ShouldBe(2);
    }

    [Fact]
    public async Task A_copy_that_missed_removals_that_the_log_has_forgotten_starts_over()
    {
        var options = await chdb.DatabaseAsync();
        Insert(7);
        await using (var engine = Engine(options))
            (await CountAsync(engine)).ShouldBe(7);
        Insert(3);
        _log.CompleteSince = 9;

        await using var later = Engine(options);
        (await CountAsync(later)).ShouldBe(10);
        (await StoredAsync(options, "SELECT count() FROM (SELECT DISTINCT stream FROM vindex_streams)")).ShouldBe(2);
    }

    [Fact]
    public async Task Two_servers_that_copy_the_same_project_count_the_same()
    {
        var options = (await chdb.DatabaseAsync()) with { BatchRows = 3 };
        await using var first = Engine(options);
        await using var second = Engine(options);
        for (var round = 1; round <= 4; round++)
        {
            Insert(10);
            // A path that only the one that copies it has seen.
            _log.Insert(TestProject.Name, TestProject.Millisecond(1), "t", null, Encoding.UTF8.GetBytes($"{{\"k{round}\":1}}"));
            var counts = await Task.WhenAll(CountAsync(first), CountAsync(second));
            counts.ShouldAllBe(count => count == 11 * round);
            (await SumAsync(round % 2 == 0 ? first : second, $"k{round}")).ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_question_whose_rows_do_not_arrive_in_time_is_unavailable_and_the_copy_goes_on()
    {
        using var hold = new ManualResetEventSlim();
        var options = (await chdb.DatabaseAsync()) with { Wait = TimeSpan.Zero, Failpoint = _ => hold.Wait() };
        Insert(5);
        await using var engine = Engine(options);

        var late = await Should.ThrowAsync<StatisticsUnavailableException>(CountAsync(engine));
        late.Message.ShouldContain("did not arrive in time");
        hold.Set();
        await using var patient = Engine(options with { Wait = TimeSpan.FromMinutes(1), Failpoint = null });
        (await CountAsync(patient)).ShouldBe(5);
    }

    [Fact]
    public async Task A_removed_project_leaves_nothing_and_can_be_copied_again()
    {
        var options = await chdb.DatabaseAsync();
        Insert(5);
        await using var engine = Engine(options);
        (await CountAsync(engine)).ShouldBe(5);
        (await ((IStatisticsEngine)engine).StoredProjectsAsync(TestProject.Cancelled)).ShouldBe([TestProject.Name]);

        await engine.RemoveAsync(TestProject.Name, TestProject.Cancelled);
        (await StoredAsync(options, "SELECT count() FROM vindex_rows")).ShouldBe(0);
        (await ((IStatisticsEngine)engine).StoredProjectsAsync(TestProject.Cancelled)).ShouldBeEmpty();
        (await CountAsync(engine)).ShouldBe(5);
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private static Task<long> CountAsync(ClickHouseEngine engine) =>
        AskAsync(engine, TestProject.Metric(), answer => answer.Series.WindowCount);

    private static Task<double> SumAsync(ClickHouseEngine engine, string path = "score") =>
        AskAsync(engine, TestProject.Metric(path, Aggregation.Sum), answer => answer.Series.Window[0].Values[0]);

    private static async Task<T> AskAsync<T>(ClickHouseEngine engine, MetricRequest metric, Func<StatsAnswer, T> read)
    {
        var plan = TestProject.Plan(TestProject.Question(1000, 1000, metric));
        var result = await engine.AnswerAsync(plan, [TestProject.Name], static _ => ValueTask.CompletedTask, TestProject.Cancelled);
        return read(result.ShouldBeOfType<StatsResult.Answered>().Answer);
    }

    private static async Task<long> StoredAsync(ClickHouseOptions options, string query)
    {
        using var client = new ClickHouseHttp(options);
        return (await client.RowsAsync(new ClickHouseStatement { Text = query }, TestProject.Cancelled))[0][0].GetInt64();
    }

    private ClickHouseEngine Engine(ClickHouseOptions options)
    {
        var client = new ClickHouseHttp(options);
        _clients.Add(client);
        return new ClickHouseEngine(_log, client, options, TimeProvider.System);
    }

    private async Task FailAsync(ClickHouseOptions options, Func<StreamStep, bool> when)
    {
        await using var engine = Engine(options with { Failpoint = step => _ = when(step) ? throw new IOException("The process ended.") : step });
        await Should.ThrowAsync<IOException>(CountAsync(engine));
    }

    private void Insert(int rows)
    {
        for (var row = 0; row < rows; row++)
            _log.Insert(TestProject.Name, TestProject.Millisecond(row), "t", null, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"score\":{row}}}")));
    }
}

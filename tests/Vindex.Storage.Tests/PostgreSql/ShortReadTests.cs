using Vindex.Storage.PostgreSql;
using Vindex.Storage.Sql;
using Vindex.Storage.Tests.Conformance;
using Vindex.Storage.Tests.Sqlite;

namespace Vindex.Storage.Tests.PostgreSql;

/// <summary>Short reads, which are sent together.</summary>
public sealed class ShortReadTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private string _name = "";
    private PostgreSqlStore? _store;
    private ISqlDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        _name = await SharedCluster.Databases.NewEmptyAsync();
        var options = new PostgreSqlStoreOptions
        {
            Connection = (await SharedCluster.Databases.Cluster).Connection(_name),
            DataFolder = _folder.Path,
            ScoreFeedback = Some.ScoreFeedback,
        };
        _store = await PostgreSqlStore.OpenAsync(options, Stop);
        _database = _store;
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Each_gets_its_own_rows_and_one_that_fails_leaves_its_neighbors_alone()
    {
        var reads = Enumerable.Range(0, 200)
            .Select(i => i % 50 == 7 ? AskAsync($"SELECT {i} / 0") : AskAsync($"SELECT {i} + n FROM generate_series(1, {i % 3}) AS n"))
            .ToList();
        await Task.WhenAll(reads).ContinueWith(_ => { }, Stop, TaskContinuationOptions.None, TaskScheduler.Default);

        for (var i = 0; i < reads.Count; i++)
        {
            if (i % 50 == 7) reads[i].Exception!.InnerException.ShouldBeOfType<StoreUnavailableException>();
            else (await reads[i]).ShouldBe(Enumerable.Range(1, i % 3).Select(n => (long)i + n));
        }
    }

    [Fact]
    public async Task A_read_sees_what_was_committed_before_it()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async reader =>
        {
            var name = $"reader-{reader}";
            for (var i = 1; i <= 20; i++)
            {
                await _database.WriteShortForAsync(
                    name, async write => await write.ExecuteAsync($"INSERT INTO limit_uses (limited, units, ends_at) VALUES ({name}, 1, 0)"), Stop);
                (await AskAsync($"SELECT COUNT(*) FROM limit_uses WHERE limited = {name}")).ShouldBe([i]);
            }
        }));
    }

    [Fact]
    public async Task A_lost_connection_is_reported_and_the_next_read_works()
    {
        (await AskAsync($"SELECT 1")).ShouldBe([1]);
        await (await SharedCluster.Databases.Cluster).ExecuteAsync(
            _name, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        while (true)
        {
            try
            {
                (await AskAsync($"SELECT 2")).ShouldBe([2]);
                return;
            }
            catch (StoreUnavailableException)
            {
                // The pool has another connection that was ended.
            }
        }
    }

    [Fact]
    public async Task A_canceled_read_ends()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => _database.ReadShortAsync($"SELECT 1", row => row.GetInt64(0), stop.Token));
    }

    private Task<List<long>> AskAsync(SqlStatement sql) => _database.ReadShortAsync(sql, row => SqlReading.AsNumber(row.GetValue(0))!.Value, Stop);
}

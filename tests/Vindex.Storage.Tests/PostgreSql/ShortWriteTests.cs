using System.Collections.Concurrent;
using Npgsql;
using Vindex.Storage.Installations;
using Vindex.Storage.Jobs;
using Vindex.Storage.PostgreSql;
using Vindex.Storage.Sql;
using Vindex.Storage.Tests.Conformance;
using Vindex.Storage.Tests.Sqlite;

namespace Vindex.Storage.Tests.PostgreSql;

/// <summary>Short writes of several owners, which share transactions and messages, on several nodes.</summary>
public sealed class ShortWriteTests : IAsyncLifetime
{
    private const int Count = 3;

    private readonly List<TemporaryFolder> _folders = [.. Enumerable.Range(0, Count).Select(_ => new TemporaryFolder())];
    private readonly List<PostgreSqlStore> _nodes = [];
    private ISqlDatabase[] _databases = [];
    private string? _connection;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        var database = await SharedCluster.Databases.NewEmptyAsync();
        _connection = (await SharedCluster.Databases.Cluster).Connection(database) + ";Maximum Pool Size=12";
        foreach (var folder in _folders)
        {
            _nodes.Add(await PostgreSqlStore.OpenAsync(
                new() { Connection = _connection, DataFolder = folder.Path, ScoreFeedback = Some.ScoreFeedback }, Stop));
        }

        _databases = [.. _nodes];
        for (var i = 0; i < Count; i++) await _nodes[i].Nodes.JoinAsync(Some.Node($"n{i}", $"home-{i}"), Some.Noon, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        foreach (var folder in _folders) folder.Dispose();
    }

    [Fact]
    public async Task A_write_that_fails_or_undoes_itself_leaves_its_neighbors_alone()
    {
        var writes = Enumerable.Range(0, 40).Select(i => _databases[0].WriteShortForAsync(
            $"owner-{i}",
            async write =>
            {
                var no = await AddAsync(write, $"owner-{i}");
                if (i % 10 == 3) await write.ExecuteAsync($"INSERT INTO limit_uses (no, limited, units, ends_at) VALUES ({no}, 'twice', 1, 0)");
                if (i % 10 == 5) throw new InvalidTimeZoneException();
                if (i % 10 == 7) write.Undo();
                return i;
            },
            Stop)).ToList();
        await Task.WhenAll(writes).ContinueWith(_ => { }, Stop, TaskContinuationOptions.None, TaskScheduler.Default);

        writes.Where((_, i) => i % 10 == 3).ShouldAllBe(write => write.Exception!.InnerException is StoreUnavailableException);
        writes.Where((_, i) => i % 10 == 5).ShouldAllBe(write => write.Exception!.InnerException is InvalidTimeZoneException);
        writes.Where((_, i) => i % 10 is not (3 or 5)).ShouldAllBe(write => write.IsCompletedSuccessfully);
        (await OwnersAsync()).ShouldBe(Enumerable.Range(0, 40).Where(i => i % 10 is not (3 or 5 or 7)).Select(i => $"owner-{i}"), ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_left_for_after_the_commit_is_done_once_and_only_for_what_was_kept()
    {
        var done = new ConcurrentQueue<int>();
        var writes = Enumerable.Range(0, 40).Select(i => i % 4 == 0
            ? _databases[0].WriteForAsync($"owner-{i}", write => WriteAsync(write, i), Stop)
            : _databases[0].WriteShortForAsync($"owner-{i}", write => WriteAsync(write, i), Stop)).ToList();
        await Task.WhenAll(writes).ContinueWith(_ => { }, Stop, TaskContinuationOptions.None, TaskScheduler.Default);
        writes.Count(write => write.IsFaulted).ShouldBe(4);
        done.Order().ShouldBe(Enumerable.Range(0, 40).Where(i => i % 10 is not (3 or 7)));

        async Task<int> WriteAsync(SqlWrite write, int i)
        {
            write.AfterCommit(() => done.Enqueue(i));
            await AddAsync(write, $"owner-{i}");
            if (i % 10 == 3) throw new InvalidTimeZoneException();
            if (i % 10 == 7) write.Undo();
            return i;
        }
    }

    [Fact]
    public async Task Writes_of_one_owner_see_each_other_and_those_of_others_run_beside_them()
    {
        var writing = Enumerable.Range(0, 90).Select(i => _databases[i % Count].WriteShortForAsync(
            $"owner-{i % 3}",
            async write =>
            {
                var owner = $"owner-{i % 3}";
                var before = await write.NumberAsync($"SELECT COUNT(*) FROM limit_uses WHERE limited = {owner}");
                var (first, second) = (AddAsync(write, owner).AsTask(), AddAsync(write, owner).AsTask());
                await first;
                await second;
                return (owner, before!.Value);
            },
            Stop));
        var seen = await Task.WhenAll(writing);
        foreach (var owner in seen.GroupBy(one => one.owner, one => one.Value))
            owner.Order().ShouldBe(Enumerable.Range(0, 30).Select(i => 2L * i), "each sees all that were before it, and nothing of one that has not ended");
    }

    [Fact]
    public async Task An_owner_with_a_long_write_does_not_hold_up_others()
    {
        var (hasBegun, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        var lasting = _databases[0].WriteForAsync(
            "busy",
            async write =>
            {
                await AddAsync(write, "busy");
                hasBegun.TrySetResult();
                await mayEnd.Task;
                return 0;
            },
            Stop);
        await hasBegun.Task;

        // On the same node and on others; with those of the busy owner in between, which have to wait.
        var waiting = Enumerable.Range(0, Count).Select(i => _databases[i].WriteShortForAsync("busy", write => AddAsync(write, "busy").AsTask(), Stop)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => _databases[i % Count].WriteShortForAsync($"o-{i}", write => AddAsync(write, $"o-{i}").AsTask(), Stop)));
        waiting.ShouldAllBe(write => !write.IsCompleted);
        lasting.IsCompleted.ShouldBeFalse();
        mayEnd.SetResult();
        await Task.WhenAll([lasting, .. waiting]);
        (await OwnersAsync()).Count(owner => owner == "busy").ShouldBe(1 + Count);
    }

    [Fact]
    public async Task Jobs_that_are_queued_leased_and_ended_by_all_nodes_at_once_end_once_and_without_deadlocks()
    {
        var installations = new List<Installation>();
        foreach (var name in (string[])["acme", "beta", "gamma", "delta"]) installations.Add(await HasInstallationAsync(name));
        const int tickets = 12;
        var ended = new ConcurrentBag<(string JobId, LeaseEnd End)>();
        var queued = new ConcurrentBag<string>();
        var replaced = new ConcurrentBag<string>();
        using var all = new CancellationTokenSource();

        var queueing = Task.WhenAll(Enumerable.Range(0, 160).Select(async i =>
        {
            // Half of them ask for a ticket again that may wait, run or have ended.
            var job = Some.Job(installations[i % 4], $"T-{i % tickets}");
            queued.Add(job.Id);
            if ((await _nodes[i % Count].Jobs.EnqueueAsync(job, Stop)).Superseded is { } superseded) replaced.Add(superseded);
        }));
        var working = _nodes.Select(async node =>
        {
            while (!all.IsCancellationRequested)
            {
                var lease = await node.Jobs.LeaseAsync(5, Some.Noon, Some.Noon.AddHours(1), Stop);
                var renewing = node.Jobs.RenewAsync([.. lease.Jobs.Select(leased => (leased.Job.Id, leased.Job.Taken))], Some.Noon.AddHours(2), Stop);
                await Task.WhenAll(lease.Jobs.Select(async leased => ended.Add((leased.Job.Id, await EndAsync(node, leased)))));
                await renewing;
                if (queueing.IsCompleted && (await node.Jobs.StateAsync(Some.Noon, Stop)).Waiting == 0 && ended.Count + replaced.Count == queued.Count)
                    await all.CancelAsync();
            }
        });
        await Task.WhenAll([queueing, .. working]);

        ended.ShouldAllBe(one => one.End == LeaseEnd.Stored);
        ended.Select(one => one.JobId).Concat(replaced).ShouldBe(queued, ignoreOrder: true);
        (await _nodes[0].CheckAsync(Stop)).ShouldBeEmpty();
        await using var source = NpgsqlDataSource.Create(_connection!);
        await using var asking = source.CreateCommand("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
        (await asking.ExecuteScalarAsync(Stop)).ShouldBe(0L);
    }

    private static ValueTask<long?> AddAsync(SqlWrite write, string owner) =>
        write.NumberAsync($"INSERT INTO limit_uses (limited, units, ends_at) VALUES ({owner}, 1, 0) RETURNING no");

    private static async Task<LeaseEnd> EndAsync(PostgreSqlStore node, LeasedJob leased)
    {
        var score = Some.Score(leased.Job.CompanyId, leased.Job.CustomerId).OfTicket(leased.Job.TicketId) with { JobId = leased.Job.Id };
        return await node.Jobs.CompleteAsync(leased.Job.Id, leased.Job.Taken, score, Some.Delivery(leased.Job.CustomerId), Some.Noon, Stop);
    }

    private async Task<IReadOnlyList<string>> OwnersAsync() =>
        await _databases[0].ReadAsync(connection => connection.ListAsync($"SELECT limited FROM limit_uses", row => row.GetString(0)), Stop);

    private async Task<Installation> HasInstallationAsync(string name)
    {
        var company = Some.Company(name);
        (await _nodes[0].Companies.AddAsync(company, Some.DefaultCustomer(company), Some.Audit(), Stop)).ShouldBeTrue();
        var installation = Some.Installation(company.Id, company.DefaultCustomerId, name);
        (await _nodes[0].Installations.AddAsync(installation, null, Some.Audit(company.Id), Stop)).ShouldBe(InstallationAdded.Added);
        return installation;
    }
}

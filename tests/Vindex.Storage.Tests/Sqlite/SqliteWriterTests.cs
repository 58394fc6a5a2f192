using System.Collections.Concurrent;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql;
using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Sqlite;

/// <summary>Writes that share a commit share nothing else.</summary>
public sealed class SqliteWriterTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Company _acme = Some.Company("acme");
    private SqliteStore _store = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ISqlDatabase Database => _store;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStore.OpenAsync(new() { DataFolder = _folder.Path, ScoreFeedback = Some.ScoreFeedback, WriteQueue = 64 }, Stop);
        await _store.Companies.AddAsync(_acme, Some.DefaultCustomer(_acme), Some.Audit(), Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_write_that_fails_or_undoes_itself_leaves_its_neighbours_alone()
    {
        var taken = await AddAsync(Some.Score(_acme.Id, _acme.DefaultCustomerId));
        using var gate = new ManualResetEventSlim();
        var first = await HoldWriterAsync(gate);
        // All of these wait for the writer and then share one commit; every tenth breaks a unique index after it has counted, every tenth undoes itself.
        var writes = Enumerable.Range(0, 50).Select(i => (i % 10) switch
        {
            3 => Outcome(AddAsync(Some.Score(_acme.Id, _acme.DefaultCustomerId, 0, 60, taken.Item.Id))),
            7 => Outcome(UndoAsync()),
            _ => Outcome(AddAsync(Some.Score(_acme.Id, _acme.DefaultCustomerId))),
        }).ToList();
        gate.Set();
        await first;

        var outcomes = await Task.WhenAll(writes);
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i].ShouldBe(i % 10 == 3 ? nameof(StoreUnavailableException) : "done");
        }

        var access = new ScoreAccess(_acme.Id, null);
        (await _store.Scores.TotalsAsync(access, null, Stop)).ShouldBe(new ScoreTotals(41, 41 * 60));
        (await _store.Companies.FindAsync(_acme.Id, Stop))!.Name.ShouldBe(_acme.Name);
        (await _store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_left_for_after_the_commit_is_done_once_and_only_for_what_was_kept()
    {
        var done = new ConcurrentQueue<int>();
        using var gate = new ManualResetEventSlim();
        var first = await HoldWriterAsync(gate);
        var writes = Enumerable.Range(0, 20).Select(i => Outcome(Database.WriteAsync(
            write =>
            {
                var action = () => done.Enqueue(i);
                write.AfterCommit(action);
                write.AfterCommit(action);
                if (i % 10 == 3) throw new InvalidTimeZoneException();
                if (i % 10 == 7) write.Undo();
                return Task.FromResult(i);
            },
            Stop))).ToList();
        done.ShouldBeEmpty();
        gate.Set();
        await first;
        await Task.WhenAll(writes);
        done.ShouldBe(Enumerable.Range(0, 20).Where(i => i % 10 is not (3 or 7)));
    }

    [Fact]
    public async Task A_short_write_waits_for_one_write_of_many_rows_at_most()
    {
        var order = new List<string>();
        using var gate = new ManualResetEventSlim();
        var first = await HoldWriterAsync(gate);
        var many = Enumerable.Range(1, 5).Select(i => Database.WriteManyAsync(_ => Noted($"many {i}"), Stop)).ToList();
        var single = Database.WriteAsync(_ => Noted("single"), Stop);
        gate.Set();
        await first;
        await Task.WhenAll([.. many, single]);

        order.ShouldBe(["many 1", "single", "many 2", "many 3", "many 4", "many 5"]);

        Task<int> Noted(string name)
        {
            order.Add(name);
            return Task.FromResult(0);
        }
    }

    [Fact]
    public async Task A_commit_that_fails_fails_all_that_it_held_and_nothing_after()
    {
        using var gate = new ManualResetEventSlim();
        var first = await HoldWriterAsync(gate);
        var good = Outcome(AddAsync(Some.Score(_acme.Id, _acme.DefaultCustomerId)));
        // The reference is looked at by COMMIT only.
        var bad = Outcome(Database.WriteAsync(
            async write =>
            {
                await write.ExecuteAsync($"PRAGMA defer_foreign_keys = ON");
                return await write.ExecuteAsync(
                    $"INSERT INTO score_details SELECT 99, 'c', 'j', NULL, 0, 's', 'p', 'p', 'm', 0, 0, 0, NULL, NULL, {"{}"}, NULL, NULL");
            },
            Stop));
        gate.Set();
        await first;

        (await good).ShouldBe(nameof(StoreUnavailableException));
        (await bad).ShouldBe(nameof(StoreUnavailableException));
        (await _store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).ShouldBe(default);

        await AddAsync(Some.Score(_acme.Id, _acme.DefaultCustomerId));
        (await _store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBe(1);
        (await _store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Closing_commits_what_waits_and_takes_no_more()
    {
        using var gate = new ManualResetEventSlim();
        var first = await HoldWriterAsync(gate);
        var waiting = Enumerable.Range(0, 60).Select(_ => AddAsync(Some.Score(_acme.Id, _acme.DefaultCustomerId))).ToList();
        var closing = _store.DisposeAsync();
        gate.Set();
        await closing;
        await first;
        await Task.WhenAll(waiting);
        await _store.DisposeAsync();

        await Should.ThrowAsync<StoreUnavailableException>(() => AddAsync(Some.Score(_acme.Id, _acme.DefaultCustomerId)));
        await Should.ThrowAsync<StoreUnavailableException>(() => _store.PingAsync(Stop));
        _store = await SqliteStore.OpenAsync(new() { DataFolder = _folder.Path, ScoreFeedback = Some.ScoreFeedback }, Stop);
        (await _store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBe(60);
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_a_waiting_write_can_be_cancelled()
    {
        using var gate = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var first = await HoldWriterAsync(gate);
        var waiting = Enumerable.Range(0, 64).Select(_ => AddAsync(Some.Score(_acme.Id, _acme.DefaultCustomerId))).ToList();
        var beyond = _store.Scores.AddAsync(Some.Score(_acme.Id, _acme.DefaultCustomerId), null, cancel.Token);
        beyond.IsCompleted.ShouldBeFalse();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => beyond);
        gate.Set();
        await first;
        await Task.WhenAll(waiting);
        (await _store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBe(64);
    }

    [Fact]
    public async Task A_writer_that_is_broken_beyond_repair_fails_its_callers_and_keeps_none_waiting()
    {
        var close = await Database.WriteAsync(write => Task.FromResult<Action>(write.Connection.Close), Stop);
        close();

        (await Outcome(AddAsync(Some.Score(_acme.Id, _acme.DefaultCustomerId)))).ShouldNotBe("done");
        await Should.ThrowAsync<StoreUnavailableException>(() => AddAsync(Some.Score(_acme.Id, _acme.DefaultCustomerId)));
    }

    [Fact]
    public async Task The_audit_log_refuses_change_and_deletion()
    {
        string[] changes =
        [
            "UPDATE audit SET actor = 'nobody'",
            "DELETE FROM audit",
            "INSERT OR REPLACE INTO audit (no, id, at, actor, action) SELECT no, id, 0, 'x', 'y' FROM audit",
        ];
        foreach (var sql in changes)
        {
            var refusal = await Should.ThrowAsync<StoreUnavailableException>(() => Database.WriteAsync($"{sql:raw}", Stop));
            refusal.Message.ShouldContain("append-only");
        }

        (await _store.Audit.ListAsync(new AuditFilter(), null, 10, Stop)).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_running_read_is_interrupted()
    {
        using var cancel = new CancellationTokenSource();
        var endless = Database.ReadAsync(
            connection => connection.NumberAsync($"WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n"), cancel.Token);
        await Task.Delay(50, Stop);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => endless);
        await _store.PingAsync(Stop);
    }

    [Fact]
    public async Task A_store_that_cannot_write_is_not_ready_even_if_it_can_read()
    {
        await _store.PingAsync(Stop);
        await Database.ReadAsync(connection => connection.NumberAsync($"SELECT 1"), Stop);
        await Outcome(Database.WriteAsync($"PRAGMA query_only = ON", Stop));

        await Should.ThrowAsync<StoreUnavailableException>(() => _store.PingAsync(Stop));

        (await _store.Companies.FindAsync(_acme.Id, Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_log_is_folded_into_the_database_while_writes_go_on()
    {
        var database = new FileInfo(_folder["vindex.db"]);
        var before = database.Length;
        while (database.Length <= before + 100_000)
        {
            // Far fewer than would make the writer's own checkpoint due.
            await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => AddAsync(Some.Score(_acme.Id, _acme.DefaultCustomerId))));
            database.Refresh();
            (await _store.Scores.TotalsAsync(ScoreAccess.All, null, Stop)).Count.ShouldBeLessThan(20_000);
        }

        new FileInfo(_folder["vindex.db-wal"]).Length.ShouldBeLessThan(16_000 * 4096);
    }

    [Fact]
    public async Task A_reader_cannot_write()
    {
        await Should.ThrowAsync<StoreUnavailableException>(() => Database.ReadAsync(connection => connection.NumberAsync($"DELETE FROM companies"), Stop));
    }

    private async Task<StoredScore> AddAsync(StoredScore score)
    {
        (await _store.Scores.AddAsync(score, null, Stop)).ShouldBeTrue();
        return score;
    }

    private Task<int> UndoAsync() => Database.WriteAsync(
        async write =>
        {
            var changed = await write.ExecuteAsync($"UPDATE companies SET name = 'undone'");
            write.Undo();
            return changed;
        },
        Stop);

    /// <summary>Keeps the writer busy until the gate opens; ends when it is certain that it is.</summary>
    private async Task<Task<bool>> HoldWriterAsync(ManualResetEventSlim gate)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = Database.WriteAsync(
            _ =>
            {
                begun.TrySetResult();
                gate.Wait();
                return Task.FromResult(true);
            },
            Stop);
        await begun.Task;
        return held;
    }

    private static async Task<string> Outcome(Task task)
    {
        try
        {
            await task;
            return "done";
        }
        catch (Exception e)
        {
            return e.GetType().Name;
        }
    }
}

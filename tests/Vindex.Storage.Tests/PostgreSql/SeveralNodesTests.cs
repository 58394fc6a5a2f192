using System.Collections.Concurrent;
using System.Threading.Channels;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Feedback;
using Vindex.Storage.Idempotency;
using Vindex.Storage.Installations;
using Vindex.Storage.Nodes;
using Vindex.Storage.PostgreSql;
using Vindex.Storage.Tests.Conformance;
using Vindex.Storage.Tests.Sqlite;

namespace Vindex.Storage.Tests.PostgreSql;

/// <summary>Several stores over one database, as in several processes.</summary>
public sealed class SeveralNodesTests : IAsyncLifetime
{
    private const int Count = 3;

    private readonly List<TemporaryFolder> _folders = [.. Enumerable.Range(0, Count).Select(_ => new TemporaryFolder())];
    private readonly List<PostgreSqlStore> _nodes = [];
    private string? _database;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        _database = await SharedCluster.Databases.NewEmptyAsync();

        // All at once, over an empty database.
        _nodes.AddRange(await Task.WhenAll(_folders.Select(async folder => await PostgreSqlStore.OpenAsync(await OptionsAsync(folder), Stop))));
        for (var i = 0; i < Count; i++) await _nodes[i].Nodes.JoinAsync(Some.Node($"n{i}", $"home-{i}"), Some.Noon, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        foreach (var folder in _folders) folder.Dispose();
    }

    [Fact]
    public async Task A_message_reaches_every_process_and_a_lost_connection_is_noticed()
    {
        var heard = _nodes.Select(node =>
        {
            var messages = Channel.CreateUnbounded<string?>();
            node.Messages.Listen(message => messages.Writer.TryWrite(message));
            return messages.Reader;
        }).ToList();

        await _nodes[0].Messages.SendAsync("one 'quoted' ü", Stop);
        foreach (var node in heard) (await node.ReadAsync(Stop)).ShouldBe("one 'quoted' ü");

        await (await SharedCluster.Databases.Cluster).ExecuteAsync(
            _database!, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        foreach (var node in heard) (await node.ReadAsync(Stop)).ShouldBeNull("what was sent in between may have been missed");
        while (!await TrySendAsync("two")) await Task.Delay(20, Stop);
        foreach (var node in heard)
        {
            while (await node.ReadAsync(Stop) != "two")
            {
                // Both lost connections of a node may be noticed.
            }
        }

        async Task<bool> TrySendAsync(string message)
        {
            try
            {
                await _nodes[2].Messages.SendAsync(message, Stop);
                return true;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Changes_numbered_by_several_processes_are_followed_without_gaps_and_in_order()
    {
        var company = await HasAcmeAsync();
        var project = new ProjectKey(company, "stories");
        const int rows = 60;
        var writing = Task.WhenAll(_nodes.SelectMany((node, n) => Enumerable.Range(0, 4).Select(async lane =>
        {
            for (var i = 0; i < rows; i++)
            {
                var row = Some.Feedback($"f{n}-{lane}-{i}", i);
                await node.Feedback.WriteAsync([new FeedbackEntry(project, row)], null, allOrNothing: true, Stop);
                // Whatever is acknowledged is within the head that any process reads.
                if (i % 20 == 0) await ShouldHaveAsync(_nodes[(n + 1) % Count], project, row.Id);
            }
        })));

        // What a follower has read never grows behind it.
        var read = new List<long>();
        long head = 0;
        while (!writing.IsCompleted || head < rows * 4 * Count)
        {
            await foreach (var batch in _nodes[0].Feedback.ChangesAfterAsync(project, head, Stop)) read.AddRange(batch.Select(change => change.Sequence));
            if (read.Count > 0) head = read[^1];
            if (writing.IsFaulted) break;
        }

        await writing;
        read.ShouldBe(Enumerable.Range(1, rows * 4 * Count).Select(i => (long)i));
    }

    [Fact]
    public async Task Of_requests_with_one_idempotency_key_on_all_processes_one_starts()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = $"once-{round}";
            var states = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
                _nodes[i % Count].Idempotency.BeginAsync("key_1", key, [1], Some.Noon, Some.Noon.AddDays(-1), Some.Noon.AddMinutes(-1), Stop)));
            states.Count(state => state is IdempotencyState.Started).ShouldBe(1);
            states.Count(state => state is IdempotencyState.Running).ShouldBe(11);
        }
    }

    [Fact]
    public async Task A_limit_holds_for_all_processes_together()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
            _nodes[i % Count].Limits.TakeAsync("score key_1", 20, 1, 1, Some.Noon, Some.Noon.AddMinutes(1), Stop)));
        taken.Sum(take => take.Taken).ShouldBe(20);
    }

    [Fact]
    public async Task Jobs_and_deliveries_are_leased_once_and_attempts_of_other_nodes_count_for_the_lane()
    {
        var acme = await HasInstallationAsync();
        for (var i = 0; i < 30; i++) await _nodes[i % Count].Jobs.EnqueueAsync(Some.Job(acme, $"T-{i}"), Stop);
        var jobs = (await Task.WhenAll(_nodes.Select(node => node.Jobs.LeaseAsync(20, Some.Noon, Some.Noon.AddMinutes(1), Stop))))
            .SelectMany(lease => lease.Jobs).ToList();
        jobs.Select(job => job.Job.Id).ShouldBeUnique();
        jobs.Count.ShouldBe(30);
        (await _nodes[1].Nodes.ListAsync(Stop)).Sum(node => node.Leases.Jobs).ShouldBe(30);

        foreach (var job in jobs)
        {
            var score = Some.Score(acme.CompanyId, acme.CustomerId).OfTicket(job.Job.TicketId) with { JobId = job.Job.Id };
            await _nodes[0].Jobs.CompleteAsync(job.Job.Id, job.Job.Taken, score, Some.Delivery(acme.CustomerId), Some.Noon, Stop);
        }

        var taken = new ConcurrentBag<TakenDelivery>();
        await Task.WhenAll(_nodes.Select(async node =>
        {
            foreach (var delivery in (await TakeAsync(node, perLane: 8)).Deliveries) taken.Add(delivery);
        }));
        taken.Select(delivery => delivery.Delivery.Id).ShouldBeUnique();
        taken.Count.ShouldBe(8, "a lane has room for 8, on whichever node");
    }

    [Fact]
    public async Task A_dead_nodes_work_is_taken_over_by_whoever_removes_it()
    {
        var acme = await HasInstallationAsync();
        for (var i = 0; i < 4; i++) await _nodes[0].Jobs.EnqueueAsync(Some.Job(acme, $"T-{i}"), Stop);
        (await _nodes[0].Jobs.LeaseAsync(4, Some.Noon, Some.Noon.AddHours(1), Stop)).Jobs.Count.ShouldBe(4);
        (await _nodes[0].Nodes.TakeDutyAsync("tidying", Some.Noon, Some.Noon.AddHours(1), Stop)).ShouldBeTrue();
        (await _nodes[1].Nodes.TakeDutyAsync("tidying", Some.Noon, Some.Noon.AddHours(1), Stop)).ShouldBeFalse();
        (await _nodes[1].Jobs.LeaseAsync(4, Some.Noon, Some.Noon.AddHours(1), Stop)).Jobs.ShouldBeEmpty();

        var removed = await Task.WhenAll(_nodes.Skip(1).Select(node => node.Nodes.RemoveAsync("n0", 0, Some.Noon, Stop)));

        removed.Count(one => one).ShouldBe(1);
        (await _nodes[1].Jobs.LeaseAsync(4, Some.Noon, Some.Noon.AddHours(1), Stop)).Jobs.Count.ShouldBe(4);
        (await _nodes[1].Nodes.TakeDutyAsync("tidying", Some.Noon, Some.Noon.AddHours(1), Stop)).ShouldBeTrue();
        (await _nodes[0].Nodes.BeatAsync(new NodeReport(null, null), Some.Noon, Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task Only_one_process_at_a_time_is_in_its_start()
    {
        var first = await _nodes[0].HoldStartAsync(Stop);
        var second = _nodes[1].HoldStartAsync(Stop);
        await _nodes[2].PingAsync(Stop);
        second.IsCompleted.ShouldBeFalse();
        await first.DisposeAsync();
        await (await second).DisposeAsync();
    }

    private static Task<DeliveryTake> TakeAsync(PostgreSqlStore node, int perLane) =>
        node.Deliveries.TakeAsync(new Dictionary<string, int>(), perLane, 100, null, Some.Noon.AddSeconds(1), Some.Noon.AddMinutes(1), Stop);

    private static async Task ShouldHaveAsync(PostgreSqlStore node, ProjectKey project, string id)
    {
        var head = (await node.Feedback.HeadAsync(project, Stop)).Sequence;
        var found = await node.Feedback.ReadAsync(project, FeedbackSelection.All, Stop).AnyAsync(row => row.Id == id, Stop);
        (head > 0 && found).ShouldBeTrue();
    }

    private async Task<string> HasAcmeAsync()
    {
        var company = Some.Company("acme");
        (await _nodes[0].Companies.AddAsync(company, Some.DefaultCustomer(company), Some.Audit(), Stop)).ShouldBeTrue();
        return company.Id;
    }

    private async Task<Installation> HasInstallationAsync()
    {
        var company = await HasAcmeAsync();
        var installation = Some.Installation(company, "acme_default", "ext");
        (await _nodes[1].Installations.AddAsync(installation, null, Some.Audit(company), Stop)).ShouldBe(InstallationAdded.Added);
        return installation;
    }

    private async Task<PostgreSqlStoreOptions> OptionsAsync(TemporaryFolder folder) => new()
    {
        Connection = (await SharedCluster.Databases.Cluster).Connection(_database!) + ";Maximum Pool Size=12",
        DataFolder = folder.Path,
        ScoreFeedback = Some.ScoreFeedback,
    };
}

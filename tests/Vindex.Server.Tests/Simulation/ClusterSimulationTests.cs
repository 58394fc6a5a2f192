using Shouldly;
using Vindex.Benchmarks.Simulation;
using Vindex.Server.Callbacks;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Jobs;
using Xunit;

namespace Vindex.Server.Tests.Simulation;

/// <summary>The simulation of many servers in bench/: it keeps its invariants, notices when they are broken, and repeats itself.</summary>
public sealed class ClusterSimulationTests(ITestOutputHelper output)
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("VINDEX_LONG") is "1";

    private static readonly SimulationOptions s_small = new()
    {
        Nodes = 6,
        Installations = 300,
        Companies = 60,
        EventsPerSecond = 15,
        Kills = 2,
        DeadShare = 0.3,
        Phase = TimeSpan.FromMinutes(1),
        Tickets = 8,
        Judging = TimeSpan.FromSeconds(2),
        Callbacks = DefaultSettings.Of<CallbackOptions>("Callbacks", ("Callbacks:Schedule", "5s 30s 1m 2m 5m")),
    };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Long ? 200 : 5)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Bursts_dead_nodes_and_a_dead_region_lose_nothing_and_keep_order_limits_and_turns(int seed)
    {
        var cluster = new Cluster(s_small with { Seed = seed });
        cluster.Run();
        output.WriteLine(SimulateCommand.Report(cluster));

        cluster.Accepted.ShouldBeGreaterThan(4000);
        cluster.Outbox.Rows.ShouldContain(row => row.Delivery.Status == DeliveryStatus.Delivered && row.Delivery.Attempts > 1);
        cluster.Queue.Jobs.ShouldContain(job => job.Taken > 1);
        cluster.Queue.Jobs.ShouldContain(job => job.State == JobState.Superseded);

        // The burst waits for itself, and hardly anyone else does.
        cluster.Measures.Of(1, "queue, others", 0.99).Seconds.ShouldBeLessThan(cluster.Measures.Of(1, "queue, largest", 0.5).Seconds + 1);
        cluster.Measures.Of(3, "callback, others", 0.99).Seconds.ShouldBeLessThan(5);
    }

    [Fact]
    public void A_limit_holds_over_all_nodes_and_refused_events_come_again()
    {
        var cluster = new Cluster(s_small with { BurstEvents = 150 });
        cluster.Run();
        cluster.Measures.Refused[(1, 429)].ShouldBeGreaterThan(100);
    }

    [Fact]
    public void The_same_seed_gives_the_same_figures()
    {
        Report(11).ShouldBe(Report(11));
        Report(12).ShouldNotBe(Report(11));

        static string Report(int seed)
        {
            var cluster = new Cluster(s_small with { Seed = seed });
            cluster.Run();
            return SimulateCommand.Report(cluster);
        }
    }

    [Fact]
    public void Broken_invariants_are_noticed()
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var checks = new SimulationChecks(s_small);
        for (var i = 0; i < s_small.Limit.Requests; i++) checks.Allowed(1, now);
        Should.Throw<InvariantException>(() => checks.Allowed(1, now)).Message.ShouldContain("are allowed");

        var queue = new SimulatedQueue();
        var outbox = new SimulatedOutbox(s_small.Callbacks);
        for (var ticket = 0; ticket < 2; ticket++) queue.Enqueue("a", new SimulatedTicket(1, ticket), now);
        Should.Throw<InvariantException>(() => SimulationChecks.NothingIsLost(3, queue, outbox)).Message.ShouldContain("3 events were accepted");
        Should.Throw<InvariantException>(() => SimulationChecks.NothingIsLost(2, queue, outbox)).Message.ShouldContain("for ever");
        foreach (var job in queue.Lease(0, 2, now)) queue.End(job, 1, JobState.Done, now).ShouldBeTrue();
        Should.Throw<InvariantException>(() => SimulationChecks.NothingIsLost(2, queue, outbox)).Message.ShouldContain("do not belong");
        foreach (var job in queue.Jobs) outbox.Add(job, now);
        Should.Throw<InvariantException>(() => SimulationChecks.NothingIsLost(2, queue, outbox)).Message.ShouldContain("Pending for ever");

        var rows = outbox.Rows;
        checks.Sent(rows[0]);
        Should.Throw<InvariantException>(() => checks.Sent(rows[0])).Message.ShouldContain("two callbacks");
        checks.Answered(rows[0]);
        outbox.Add(queue.Jobs[0], now);
        outbox.Add(queue.Jobs[0], now);
        checks.Sent(rows[^1]);
        checks.Answered(rows[^1]);
        Should.Throw<InvariantException>(() => checks.Sent(rows[^2])).Message.ShouldContain("for the first time after");
    }
}

using System.Globalization;
using Shouldly;
using Vindex.EndToEnd.Histories;
using Vindex.EndToEnd.NodeFaults;
using Vindex.Storage.Tests.PostgreSql;
using Xunit;

namespace Vindex.EndToEnd.Upgrades;

/// <summary>
/// Two servers of an earlier build over one PostgreSQL, replaced by the current build under load: every response is checked against all others and what is
/// stored. The load goes on until each server has confirmed enough in each state, however long that takes.
/// </summary>
public sealed class RollingUpgradeTests(ITestOutputHelper output)
{
    /// <summary>Confirmed requests of a server before the next step.</summary>
    private const int Enough = 60;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_lost_while_servers_of_an_earlier_build_are_replaced_under_load()
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        if (Environment.GetEnvironmentVariable("VINDEX_LONG") != "1" && EarlierBuild.Asked is null)
            Assert.Skip("Builds an earlier commit: run ./test long, or name a commit or tag in VINDEX_UPGRADE_FROM");
        var (made, reason) = await EarlierBuild.MakeAsync(Stop);
        if (made is null) Assert.Skip(reason!);
        using var earlier = made;
        var seed = Environment.GetEnvironmentVariable("VINDEX_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture)
            : (int)(TimeProvider.System.GetTimestamp() % 1_000_000_000);
        Log($"from {earlier.Commit} with schema {earlier.Schema}, {earlier.Steps.Count} steps behind; VINDEX_SEED={seed}");

        await using var database = await PostgreSqlCluster.StartAsync(isDurable: true);
        await using var first = Node("node 0", database, earlier);
        await using var second = Node("node 1", database, earlier);
        await Task.WhenAll(first.StartAsync(Stop), second.StartAsync(Stop));
        using var recorder = new LoadRecorder([first, second]);
        await using var receiver = await SignedReceiver.StartAsync(seed, recorder.Now);
        recorder.Companies = await MixedLoad.CompaniesAsync(first.Process, receiver, Stop);
        (await SchemaAsync(database)).ShouldBe(earlier.Schema);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var run = new UpgradedLoad(recorder, MixedLoad.RunAsync(recorder, seed, end.Token), first, second);
        await run.GoOnAsync(first, second);
        if (earlier.RunsBeside) await ReplaceOneByOneAsync(run, database, earlier);
        else await ReplaceTogetherAsync(run, database, earlier);
        await end.CancelAsync();
        await run.Load;

        var final = await new FinalReader(recorder, second).ReadAsync(Stop);
        var history = new History(recorder.Operations, receiver.Receptions);
        Log($"{history.Operations.Count} requests, {final.Scores.Count} scores, {final.Rows.Count} rows, {final.Jobs.Count} jobs, {final.Deliveries.Count} callbacks");
        final.Jobs.Count.ShouldBePositive();
        HistoryChecker.Check(history, final).ShouldBeEmpty($"VINDEX_SEED={seed}");
        await ServerProcess.CheckAsync(first.Folder);
    }

    private async Task ReplaceOneByOneAsync(UpgradedLoad run, PostgreSqlCluster database, EarlierBuild earlier)
    {
        var (first, second) = (run.First, run.Second);
        await first.EndAsync(isKilled: false);
        first.Program = null;
        await first.StartAsync(Stop);
        (await SchemaAsync(database)).ShouldBe(earlier.Schema + earlier.Steps.Count);
        Log("node 0 is new");
        await run.GoOnAsync(first, second);

        // An earlier one may also start again, as when its machine restarts in the middle of an upgrade.
        await second.EndAsync(isKilled: true);
        await second.StartAsync(Stop);
        Log("node 1 was killed, and is back as it was");
        await run.GoOnAsync(first, second);

        await second.EndAsync(isKilled: true);
        second.Program = null;
        await second.StartAsync(Stop);
        Log("node 1 is new");
        await run.GoOnAsync(first, second);
    }

    private async Task ReplaceTogetherAsync(UpgradedLoad run, PostgreSqlCluster database, EarlierBuild earlier)
    {
        await using var third = Node("node 2", database, earlier);
        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => ServerProcess.StartAsync(third.Folder, FaultyNodes.Settings));
        refusal.Message.ShouldContain("cannot run beside this one");
        (await SchemaAsync(database)).ShouldBe(earlier.Schema, "nothing was changed");
        await run.GoOnAsync(run.First, run.Second);

        foreach (var node in (FaultyNode[])[run.First, run.Second])
        {
            await node.EndAsync(isKilled: false);
            node.Program = null;
        }

        await Task.WhenAll(run.First.StartAsync(Stop), run.Second.StartAsync(Stop));
        Log("both are new");
        await run.GoOnAsync(run.First, run.Second);
        refusal = await Should.ThrowAsync<InvalidOperationException>(() => ServerProcess.StartBuildAsync(earlier.Program, third.Folder, FaultyNodes.Settings));
        refusal.Message.ShouldContain($"supports only versions up to {earlier.Schema}");
    }

    private static FaultyNode Node(string name, PostgreSqlCluster database, EarlierBuild build) =>
        new(name, [new FaultyLink(database.Port)], FaultyNodes.Settings) { Program = build.Program };

    private static async Task<int> SchemaAsync(PostgreSqlCluster database) =>
        (int)(await database.AskAsync("postgres", "SELECT MAX(version) FROM schema_version"))!;

    private void Log(string line)
    {
        output.WriteLine(line);
        Console.WriteLine("upgrade: " + line);
    }

    /// <summary>The load, and the servers that it goes to.</summary>
    private sealed record UpgradedLoad(LoadRecorder Recorder, Task Load, FaultyNode First, FaultyNode Second)
    {
        /// <summary>Waits until servers have confirmed enough of what was sent from now on, events included.</summary>
        public async Task GoOnAsync(params FaultyNode[] nodes)
        {
            var from = Recorder.Now();
            foreach (var node in nodes)
            {
                while (!IsEnough(Confirmed(node, from)))
                {
                    // Before its end, a load only completes by failing.
                    if (Load.IsCompleted) await Load;
                    await Task.Delay(50, Stop);
                }
            }
        }

        private static bool IsEnough(List<Operation> confirmed) => confirmed.Count >= Enough && confirmed.OfType<EventSent>().Any();

        private List<Operation> Confirmed(FaultyNode node, TimeSpan from) =>
            [.. Recorder.Operations.Where(operation => operation.IsAcknowledged && operation.Call.Node == node.Name && operation.Call.Start >= from)];
    }
}

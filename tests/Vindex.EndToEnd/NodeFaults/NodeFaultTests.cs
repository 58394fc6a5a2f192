using System.Globalization;
using Shouldly;
using Vindex.EndToEnd.Histories;
using Vindex.Storage.Tests.PostgreSql;
using Xunit;

namespace Vindex.EndToEnd.NodeFaults;

/// <summary>
/// Three servers under load, while servers, PostgreSQL and the network fail: every response is checked against all others and what is stored.
/// </summary>
public sealed class NodeFaultTests(ITestOutputHelper output)
{
    // Minutes of load.
    public static TheoryData<int> Durations { get; } = Environment.GetEnvironmentVariable("VINDEX_LONG") == "1" ? [5, 30] : [1];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Durations))]
    public async Task No_promise_is_broken_while_servers_PostgreSQL_and_the_network_fail(int minutes)
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        var seed = Environment.GetEnvironmentVariable("VINDEX_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture)
            : (int)(TimeProvider.System.GetTimestamp() % 1_000_000_000);
        Log($"{minutes} min of load and faults; repeat with VINDEX_SEED={seed}");
        await using var database = await ReplicatedDatabase.StartAsync();
        await using var nodes = await FaultyNodes.StartAsync(database);
        using var recorder = new LoadRecorder(nodes.All);
        await using var receiver = await SignedReceiver.StartAsync(seed, recorder.Now);
        recorder.Companies = await MixedLoad.CompaniesAsync(nodes.All[0].Process, receiver, Stop);

        await LoadAsync(recorder, new Faults(database, nodes.All, new Random(seed), Log), seed, minutes);
        var final = await new FinalReader(recorder, nodes.All[1]).ReadAsync(Stop);
        var history = new History(recorder.Operations, receiver.Receptions);

        LogTotals(history, final);
        await KeepAsync(history, nodes);
        HistoryChecker.Check(history, final).ShouldBeEmpty($"VINDEX_SEED={seed}");
        await ServerProcess.CheckAsync(nodes.All[0].Folder);
        await LossIsFoundAsync(database, recorder, nodes.All[2], history);
    }

    private static async Task LoadAsync(LoadRecorder recorder, Faults faults, int seed, int minutes)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var load = MixedLoad.RunAsync(recorder, seed, end.Token);
        var failing = faults.RunAsync(minutes, end.Token);
        await await Task.WhenAny(load, failing);
        end.CancelAfter(TimeSpan.Zero);
        await load;
        await failing;
    }

    /// <summary>That nothing was found means little unless something would have been.</summary>
    private async Task LossIsFoundAsync(ReplicatedDatabase database, LoadRecorder recorder, FaultyNode node, History history)
    {
        var row = history.Operations.OfType<RowWritten>().First(written => written is { IsAcknowledged: true, Type: "kept" });
        var job = history.Operations.OfType<EventSent>().First(sent => sent.IsAcknowledged).Job;
        await database.ExecuteAsync($"DELETE FROM feedback WHERE id = '{row.Row}'");
        await database.ExecuteAsync($"UPDATE jobs SET state = 'failed' WHERE id = '{job}'");

        var findings = HistoryChecker.Check(history, await new FinalReader(recorder, node).ReadAsync(Stop));

        findings.ShouldContain(finding => finding.Promise == Promise.NothingLost && finding.Operations.Contains(row));
        findings.ShouldContain(finding => finding.Promise == Promise.NothingLost && finding.Text.Contains(job!, StringComparison.Ordinal));
        Log($"and after a row and a job were spoiled: {findings.Count} findings");
    }

    private void LogTotals(History history, FinalState final)
    {
        foreach (var kind in history.Operations.GroupBy(operation => operation.GetType().Name).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            var outcomes = kind.GroupBy(operation => operation.Call.Outcome).OrderBy(outcome => outcome.Key).Select(outcome => $"{outcome.Count()} {outcome.Key}");
            Log($"  {kind.Key}: {string.Join(", ", outcomes)}");
        }

        Log($"  {final.Scores.Count} scores, {final.Rows.Count} rows, {final.Jobs.Count} jobs, {final.Deliveries.Count} callbacks, received {history.Receptions.Count} times");
    }

    /// <summary>With VINDEX_HISTORY=folder, every request and what the servers logged are kept there, for when something is found.</summary>
    private static async Task KeepAsync(History history, FaultyNodes nodes)
    {
        if (Environment.GetEnvironmentVariable("VINDEX_HISTORY") is not { Length: > 0 } folder) return;
        Directory.CreateDirectory(folder);
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "requests.txt"), history.Operations.OrderBy(operation => operation.Call.Start).Select(operation => operation.ToString()), Stop);
        await File.WriteAllLinesAsync(Path.Combine(folder, "callbacks.txt"), history.Receptions.Select(reception => reception.ToString()), Stop);
        foreach (var node in nodes.All) await File.WriteAllLinesAsync(Path.Combine(folder, $"{node.Name}.log"), node.Log, Stop);
    }

    // On the console too: the seed of a run that never ends is wanted most.
    private void Log(string line)
    {
        output.WriteLine(line);
        Console.WriteLine("node faults: " + line);
    }
}

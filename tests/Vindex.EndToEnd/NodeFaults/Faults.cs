using System.Globalization;

namespace Vindex.EndToEnd.NodeFaults;

/// <summary>
/// What goes wrong in each minute, by the seed: two restarts and a failover of PostgreSQL, in any order; a server that stands still for longer than its leases
/// and than it takes to count as dead; two kills and a stop of the other servers; and four faults of the network.
/// </summary>
internal sealed class Faults(ReplicatedDatabase database, IReadOnlyList<FaultyNode> nodes, Random random, Action<string> log)
{
    private readonly long _started = TimeProvider.System.GetTimestamp();

    /// <summary>Faults for so many minutes; all is well again in the end.</summary>
    public async Task RunAsync(int minutes, CancellationToken end)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            var begin = TimeProvider.System.GetElapsedTime(_started);
            var places = Enumerable.Range(0, nodes.Count).ToArray();
            random.Shuffle(places);
            var seconds = Enumerable.Range(0, 16).Select(_ => random.NextDouble() * 4).ToArray();
            var order = new[] { 0, 1, 2 };
            random.Shuffle(order);
            // Now and then long enough for idempotency keys to count as abandoned.
            var stopped = minute % 5 == 2 ? 75 : 20;
            var faults = new[]
            {
                DatabaseAsync(begin, order, seconds),
                StopAsync(nodes[places[0]], begin + At(12 + seconds[3]), TimeSpan.FromSeconds(stopped), end),
                KillAsync(nodes[places[1]], nodes[places[2]], begin, seconds, end),
                NetworkAsync(begin, seconds, end),
            };
            await Task.WhenAll(faults);
            if (end.IsCancellationRequested) return;
        }
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private async Task DatabaseAsync(TimeSpan begin, int[] order, double[] seconds)
    {
        for (var place = 0; place < order.Length; place++)
        {
            await UntilAsync(begin + At(9 + (16 * place) + seconds[place]), CancellationToken.None);
            log(order[place] switch { 0 => "PostgreSQL loses its power", 1 => "PostgreSQL restarts", _ => "PostgreSQL fails over" } + Now());
            if (order[place] == 2) await database.FailOverAsync(Promoted, step => log(step + Now()));
            else await database.RestartAsync(atOnce: order[place] == 0);
            log("PostgreSQL is back" + Now());
        }
    }

    private void Promoted(int port)
    {
        Switch(port);
        log("the standby is promoted" + Now());
    }

    // Servers with one address are led to the new primary; those that know both addresses find it by themselves.
    private void Switch(int port)
    {
        foreach (var link in nodes.Where(node => node.Links.Count == 1).SelectMany(node => node.Links)) link.SwitchTo(port);
    }

    private async Task StopAsync(FaultyNode node, TimeSpan at, TimeSpan duration, CancellationToken end)
    {
        await UntilAsync(at, end);
        log($"{node.Name} stands still for {duration.TotalSeconds} s{Now()}");
        node.Signal("STOP");
        await UntilAsync(at + duration, end);
        node.Signal("CONT");
        log($"{node.Name} goes on{Now()}");
    }

    private async Task KillAsync(FaultyNode one, FaultyNode other, TimeSpan begin, double[] seconds, CancellationToken end)
    {
        await UntilAsync(begin + At(4 + seconds[4]), end);
        await RestartAsync(one, isKilled: true, end);
        await UntilAsync(begin + At(24 + seconds[5]), end);
        await RestartAsync(other, isKilled: true, end);
        await UntilAsync(begin + At(42 + seconds[6]), end);
        await RestartAsync(one, isKilled: false, end);
    }

    private async Task RestartAsync(FaultyNode node, bool isKilled, CancellationToken end)
    {
        log($"{node.Name} is {(isKilled ? "killed" : "stopped")}{Now()}");
        await node.EndAsync(isKilled);
        await node.StartAsync(end);
        log($"{node.Name} is back{Now()}");
    }

    private async Task NetworkAsync(TimeSpan begin, double[] seconds, CancellationToken end)
    {
        await UntilAsync(begin + At(7 + seconds[7]), end);
        await FailAsync([nodes[(int)seconds[8] % nodes.Count]], link => link.Lose(), "loses the network", At(1 + (seconds[9] / 4)));
        await UntilAsync(begin + At(20 + seconds[10]), end);
        await FailAsync([nodes[(int)seconds[11] % nodes.Count]], link => link.Stall(), "has a stalled network", At(2 + seconds[12]));
        await UntilAsync(begin + At(36 + seconds[13]), end);
        await FailAsync(nodes, link => link.Stall(), "have a stalled network", At(2));
        await UntilAsync(begin + At(48 + seconds[14]), end);
        await FailAsync(nodes, link => link.Lose(), "lose the network", At(1));
    }

    private async Task FailAsync(IReadOnlyList<FaultyNode> some, Action<FaultyLink> fault, string what, TimeSpan duration)
    {
        log($"{string.Join(", ", some.Select(node => node.Name))} {what}{Now()}");
        var links = some.SelectMany(node => node.Links).ToList();
        links.ForEach(fault);
        await Task.Delay(duration, CancellationToken.None);
        links.ForEach(link => link.Restore());
    }

    private async Task UntilAsync(TimeSpan moment, CancellationToken end)
    {
        var left = moment - TimeProvider.System.GetElapsedTime(_started);
        if (left > TimeSpan.Zero) await Task.Delay(left, end).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private string Now() => string.Create(CultureInfo.InvariantCulture, $" at {TimeProvider.System.GetElapsedTime(_started).TotalSeconds:0.0} s");
}

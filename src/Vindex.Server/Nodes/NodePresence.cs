using Vindex.Server.Background;
using Vindex.Storage;
using Vindex.Storage.Nodes;

namespace Vindex.Server.Nodes;

/// <summary>
/// Shows the other nodes that this one is alive, and removes those that are not, so that their work is taken over. A node counts its beats in the store; one
/// whose count has not changed for a while, by this node's own clock, is dead. Joins before any worker starts, and leaves after all have stopped, giving back
/// whatever they still had.
/// </summary>
internal sealed partial class NodePresence(
    IStore store, ThisNode self, StatisticsLag lag, NodeMessages messages, TimeProvider time, ILogger<NodePresence> logger) : BackgroundService
{
    /// <summary>How often a node reports.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    /// <summary>After how long without a report a node is dead.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan s_lastTry = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_longestPause = Beat * 3;

    private readonly Dictionary<string, (long Beat, long Since)> _seen = new(StringComparer.Ordinal);
    private long? _lookedAt;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.Nodes.JoinAsync(self.Node, time.GetUtcNow(), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(s_lastTry);
        try
        {
            await store.Nodes.LeaveAsync(time.GetUtcNow(), end.Token);
            messages.Send(NodeMessages.Work);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            // The others will notice by themselves.
            LogFailed(exception);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // With a store of one process there is no one to see it.
        if (store.IsExclusive) return;
        using var timer = new PeriodicTimer(Beat, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await BeatAsync(stoppingToken);
                await RemoveDeadAsync(stoppingToken);
            }
            catch (StoreUnavailableException exception)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        var report = new NodeReport(self.Address, await lag.ReadAsync(cancellationToken));
        if (await store.Nodes.BeatAsync(report, time.GetUtcNow(), cancellationToken)) return;
        LogCountedAsDead();
        await store.Nodes.JoinAsync(self.Node, time.GetUtcNow(), cancellationToken);
    }

    private async Task RemoveDeadAsync(CancellationToken cancellationToken)
    {
        var beats = await store.Nodes.BeatsAsync(cancellationToken);

        // After an outage of the database (or of this process), the others may not have had the time to report either.
        if (_lookedAt is { } lookedAt && time.GetElapsedTime(lookedAt) > s_longestPause) _seen.Clear();
        _lookedAt = time.GetTimestamp();
        foreach (var gone in _seen.Keys.Except(beats.Keys).ToList()) _seen.Remove(gone);
        foreach (var (id, beat) in beats)
        {
            if (id == self.Node.Id) continue;
            if (!_seen.TryGetValue(id, out var seen) || seen.Beat != beat)
            {
                _seen[id] = (beat, time.GetTimestamp());
                continue;
            }

            if (time.GetElapsedTime(seen.Since) < Patience || !await store.Nodes.RemoveAsync(id, beat, time.GetUtcNow(), cancellationToken)) continue;
            LogRemoved(id);
            messages.Raise(NodeMessages.Work);
            messages.Send(NodeMessages.Work);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Node {Node} has not reported for too long and counts as dead; its work is taken over")]
    private partial void LogRemoved(string node);

    [LoggerMessage(LogLevel.Warning, "This node did not report for too long, and its work was taken over; it continues")]
    private partial void LogCountedAsDead();

    [LoggerMessage(LogLevel.Warning, "Reporting to the other nodes failed; retrying")]
    private partial void LogFailed(Exception exception);
}

using Vindex.Server.Evaluations;

namespace Vindex.Benchmarks.Simulation;

/// <summary>What a node knows of the queue's length and age, looked up as often as in production.</summary>
internal sealed class SimulatedGate(Cluster cluster, SimulatedNode node)
{
    private long _waiting;
    private DateTimeOffset? _oldest;
    private DateTimeOffset _lookedAt = DateTimeOffset.MinValue;

    /// <summary>Counts tickets that were queued or, if negative, leased.</summary>
    public void Count(int tickets) => _waiting += tickets;

    /// <summary>Decides after how many seconds an event may come again; null if there is room.</summary>
    public void Ask(Action<int?> then)
    {
        if (cluster.Time.Now - _lookedAt < QueueGate.Fresh)
        {
            then(Decide());
            return;
        }

        _lookedAt = cluster.Time.Now;
        cluster.Database.Read(node, TimeSpan.Zero, () => (cluster.Queue.Waiting, cluster.Queue.NextDue), state =>
        {
            (_waiting, _oldest) = state;
            then(Decide());
        });
    }

    private int? Decide()
    {
        var age = _oldest is { } oldest && _waiting > 0 && cluster.Time.Now > oldest ? cluster.Time.Now - oldest : TimeSpan.Zero;
        return JobPolicy.RetryAfter(cluster.Options.Evaluations, _waiting, age);
    }
}

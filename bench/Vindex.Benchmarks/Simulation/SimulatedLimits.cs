using Vindex.Storage.Nodes;

namespace Vindex.Benchmarks.Simulation;

/// <summary>The table of limits in memory. How many units are taken is decided by <see cref="LimitTake.Decide"/>, as in production.</summary>
internal sealed class SimulatedLimits : ILimitStore
{
    private readonly Dictionary<string, List<LimitUse>> _uses = new(StringComparer.Ordinal);

    /// <summary>How often it was asked.</summary>
    public long Asked { get; private set; }

    public Task<LimitTake> TakeAsync(
        string limited, long limit, long least, long most, DateTimeOffset now, DateTimeOffset endsAt, CancellationToken cancellationToken)
    {
        Asked++;
        if (!_uses.TryGetValue(limited, out var uses)) _uses[limited] = uses = [];
        uses.RemoveAll(use => use.EndsAt <= now);
        uses.Sort((a, b) => a.EndsAt.CompareTo(b.EndsAt));
        var take = LimitTake.Decide([.. uses], limit, least, most);
        if (take.Taken > 0) uses.Add(new LimitUse(take.Taken, endsAt));
        return Task.FromResult(take);
    }

    public Task<long> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(0L);
}

using Vindex.Storage.Nodes;

namespace Vindex.Server.Security.Limits;

/// <summary>
/// What this node has of one limit that all nodes share. Units are taken from the store one by one, or, of large limits, in blocks of a 64th, which last for a
/// moment. Units count from when they are taken until a window after their block has ended, so that no window ever has more than the limit; what is left of a
/// block is lost to others meanwhile.
/// </summary>
internal sealed class LimitWindow
{
    private const int Blocks = 64;
    private static readonly TimeSpan s_longestBlock = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;
    private RateLimit? _limit;
    private long _left;
    private DateTimeOffset _blockEnds;
    private long _used;
    private IReadOnlyList<LimitUse> _uses = [];
    private DateTimeOffset _refusedUntil;
    private int _refusedCost = int.MaxValue;

    /// <summary>When it was used last.</summary>
    public long UsedAt { get; set; }

    /// <summary>Counts a request; one after the other.</summary>
    public Task<RateDecision> TakeAsync(
        ILimitStore store, string partition, RateLimit limit, int cost, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var taking = TakeAsync(
                _last, take => store.TakeAsync(partition, limit.Requests, cost, take.Block, now, take.EndsAt, cancellationToken), limit, cost, now);
            _last = taking;
            return taking;
        }
    }

    private async Task<RateDecision> TakeAsync(
        Task before, Func<(long Block, DateTimeOffset EndsAt), Task<LimitTake>> takeAsync, RateLimit limit, int cost, DateTimeOffset now)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (limit != _limit) (_limit, _left, _refusedUntil) = (limit, 0, default);
        if (_left >= cost && now < _blockEnds) return Allow(limit, cost, now);
        if (now < _refusedUntil && cost >= _refusedCost) return Refuse(limit, cost, now);
        var block = Math.Max(cost, limit.Requests / Blocks);
        var lasting = block > cost ? TimeSpan.FromTicks(Math.Min(limit.Window.Ticks / Blocks, s_longestBlock.Ticks)) : TimeSpan.Zero;
        var endsAt = now + lasting + limit.Window;
        var take = await takeAsync((block, endsAt));
        _uses = take.Taken == 0 ? take.Uses : [.. take.Uses, new LimitUse(take.Taken, endsAt)];
        _used = _uses.Sum(use => use.Units);
        (_left, _blockEnds) = (take.Taken, now + lasting);
        if (take.Taken > 0) return Allow(limit, cost, now);
        (_refusedUntil, _refusedCost) = (FreeAt(limit, cost) ?? now, cost);
        return Refuse(limit, cost, now);
    }

    private RateDecision Allow(RateLimit limit, int cost, DateTimeOffset now)
    {
        _left -= cost;
        return new RateDecision(true, Remaining(limit), Seconds(_uses.Count == 0 ? now : _uses.Min(use => use.EndsAt), now));
    }

    private RateDecision Refuse(RateLimit limit, int cost, DateTimeOffset now) => new(false, Remaining(limit), Seconds(FreeAt(limit, cost) ?? now, now));

    private int Remaining(RateLimit limit) => (int)Math.Max(0, limit.Requests - _used + _left);

    /// <summary>When enough of what counts has ended.</summary>
    private DateTimeOffset? FreeAt(RateLimit limit, int cost)
    {
        var needed = _used + cost - limit.Requests;
        foreach (var use in _uses.OrderBy(use => use.EndsAt))
        {
            needed -= use.Units;
            if (needed <= 0) return use.EndsAt;
        }

        return null;
    }

    private static int Seconds(DateTimeOffset until, DateTimeOffset now) => until > now ? (int)Math.Ceiling((until - now).TotalSeconds) : 0;
}

namespace Vindex.Storage.Nodes;

/// <summary>Units taken of a limit.</summary>
/// <param name="Units">How many.</param>
/// <param name="EndsAt">Until when they count.</param>
public readonly record struct LimitUse(long Units, DateTimeOffset EndsAt);

/// <summary>The result of taking units of a limit.</summary>
/// <param name="Taken">How many were taken; 0 if fewer are left than were asked for.</param>
/// <param name="Uses">What counted before, in the order in which it ends.</param>
public sealed record LimitTake(long Taken, IReadOnlyList<LimitUse> Uses)
{
    /// <summary>Decides how many units are taken, as a pure function; the arguments are those of <see cref="ILimitStore.TakeAsync"/>.</summary>
    /// <param name="uses">What counts now, in the order in which it ends.</param>
    /// <param name="limit">How many units may count at a time.</param>
    /// <param name="least">The smallest useful number.</param>
    /// <param name="most">The largest useful number.</param>
    public static LimitTake Decide(IReadOnlyList<LimitUse> uses, long limit, long least, long most)
    {
        var left = limit - uses.Sum(use => use.Units);
        return new LimitTake(left < least ? 0 : Math.Min(left, Math.Max(least, most)), uses);
    }
}

/// <summary>Limits that all nodes count against together.</summary>
public interface ILimitStore
{
    /// <summary>
    /// Takes units of a limit: as many as are left, but at most <paramref name="most"/>; none if fewer than <paramref name="least"/> are left. Of concurrent
    /// callers on all nodes, no two take the same units.
    /// </summary>
    /// <param name="limited">What is limited; stored as a hash.</param>
    /// <param name="limit">How many units may count at a time.</param>
    /// <param name="least">The smallest useful number.</param>
    /// <param name="most">The largest useful number.</param>
    /// <param name="now">The time: units that ended by then do not count.</param>
    /// <param name="endsAt">Until when the units count.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<LimitTake> TakeAsync(
        string limited, long limit, long least, long most, DateTimeOffset now, DateTimeOffset endsAt, CancellationToken cancellationToken);

    /// <summary>Deletes what no longer counts. Returns how many rows.</summary>
    Task<long> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

namespace Vindex.Storage.Deliveries;

/// <summary>Which lanes a dispatcher takes deliveries from, and how many, as pure functions.</summary>
public static class LaneTurns
{
    /// <summary>The lanes with something due and room for more, beginning after the one that was served last.</summary>
    /// <param name="waiting">Lanes in which something waits, in ordinal order, with the time when the first of it is due.</param>
    /// <param name="busy">Attempts of this dispatcher under way, by lane.</param>
    /// <param name="perLane">How many attempts of a lane may be under way.</param>
    /// <param name="after">The lane that was served last; null for none.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<string> InTurn(
        IEnumerable<(string Lane, DateTimeOffset Due)> waiting, IReadOnlyDictionary<string, int> busy, int perLane, string? after, DateTimeOffset now)
    {
        var free = waiting.Where(lane => lane.Due <= now && busy.GetValueOrDefault(lane.Lane) < perLane).Select(lane => lane.Lane).ToList();
        var turn = free.FindIndex(lane => after is not null && string.CompareOrdinal(lane, after) > 0);
        return turn <= 0 ? free : [.. free[turn..], .. free[..turn]];
    }

    /// <summary>How many deliveries of a lane may be taken; 0 or less for none.</summary>
    /// <param name="perLane">How many attempts of a lane may be under way.</param>
    /// <param name="own">Attempts of this dispatcher under way.</param>
    /// <param name="others">Attempts of other dispatchers under way.</param>
    /// <param name="left">How many the dispatcher still has room for.</param>
    public static int Room(int perLane, int own, int others, int left) => Math.Min(perLane - own - others, left);
}

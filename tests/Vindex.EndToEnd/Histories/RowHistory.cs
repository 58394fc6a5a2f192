namespace Vindex.EndToEnd.Histories;

/// <summary>What was done to one row, in the order in which its writer did it.</summary>
internal sealed record RowHistory(string Company, string Type, string Row, IReadOnlyList<Operation> Operations)
{
    /// <summary>Whether it was written once and never purged.</summary>
    public bool IsOnlyAdded { get; } = Operations is [RowWritten];

    /// <summary>What a read between two moments may show; null is no row.</summary>
    public HashSet<long?> Possible(TimeSpan start, TimeSpan end) => [.. Effects(start, end)];

    /// <summary>The same as limits.</summary>
    public RowBounds Bounds(TimeSpan start, TimeSpan end)
    {
        var (mayBeMissing, mayExist, least, greatest) = (false, false, long.MaxValue, 0L);
        foreach (var value in Effects(start, end))
        {
            mayBeMissing |= value is null;
            mayExist |= value is not null;
            least = Math.Min(least, value ?? 0);
            greatest = Math.Max(greatest, value ?? 0);
        }

        return new RowBounds(mayBeMissing, mayExist, least, greatest);
    }

    /// <summary>What was written around a read, for findings.</summary>
    public IEnumerable<Operation> Around(Call read)
    {
        var last = LastBefore(read.Start);
        return Operations.Where((operation, place) => place >= last && operation.Call.Start <= read.End);
    }

    // What the last write left that had ended before; and whatever was under way since, or may still be.
    private IEnumerable<long?> Effects(TimeSpan start, TimeSpan end)
    {
        var last = LastBefore(start);
        yield return last < 0 ? null : Effect(Operations[last]);
        for (var place = 0; place < Operations.Count; place++)
        {
            var operation = Operations[place];
            if (operation.Call.Start > end) yield break;
            if (operation.Call.Outcome == CallOutcome.Unknown || (place > last && operation.IsAcknowledged)) yield return Effect(operation);
        }
    }

    private int LastBefore(TimeSpan moment)
    {
        for (var place = Operations.Count - 1; place >= 0; place--)
        {
            if (Operations[place].IsAcknowledged && Operations[place].Call.End < moment) return place;
        }

        return -1;
    }

    private static long? Effect(Operation operation) => operation is RowWritten written ? written.Value : null;
}

/// <summary>What statistics may count of one row.</summary>
internal readonly record struct RowBounds(bool MayBeMissing, bool MayExist, long Least, long Greatest);

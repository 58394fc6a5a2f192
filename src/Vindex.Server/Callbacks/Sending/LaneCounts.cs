using System.Collections.Concurrent;

namespace Vindex.Server.Callbacks.Sending;

/// <summary>How many attempts of each lane a dispatcher has under way, and whose turn was last.</summary>
internal sealed class LaneCounts
{
    private readonly ConcurrentDictionary<string, int> _lanes = new(StringComparer.Ordinal);

    /// <summary>The lane that was served last; null for none.</summary>
    public string? Last { get; private set; }

    /// <summary>The numbers now.</summary>
    public IReadOnlyDictionary<string, int> Busy() => new Dictionary<string, int>(_lanes, StringComparer.Ordinal);

    /// <summary>An attempt begins.</summary>
    public void Begin(string lane)
    {
        _lanes.AddOrUpdate(lane, 1, static (_, count) => count + 1);
        Last = lane;
    }

    /// <summary>An attempt has ended; returns how many of its lane are left.</summary>
    public int End(string lane)
    {
        // An entry that has come to nothing is removed, and only then: the lanes of a year would fill the memory.
        var left = _lanes.AddOrUpdate(lane, 0, static (_, count) => count - 1);
        if (left == 0) _lanes.TryRemove(KeyValuePair.Create(lane, 0));
        return left;
    }
}

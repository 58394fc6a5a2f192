namespace Vindex.Benchmarks.Simulation;

/// <summary>Locks of the database, granted in the order of asking.</summary>
/// <param name="time">The clock.</param>
/// <param name="measured">The locks for which it is measured how long they were held exclusively.</param>
internal sealed class SimulatedLocks(VirtualTime time, params IEnumerable<string> measured)
{
    private readonly Dictionary<string, LockState> _locks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _held = measured.ToDictionary(key => key, _ => TimeSpan.Zero, StringComparer.Ordinal);

    /// <summary>How long a measured lock was held exclusively so far.</summary>
    public TimeSpan Held(string key) => _held[key];

    /// <summary>Asks for a lock.</summary>
    /// <param name="key">The lock.</param>
    /// <param name="isShared">Whether others may share it.</param>
    /// <param name="granted">What happens when it is granted. It must not release it at once.</param>
    /// <param name="patience">How long to wait; null for as long as it takes.</param>
    /// <param name="gaveUp">What happens when that was too long.</param>
    public void Take(string key, bool isShared, Action granted, TimeSpan? patience = null, Action? gaveUp = null)
    {
        if (!_locks.TryGetValue(key, out var state)) _locks[key] = state = new LockState();
        var waiter = new Waiter(isShared, granted);
        state.Waiting.Enqueue(waiter);
        Grant(state);
        if (patience is null || !waiter.IsWaiting) return;
        time.After(patience.Value, () =>
        {
            if (!waiter.IsWaiting) return;
            waiter.IsWaiting = false;
            Grant(state);
            gaveUp!();
        });
    }

    /// <summary>Releases a lock that was granted.</summary>
    public void Release(string key, bool isShared)
    {
        var state = _locks[key];
        if (isShared) state.Sharing--;
        else state.IsExclusive = false;
        if (!isShared && _held.TryGetValue(key, out var held)) _held[key] = held + (time.Now - state.Since);
        Grant(state);
        if (state is { Sharing: 0, IsExclusive: false, Waiting.Count: 0 }) _locks.Remove(key);
    }

    private void Grant(LockState state)
    {
        while (state.Waiting.TryPeek(out var next))
        {
            if (next.IsWaiting && (state.IsExclusive || (!next.IsShared && state.Sharing > 0))) return;
            state.Waiting.Dequeue();
            if (!next.IsWaiting) continue;
            next.IsWaiting = false;
            if (next.IsShared) state.Sharing++;
            else (state.IsExclusive, state.Since) = (true, time.Now);
            next.Granted();
        }
    }

    private sealed class LockState
    {
        public Queue<Waiter> Waiting { get; } = new();

        public int Sharing { get; set; }

        public bool IsExclusive { get; set; }

        public DateTimeOffset Since { get; set; }
    }

    private sealed class Waiter(bool isShared, Action granted)
    {
        public bool IsShared => isShared;

        public Action Granted => granted;

        public bool IsWaiting { get; set; } = true;
    }
}

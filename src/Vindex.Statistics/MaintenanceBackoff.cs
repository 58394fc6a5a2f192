namespace Vindex.Statistics;

/// <summary>When maintenance that failed may run again: after 1 s, doubling with each failure in a row up to 5 min. Not thread-safe.</summary>
internal sealed class MaintenanceBackoff(TimeProvider time)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);
    private TimeSpan _delay;
    private long _failedAt;

    public bool MayRun => _delay == TimeSpan.Zero || time.GetElapsedTime(_failedAt) >= _delay;

    /// <summary>Notes a failure and returns the delay until the next attempt.</summary>
    public TimeSpan Fail()
    {
        _failedAt = time.GetTimestamp();
        _delay = _delay == TimeSpan.Zero ? s_first : _delay * 2 < s_longest ? _delay * 2 : s_longest;
        return _delay;
    }

    public void Reset() => _delay = TimeSpan.Zero;
}

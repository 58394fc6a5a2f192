namespace Vindex.Models.Calls;

/// <summary>
/// A limit per minute that is refilled continuously. A tenth of it can be used at once, so that no minute has more than eleven tenths. What is reserved beyond
/// that is owed, and the caller waits until it is paid back.
/// </summary>
internal sealed class TokenBucket(int perMinute, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly double _most = Math.Max(1, perMinute / 10.0);
    private double _available = Math.Max(1, perMinute / 10.0);
    private long _at = time.GetTimestamp();

    /// <summary>Reserves an amount; returns how long to wait before using it.</summary>
    public TimeSpan Reserve(double amount)
    {
        if (perMinute == 0) return TimeSpan.Zero;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _available = Math.Min(_most, _available + (time.GetElapsedTime(_at, now).TotalMinutes * perMinute));
            _at = now;
            _available -= amount;
            return _available >= 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(-_available / perMinute);
        }
    }

    /// <summary>Gives back what was not used; a negative amount was used in addition.</summary>
    public void Return(double amount)
    {
        lock (_lock) _available += amount;
    }
}

namespace Vindex.Server.Callbacks.Deliveries;

/// <summary>How long a delivery waits for its next attempt.</summary>
/// <param name="waits">The waits before the second, third, … attempt.</param>
/// <param name="jitter">By which share a wait varies, 0–0.5.</param>
internal sealed class RetrySchedule(IReadOnlyList<TimeSpan> waits, double jitter)
{
    /// <summary>The schedule of the options.</summary>
    public static RetrySchedule From(CallbackOptions options) => new(options.Schedule, options.Jitter);

    /// <summary>
    /// The wait after a failed attempt; null when it was the last. The planned wait is varied by up to ± <c>jitter</c>. A <c>Retry-After</c> lengthens it, to
    /// at most twice its length, and never shortens it: it is the least that the receiver asks for.
    /// </summary>
    /// <param name="attempts">Attempts made so far, 1 or more.</param>
    /// <param name="retryAfter">What a 429 or 503 asked for; null for nothing.</param>
    /// <param name="random">Uniform in [0, 1).</param>
    public TimeSpan? After(int attempts, TimeSpan? retryAfter, double random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        if (attempts > waits.Count)
            return null;
        var wait = waits[attempts - 1] * (1 + (jitter * ((2 * random) - 1)));
        var longest = wait * 2;
        return retryAfter is not { } asked || asked <= wait ? wait : asked < longest ? asked : longest;
    }
}

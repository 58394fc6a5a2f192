namespace Vindex.Server.Callbacks.Deliveries;

/// <summary>The delays between attempts.</summary>
/// <param name="waits">The delays before the second, third, … attempt.</param>
/// <param name="jitter">Fraction by which a delay varies, 0–0.5.</param>
internal sealed class RetrySchedule(IReadOnlyList<TimeSpan> waits, double jitter)
{
    /// <summary>The schedule of the options.</summary>
    public static RetrySchedule From(CallbackOptions options) => new(options.Schedule, options.Jitter);

    /// <summary>
    /// The delay after a failed attempt; null after the last one. The scheduled delay varies by up to ± <c>jitter</c>. A <c>Retry-After</c> can lengthen it to
    /// at most twice its length, and never shortens it, because it is a minimum.
    /// </summary>
    /// <param name="attempts">Attempts made so far, 1 or more.</param>
    /// <param name="retryAfter">The delay that a 429 or 503 asked for; null for none.</param>
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

using Vindex.Server.Callbacks;

namespace Vindex.Server.Tests.Callbacks.Deliveries;

/// <summary>
/// Receivers with moods: each endpoint goes through phases of hours to days in which it works, fails in one of many ways, or does now this and now that.
/// </summary>
internal sealed class SimulatedReceivers(Random random, int endpoints, DateTimeOffset start)
{
    private enum Mood
    {
        Works,
        Flaky,
        Errors,
        Throttles,
        Unavailable,
        Redirects,
        Hangs,
        Resets,
        Unreachable,
        Rebound,
        Gone,
    }

    private static readonly Mood[] Moods =
    [
        Mood.Works, Mood.Works, Mood.Works, Mood.Works, Mood.Flaky, Mood.Flaky, Mood.Errors, Mood.Throttles, Mood.Unavailable, Mood.Redirects, Mood.Hangs,
        Mood.Resets,
        Mood.Unreachable, Mood.Rebound,
    ];

    private readonly (Mood Mood, DateTimeOffset Until)[] _phases = [.. Enumerable.Repeat((Mood.Works, start), endpoints)];

    /// <summary>How endpoint number <paramref name="index"/> answers now. The response time is how long the attempt took.</summary>
    public CallbackOutcome Answer(int index, DateTimeOffset now)
    {
        while (_phases[index].Until <= now)
        {
            var mood = random.Next(150) == 0 ? Mood.Gone : Moods[random.Next(Moods.Length)];
            // Some phases are long enough for five days of nothing but failures.
            var hours = random.Next(4) == 0 ? random.Next(100, 300) : random.Next(1, 48);
            _phases[index] = (mood, _phases[index].Until.AddHours(hours));
        }

        return Of(_phases[index].Mood);
    }

    private CallbackOutcome Of(Mood mood)
    {
        var time = TimeSpan.FromMilliseconds(random.Next(1, 3000));
        return mood switch
        {
            Mood.Works => new CallbackOutcome.Delivered(random.Next(3) switch { 0 => 200, 1 => 202, _ => 204 }, "ok", time),
            Mood.Flaky => random.Next(2) == 0 ? Of(Mood.Works) : Of(Moods[random.Next(5, Moods.Length)]),
            Mood.Errors =>
                new CallbackOutcome.Rejected(random.Next(400, 600) is var status && status is 410 or 429 or 503 ? 500 : status, AnyRetryAfter(), "error", time),
            Mood.Throttles => new CallbackOutcome.Rejected(429, AnyRetryAfter(), "slow down", time),
            Mood.Unavailable => new CallbackOutcome.Rejected(503, AnyRetryAfter(), "later", time),
            Mood.Redirects => new CallbackOutcome.Rejected(random.Next(300, 309), null, "elsewhere", time),
            Mood.Hangs => new CallbackOutcome.TimedOut(TimeSpan.FromSeconds(30)),
            Mood.Resets => new CallbackOutcome.ConnectionFailed(ConnectionFailure.Closed, "The connection was closed before a response arrived", time),
            Mood.Unreachable => new CallbackOutcome.ConnectionFailed(ConnectionFailure.Unreachable, "No connection: ConnectionRefused", time),
            Mood.Rebound => new CallbackOutcome.RefusedTarget("Callbacks to this address are not allowed", time),
            Mood.Gone => new CallbackOutcome.Rejected(410, null, "gone", time),
            _ => throw new InvalidOperationException($"unknown mood {mood}"),
        };
    }

    private TimeSpan? AnyRetryAfter() => random.Next(4) switch
    {
        0 => null,
        1 => TimeSpan.FromSeconds(random.Next(0, 60)),
        2 => TimeSpan.FromSeconds(random.Next(60, 7200)),
        _ => TimeSpan.FromDays(random.Next(1, 365)),
    };
}

using Vindex.Server.Background;

namespace Vindex.Server.Callbacks.Sending;

/// <summary>Decisions of the dispatcher as pure functions, beside those about lanes (<see cref="Vindex.Storage.Deliveries.LaneTurns"/>).</summary>
internal static class DispatchPolicy
{
    /// <summary>Attempts under way in all, so that memory and sockets have a bound whatever the number of endpoints.</summary>
    private const int MaxUnderWay = 1024;

    /// <summary>Beyond the time limit of an attempt, for storing its end.</summary>
    private static readonly TimeSpan s_reserve = TimeSpan.FromSeconds(30);

    /// <summary>How the outbox is worked on. Never signals by the number of attempts under way: a lane that is free does, see <see cref="LooksAgain"/>.</summary>
    public static LeasedWorkOptions Work { get; } = new(
        "callbacks", MaxUnderWay, Heartbeat: s_reserve, Poll: TimeSpan.FromSeconds(1), Grace: TimeSpan.FromSeconds(10), SignalBelow: -1);

    /// <summary>Until when a delivery is leased that is taken now.</summary>
    public static DateTimeOffset LeaseUntil(CallbackOptions options, DateTimeOffset now) => now + options.Timeout + s_reserve;

    /// <summary>
    /// Whether to look for more when an attempt has ended and so many of its lane are left: below half, so that a quick receiver's lane is filled by several
    /// with one look; for a slow one the poll is frequent enough.
    /// </summary>
    public static bool LooksAgain(CallbackOptions options, int left) => left <= options.Concurrency / 2;
}

using Vindex.Server.Configuration;

namespace Vindex.Server.Security.Sessions;

/// <summary>Lifetimes of sessions and one-time links: the section <c>Sessions</c>.</summary>
internal sealed record WebSessionOptions
{
    /// <summary>A session ends after this time without use.</summary>
    [DurationRange("1m", "365d")]
    public required Duration Idle { get; init; }

    /// <summary>A session ends after this time, even if it is used.</summary>
    [DurationRange("1m", "365d")]
    public required Duration Lifetime { get; init; }

    /// <summary>Validity of invitation links.</summary>
    [DurationRange("1m", "30d")]
    public required Duration InvitationLifetime { get; init; }

    /// <summary>Validity of password reset links.</summary>
    [DurationRange("1m", "7d")]
    public required Duration ResetLifetime { get; init; }

    /// <summary>How old the stored time of last use may be; writing it for each request would be too expensive.</summary>
    internal TimeSpan SeenPrecision => TimeSpan.FromTicks(Math.Min(Idle.Value.Ticks / 10, TimeSpan.TicksPerMinute));
}

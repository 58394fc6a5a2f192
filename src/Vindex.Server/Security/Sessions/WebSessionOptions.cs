using Vindex.Server.Configuration;

namespace Vindex.Server.Security.Sessions;

/// <summary>Lifetimes of sessions and one-time links.</summary>
/// <param name="Idle">A session ends after this time without use.</param>
/// <param name="Lifetime">A session ends after this time, even if it is used.</param>
/// <param name="InvitationLifetime">Validity of invitation links.</param>
/// <param name="ResetLifetime">Validity of password reset links.</param>
/// <param name="PublicUrl">Public address of the server, for links; null for the address that it listens on.</param>
internal sealed record WebSessionOptions(TimeSpan Idle, TimeSpan Lifetime, TimeSpan InvitationLifetime, TimeSpan ResetLifetime, Uri? PublicUrl)
{
    /// <summary>How old the stored time of last use may be; writing it for each request would be too expensive.</summary>
    public TimeSpan SeenPrecision => TimeSpan.FromTicks(Math.Min(Idle.Ticks / 10, TimeSpan.TicksPerMinute));

    public static WebSessionOptions Read(SettingsReader settings)
    {
        var minute = TimeSpan.FromMinutes(1);
        var year = TimeSpan.FromDays(365);
        return new WebSessionOptions(
            settings.Duration("Sessions:Idle", minute, year),
            settings.Duration("Sessions:Lifetime", minute, year),
            settings.Duration("Sessions:InvitationLifetime", minute, TimeSpan.FromDays(30)),
            settings.Duration("Sessions:ResetLifetime", minute, TimeSpan.FromDays(7)),
            settings.Address("Server:PublicUrl"));
    }
}

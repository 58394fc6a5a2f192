using Vindex.Server.Configuration;

namespace Vindex.Server.Security.Sessions;

/// <summary>How long people stay signed in, and how long links to become so are good.</summary>
/// <param name="Idle">A session that was not used for so long has ended.</param>
/// <param name="Lifetime">A session ends after so long, however much it is used.</param>
/// <param name="InvitationLifetime">An invitation link is refused after so long.</param>
/// <param name="ResetLifetime">A password reset link is refused after so long.</param>
/// <param name="PublicUrl">Where people reach the server, for links; null for the address that the request came to.</param>
internal sealed record WebSessionOptions(TimeSpan Idle, TimeSpan Lifetime, TimeSpan InvitationLifetime, TimeSpan ResetLifetime, Uri? PublicUrl)
{
    /// <summary>How old the stored time of last use may be; writing it at each request would cost more than it tells.</summary>
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

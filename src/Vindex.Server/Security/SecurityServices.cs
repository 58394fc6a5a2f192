using Vindex.Server.Security.Limits;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Sessions;

namespace Vindex.Server.Security;

/// <summary>Credentials and limits.</summary>
internal static class SecurityServices
{
    public static void AddSecurity(this IServiceCollection services, SecurityOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(Randomness.System);
        services.AddSingleton<Ids>();
        services.AddSingleton<Audit>();
        services.AddSingleton<IRateLimiter>(provider => new SlidingWindows(provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>People: passwords, sessions, one-time links.</summary>
    public static void AddAccounts(this IServiceCollection services, WebSessionOptions sessions, SignInLimits limits)
    {
        services.AddSingleton(sessions);
        services.AddSingleton(limits);
        services.AddSingleton<PasswordHashing>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<SessionRegister>();
        services.AddSingleton<Antiforgery>();
        services.AddSingleton<OneTimeLinks>();
        services.AddSingleton<PasswordChange>();
        services.AddSingleton<Acceptance>();
        services.AddSingleton<AccountSetup>();
    }
}

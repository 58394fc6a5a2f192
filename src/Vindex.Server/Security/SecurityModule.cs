using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Vindex.Server.Configuration;
using Vindex.Server.Security.Authentication;
using Vindex.Server.Security.Limits;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Providers;
using Vindex.Server.Security.SecondFactors;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Security;

/// <summary>Credentials and limits.</summary>
internal static class SecurityModule
{
    public static void AddSecurity(this IServiceCollection services, AdminKey adminKey)
    {
        services.AddSettings<SecurityOptions>("Security");
        services.AddSingleton(adminKey);
        services.AddSingleton(Randomness.System);
        services.AddSingleton<Ids>();
        services.AddHttpContextAccessor();
        services.AddSingleton<Audit>();
        services.AddSingleton<KeyDirectory>();
        services.AddSingleton(LocalToken.Create());
        services.AddSingleton<KnownSecrets>();
        services.AddJson(SecurityJson.Shared);
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(Schemes.Key, null)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(Schemes.Session, null);
        services.AddSettings<ReadOptions>("Limits:Reads");
        services.AddSingleton<ReadGate>();
        services.AddSingleton<ReadTurns>();
        services.AddSingleton<IRateLimiter>(provider => provider.GetRequiredService<IStore>() is { IsExclusive: false } shared
            ? new SharedWindows(shared.Limits, provider.GetRequiredService<TimeProvider>())
            : new SlidingWindows(provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>People: passwords, sessions, one-time links.</summary>
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddSettings<WebSessionOptions>("Sessions");
        services.AddSettings<SignInOptions>("SignIn");
        services.AddSettings<ProviderOptions>(SignInProviders.Section + ":Default");
        services.AddSingleton<SignInProviders>();
        services.AddRateLimit(RateLimits.SignInPerEmail);
        services.AddRateLimit(RateLimits.SignInPerAddress);
        services.AddRateLimit(RateLimits.SignInNewBrowsers);
        services.AddRateLimit(RateLimits.SignInPerBrowser);
        services.AddSingleton<KnownBrowsers>();
        services.AddSingleton<PasswordHashing>();
        services.AddSingleton<RefusedSignIns>();
        services.AddHostedService(provider => provider.GetRequiredService<RefusedSignIns>());
        services.AddSingleton<SignInService>();
        services.AddSingleton<SecondFactorSeal>();
        services.AddSingleton<SecondFactorService>();
        services.AddSingleton<OwnSecondFactor>();
        services.AddSingleton<CodeSignIn>();
        services.AddSingleton<SecondStepCookie>();
        services.AddSingleton<SessionDirectory>();
        services.AddSingleton<SessionService>();
        services.AddSingleton<WebSession>();
        services.AddSingleton<SessionAntiforgery>();
        services.AddSingleton<FormDraft>();
        services.AddSingleton<IAntiforgery>(provider => provider.GetRequiredService<SessionAntiforgery>());
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<OneTimeLinks>();
        services.AddSingleton<PasswordService>();
        services.AddSingleton<InvitationService>();
        services.AddSingleton<AccountService>();
    }
}

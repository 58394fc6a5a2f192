using Vindex.Server.Security.Limits;

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
}

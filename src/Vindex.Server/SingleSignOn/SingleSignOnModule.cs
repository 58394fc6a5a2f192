namespace Vindex.Server.SingleSignOn;

/// <summary>Signing in with OpenID Connect providers. Its pages are the portal's.</summary>
internal static class SingleSignOnModule
{
    public static void AddSingleSignOn(this IServiceCollection services)
    {
        services.AddSingleton<ProviderClient>();
        services.AddSingleton<ProviderDirectory>();
        services.AddSingleton<CodeExchange>();
        services.AddSingleton<IdTokens>();
        services.AddSingleton<ProviderProtocol>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<ProviderAccounts>();
        services.AddSingleton<ProviderSignIn>();
        services.AddSingleton<IdentityService>();
    }
}

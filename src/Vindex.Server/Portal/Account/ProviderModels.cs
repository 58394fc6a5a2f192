namespace Vindex.Server.Portal.Account;

/// <summary>A provider on the sign-in page.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Href">Where signing in with it starts.</param>
public sealed record ProviderLink(string Title, string Href);

/// <summary>The page that sends a browser to a provider to connect an account of it.</summary>
/// <param name="Provider">Name of the provider.</param>
/// <param name="Email">The account to connect it to.</param>
/// <param name="Href">The provider's page.</param>
public sealed record ConnectModel(string Provider, string Email, string Href);

/// <summary>The ways to sign in to one's own account.</summary>
/// <param name="Identities">Connected accounts of providers.</param>
/// <param name="Providers">Providers that can be connected, by name.</param>
/// <param name="HasPassword">Whether the account has a password that can be used.</param>
/// <param name="CanChange">Whether connections can be changed in this session.</param>
public sealed record SignInWays(
    IReadOnlyList<ConnectedIdentity> Identities, IReadOnlyList<(string Name, string Title)> Providers, bool HasPassword, bool CanChange)
{
    /// <summary>Whether there is anything to show.</summary>
    public bool IsShown => Identities.Count + Providers.Count > 0;
}

/// <summary>An account of a provider that signs in to one's own account.</summary>
/// <param name="Id">Id of the connection.</param>
/// <param name="Title">Name of the provider; its issuer if it is no longer set up.</param>
/// <param name="Subject">The provider's name for the account.</param>
/// <param name="CreatedAt">When it was connected.</param>
public sealed record ConnectedIdentity(string Id, string Title, string Subject, DateTimeOffset CreatedAt);

using Vindex.Server.Security;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Providers;
using Vindex.Server.Security.Sessions;
using Vindex.Storage.Users;

namespace Vindex.Server.SingleSignOn;

/// <summary>The identities of one's own account.</summary>
internal sealed class IdentityService(
    IIdentityStore store, SignInProviders providers, SignInService signIn, IOptions<SignInOptions> options, Audit audit)
{
    /// <summary>
    /// Whether the identities of a session's account can be changed: not in one that is limited to a company, which could get rid of the limit.
    /// </summary>
    public bool CanChange(SignedIn signedIn) => signedIn.Session.Provider is not { } name || providers.Find(name)?.Company is null;

    /// <summary>Whether connecting takes the account's password.</summary>
    public bool TakesPassword(SignedIn signedIn) => signedIn.User.HasPassword && options.Value.LocalAccounts;

    /// <summary>The identities of the account, oldest first.</summary>
    public Task<IReadOnlyList<UserIdentity>> ListAsync(SignedIn signedIn, CancellationToken cancellationToken) =>
        store.ListAsync(signedIn.User.Id, cancellationToken);

    /// <summary>The provider to connect to, after the password was checked.</summary>
    public async Task<Outcome<SignInProvider>> ConnectAsync(
        Client client, SignedIn signedIn, string providerName, string password, CancellationToken cancellationToken)
    {
        if (providers.Find(providerName) is not { } provider) return new Refusal.NotFound();
        if (!CanChange(signedIn)) return Limited();
        if (!TakesPassword(signedIn)) return provider;
        return await signIn.CheckAsync(client, signedIn.User.Email, password, cancellationToken) switch
        {
            Outcome<User>.Done => provider,
            Outcome<User>.Refused { Reason: Refusal.RateLimited limited } => limited,
            _ => PasswordService.Wrong(),
        };
    }

    /// <summary>Disconnects an identity.</summary>
    public async Task<Outcome<Success>> DisconnectAsync(SignedIn signedIn, string identityId, CancellationToken cancellationToken)
    {
        if (!CanChange(signedIn)) return Limited();
        var all = await store.ListAsync(signedIn.User.Id, cancellationToken);
        if (all.All(identity => identity.Id != identityId)) return new Refusal.NotFound();
        if (all.Count == 1 && !TakesPassword(signedIn))
            return new Refusal.Conflict("last_identity", "You could no longer sign in without this connection.");
        var entry = audit.Entry(signedIn.Actor, "identity.disconnected", signedIn.Company?.CompanyId, signedIn.User.Id, ("identity", identityId));
        return await store.RemoveAsync(signedIn.User.Id, identityId, entry, cancellationToken) ? default(Success) : new Refusal.NotFound();
    }

    private static Refusal.Forbidden Limited() =>
        new Refusal.Forbidden("limited_session", "This session is limited to one company. Sign in another way to change how you sign in.");
}

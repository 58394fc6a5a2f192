using Vindex.Server.Background;
using Vindex.Server.Caching;
using Vindex.Server.Security.Providers;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Authentication;

/// <summary>Caches web sessions for requests.</summary>
internal sealed class SessionDirectory(
    ISessionStore store, TimeProvider time, IOptions<SecurityOptions> options, NodeMessages messages, SignInProviders providers,
    IOptions<SignInOptions> signIn, KeyDirectory keys) : IDisposable
{
    private readonly SharedCache<LiveSession> _sessions = new(
        (hash, cancellationToken) => store.FindAsync(Convert.FromHexString(hash), cancellationToken), time, options.Value.KeyCache, messages, "sessions");

    /// <summary>The session of a token's hash, as far as its provider lets it; null if there is none.</summary>
    public async ValueTask<LiveSession?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken) =>
        await _sessions.FindAsync(Convert.ToHexString(tokenHash), cancellationToken) is { } live ? Limited(live) : null;

    /// <summary>What a session can reach by the present settings of its provider; null if that is no longer set up.</summary>
    public LiveSession? Limited(LiveSession live) => live.Session.Provider is { } name ? providers.Find(name)?.Limit(live) : live;

    /// <summary>
    /// Whether a second factor is required of a session's account that does not have one. Not of people who have signed in with a provider, which decides for
    /// itself what it asks for.
    /// </summary>
    public bool LacksSecondFactor(LiveSession live, UserCompany? company) =>
        signIn.Value.LocalAccounts && live.Session.Provider is null && !live.User.HasSecondFactor
        && (signIn.Value.RequireSecondFactor || company is { RequiresSecondFactor: true });

    /// <summary>Must be called after a change to sessions.</summary>
    public void Forget() => _sessions.Forget();

    /// <summary>Must be called after a change to accounts or memberships, on which personal keys depend too.</summary>
    public void ForgetAccounts()
    {
        keys.Forget();
        _sessions.Forget();
    }

    /// <summary>Forgets on this node only, after a session was used.</summary>
    public void ForgetHere() => _sessions.ForgetHere();

    public void Dispose() => _sessions.Dispose();
}

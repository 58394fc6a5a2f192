using Vindex.Server.Background;
using Vindex.Server.Caching;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Authentication;

/// <summary>Caches web sessions for requests.</summary>
internal sealed class SessionDirectory(ISessionStore store, TimeProvider time, IOptions<SecurityOptions> options, NodeMessages messages) : IDisposable
{
    private readonly SharedCache<LiveSession> _sessions = new(
        (hash, cancellationToken) => store.FindAsync(Convert.FromHexString(hash), cancellationToken), time, options.Value.KeyCache, messages, "sessions");

    /// <summary>The session of a token's hash; null if there is none.</summary>
    public ValueTask<LiveSession?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken) =>
        _sessions.FindAsync(Convert.ToHexString(tokenHash), cancellationToken);

    /// <summary>Must be called after a change to sessions, accounts or memberships.</summary>
    public void Forget() => _sessions.Forget();

    /// <summary>Forgets on this node only, after a session was used.</summary>
    public void ForgetHere() => _sessions.ForgetHere();

    public void Dispose() => _sessions.Dispose();
}

using Vindex.Server.Background;
using Vindex.Server.Caching;
using Vindex.Server.Security.Providers;
using Vindex.Storage.Keys;

namespace Vindex.Server.Security;

/// <summary>Caches API keys for requests.</summary>
internal sealed class KeyDirectory(
    IApiKeyStore store, TimeProvider time, IOptions<SecurityOptions> options, NodeMessages messages, IOptions<SignInOptions> signIn) : IDisposable
{
    private readonly SharedCache<ApiKey> _keys = new(store.FindAsync, time, options.Value.KeyCache, messages, "keys");

    /// <summary>A key by its public part; null if there is none.</summary>
    public ValueTask<ApiKey?> FindAsync(string keyId, CancellationToken cancellationToken) => _keys.FindAsync(keyId, cancellationToken);

    /// <summary>
    /// Whether the person of a personal key has to set up a second factor first. Accounts without a password do not: they sign in with a provider, which
    /// decides for itself what it asks for.
    /// </summary>
    public bool LacksSecondFactor(ApiKey key) =>
        signIn.Value.LocalAccounts && key.Person is { HasPassword: true, HasSecondFactor: false } person
        && (signIn.Value.RequireSecondFactor || person.RequiresSecondFactor);

    /// <summary>Must be called after a key, its company or its person was changed or deleted.</summary>
    public void Forget() => _keys.Forget();

    public void Dispose() => _keys.Dispose();
}

using Vindex.Server.Background;
using Vindex.Server.Caching;
using Vindex.Storage.Keys;

namespace Vindex.Server.Security;

/// <summary>Caches API keys for requests.</summary>
internal sealed class KeyDirectory(IApiKeyStore store, TimeProvider time, IOptions<SecurityOptions> options, NodeMessages messages) : IDisposable
{
    private readonly SharedCache<ApiKey> _keys = new(store.FindAsync, time, options.Value.KeyCache, messages, "keys");

    /// <summary>A key by its public part; null if there is none.</summary>
    public ValueTask<ApiKey?> FindAsync(string keyId, CancellationToken cancellationToken) => _keys.FindAsync(keyId, cancellationToken);

    /// <summary>Must be called after a key or its company was changed or deleted.</summary>
    public void Forget() => _keys.Forget();

    public void Dispose() => _keys.Dispose();
}

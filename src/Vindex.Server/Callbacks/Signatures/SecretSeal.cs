using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Memory;
using Vindex.Storage.Installations;

namespace Vindex.Server.Callbacks.Signatures;

/// <summary>Seals the shared secrets of installations, as they are kept in the store, and opens them.</summary>
internal sealed class SecretSeal(IDataProtectionProvider protection) : IDisposable
{
    private static readonly MemoryCacheEntryOptions s_oneEntry = new() { Size = 1 };
    private readonly IDataProtector _protector = protection.CreateProtector("Vindex.Installations.SharedSecret.v1");
    private readonly MemoryCache _opened = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public byte[] Seal(CallbackSecret secret) => _protector.Protect(Encoding.UTF8.GetBytes(secret.Text));

    /// <summary>
    /// A secret that was sealed here; null when the key that sealed it is gone. Opening costs some microseconds, so what is in use is kept in memory.
    /// </summary>
    public CallbackSecret? Open(byte[] box)
    {
        var name = Convert.ToBase64String(SHA256.HashData(box));
        if (_opened.TryGetValue(name, out CallbackSecret? known)) return known;
        try
        {
            if (!CallbackSecret.TryRead(Encoding.UTF8.GetString(_protector.Unprotect(box)), out var secret, out _)) return null;
            return _opened.Set(name, secret!, s_oneEntry);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose() => _opened.Dispose();

    /// <summary>The secrets that are accepted and sign at an instant, newest first.</summary>
    public IReadOnlyList<CallbackSecret> OpenLive(SealedSecrets secrets, DateTimeOffset now) => [.. secrets.Live(now).Select(Open).OfType<CallbackSecret>()];
}

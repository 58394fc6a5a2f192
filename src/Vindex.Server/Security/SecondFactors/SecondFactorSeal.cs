using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Vindex.Server.Security.SecondFactors;

/// <summary>Seals the secrets of authenticator apps, as they are kept in the store, and opens them.</summary>
internal sealed class SecondFactorSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Vindex.SecondFactor.v1");

    public byte[] Seal(byte[] secret) => _protector.Protect(secret);

    /// <summary>A secret that was sealed here; null when the key that sealed it is gone. Recovery codes and resets work even then.</summary>
    public byte[]? Open(byte[] box)
    {
        try
        {
            return _protector.Unprotect(box);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

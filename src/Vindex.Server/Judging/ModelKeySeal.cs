using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Vindex.Server.Judging;

/// <summary>Encrypts the keys of companies' own models for the store.</summary>
internal sealed class ModelKeySeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Vindex.Judging.ModelKey.v1");

    /// <summary>As stored.</summary>
    public byte[] Seal(string key) => _protector.Protect(Encoding.UTF8.GetBytes(key));

    /// <summary>A key that was sealed here; null if the key that encrypted it is gone.</summary>
    public string? Open(byte[] box)
    {
        try
        {
            return Encoding.UTF8.GetString(_protector.Unprotect(box));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

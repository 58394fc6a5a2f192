using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Vindex.Server.Security.Sessions;

namespace Vindex.Server.Alerts.Digests;

/// <summary>
/// Links that switch a digest off without signing in. A link contains the id of the digest, encrypted and authenticated, and nothing else: it opens no page
/// with figures, and cannot be made for another digest. It works as long as the digest exists, since mail is read late.
/// </summary>
internal sealed class UnsubscribeLinks(IDataProtectionProvider protection, PublicAddress address)
{
    private const int MaxLength = 512;

    private readonly IDataProtector _protector = protection.CreateProtector("Vindex.Digests.Unsubscribe.v1");

    /// <summary>The link for a digest.</summary>
    public string Of(string digestId) => address.Of($"{DigestPaths.Unsubscribe}/{_protector.Protect(digestId)}");

    /// <summary>The digest of a link; null if this server has not made it.</summary>
    public string? Read(string token)
    {
        if (token.Length > MaxLength) return null;
        try
        {
            return _protector.Unprotect(token);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

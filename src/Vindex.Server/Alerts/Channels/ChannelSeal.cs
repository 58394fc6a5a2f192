using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Vindex.Server.Alerts.Channels;

/// <summary>Encrypts the addresses of channels, which contain credentials, and decrypts them for sending.</summary>
internal sealed class ChannelSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Vindex.Alerts.Channel.v1");

    public byte[] Seal(string target) => _protector.Protect(Encoding.UTF8.GetBytes(target));

    /// <summary>An address; null if the key that encrypted it is gone.</summary>
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

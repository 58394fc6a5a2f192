using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Security;
using Vindex.Storage.Installations;

namespace Vindex.Server.Webhooks.Signing;

/// <summary>What signs a webhook's requests: every webhook has both, so that the way of signing can be changed at any time.</summary>
/// <param name="Secret">The shared secret.</param>
/// <param name="Pair">The key pair.</param>
internal sealed record WebhookKeys(CallbackSecret Secret, Ed25519Key Pair);

/// <summary>A header of a webhook's own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, which is not shown again.</param>
internal sealed record OwnHeader(string Name, string Value);

/// <summary>Makes the keys of webhooks, and encrypts them and the webhooks' headers for the store.</summary>
internal sealed class WebhookSeal(IDataProtectionProvider protection, Randomness randomness)
{
    private const int SecretBytes = 32;
    private const char Separator = ' ';

    private readonly IDataProtector _keys = protection.CreateProtector("Vindex.Webhooks.Keys.v1");
    private readonly IDataProtector _headers = protection.CreateProtector("Vindex.Webhooks.Headers.v1");

    /// <summary>New keys.</summary>
    public WebhookKeys Make() =>
        new(CallbackSecret.FromKey(randomness.Bytes(SecretBytes)), Ed25519Key.FromSeed(randomness.Bytes(Ed25519Key.SeedBytes)));

    public byte[] Seal(WebhookKeys keys) => _keys.Protect(Encoding.ASCII.GetBytes(keys.Secret.Text + Separator + keys.Pair.PrivateText));

    /// <summary>Keys that were sealed here; null when the key that sealed them is gone.</summary>
    public WebhookKeys? Open(byte[] box)
    {
        if (Unprotect(_keys, box) is not { } bytes) return null;
        var parts = Encoding.ASCII.GetString(bytes).Split(Separator);
        return parts is [var text, var pair] && CallbackSecret.TryRead(text, out var secret, out _) && Ed25519Key.Read(pair) is { } read
            ? new WebhookKeys(secret!, read)
            : null;
    }

    /// <summary>The keys that sign at an instant, newest first.</summary>
    public IReadOnlyList<WebhookKeys> OpenLive(SealedSecrets secrets, DateTimeOffset now) => [.. secrets.Live(now).Select(Open).OfType<WebhookKeys>()];

    /// <summary>Headers as they are stored; null for none.</summary>
    public byte[]? SealHeaders(IReadOnlyList<OwnHeader> headers) =>
        headers.Count == 0 ? null : _headers.Protect(JsonSerializer.SerializeToUtf8Bytes(headers, WebhookJson.Shared.IReadOnlyListOwnHeader));

    /// <summary>Headers that were sealed here; none when the key that sealed them is gone.</summary>
    public IReadOnlyList<OwnHeader> OpenHeaders(byte[]? box) =>
        box is not null && Unprotect(_headers, box) is { } bytes ? JsonSerializer.Deserialize(bytes, WebhookJson.Shared.IReadOnlyListOwnHeader) ?? [] : [];

    private static byte[]? Unprotect(IDataProtector protector, byte[] box)
    {
        try
        {
            return protector.Unprotect(box);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

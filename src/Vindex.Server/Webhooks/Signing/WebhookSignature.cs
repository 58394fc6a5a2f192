using System.Globalization;
using System.Text;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks.Signing;

/// <summary>
/// The headers of Standard Webhooks (https://www.standardwebhooks.com): <c>v1</c> with the shared secret, <c>v1a</c> with the private key. Both sign id,
/// timestamp and body with dots between. During a rotation there is one of each kind for both keys, the newest first.
/// </summary>
internal static class WebhookSignature
{
    private const string AsymmetricPrefix = "v1a,";

    /// <summary>The headers of one attempt.</summary>
    /// <param name="keys">The live keys, newest first; at least one.</param>
    /// <param name="signing">Which of them sign.</param>
    /// <param name="id">The event's id.</param>
    /// <param name="at">The time of this attempt.</param>
    /// <param name="body">The bytes that are sent.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(
        IReadOnlyList<WebhookKeys> keys, WebhookSigning signing, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        if (keys.Count == 0) throw new ArgumentException("A request is signed with at least one key", nameof(keys));
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var before = $"{id}.{timestamp}.";
        byte[] message = [.. Encoding.ASCII.GetBytes(before), .. body];
        var signatures = new List<string>();
        foreach (var key in keys)
        {
            if (signing is WebhookSigning.Hmac or WebhookSigning.Both)
                signatures.Add(CallbackSignature.Base64Prefix + Convert.ToBase64String(CallbackSignature.Sign(key.Secret.WebhookKey, before, body)));
            if (signing is WebhookSigning.Ed25519 or WebhookSigning.Both)
                signatures.Add(AsymmetricPrefix + Convert.ToBase64String(key.Pair.Sign(message)));
        }

        return
        [
            new(CallbackSignature.WebhookIdHeader, id),
            new(CallbackSignature.WebhookTimestampHeader, timestamp),
            new(CallbackSignature.WebhookSignatureHeader, string.Join(' ', signatures)),
        ];
    }
}

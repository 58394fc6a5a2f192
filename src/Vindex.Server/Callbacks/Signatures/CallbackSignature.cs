using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vindex.Server.Callbacks.Signatures;

/// <summary>
/// The headers that prove where a callback comes from: <c>X-Vindex-*</c>, and those of Standard Webhooks (https://www.standardwebhooks.com). During a rotation
/// both
/// carry a signature for each live secret, the newest first.
/// </summary>
public static class CallbackSignature
{
    /// <summary><c>sha256=</c> and the hexadecimal HMAC-SHA256 of timestamp, a dot, and the body; several separated by commas.</summary>
    public const string SignatureHeader = "X-Vindex-Signature";

    /// <summary>Unix seconds of the attempt.</summary>
    public const string TimestampHeader = "X-Vindex-Timestamp";

    /// <summary>The job whose result this is.</summary>
    public const string JobHeader = "X-Vindex-Job-Id";

    /// <summary>The delivery's id: the same for every attempt and replay.</summary>
    public const string WebhookIdHeader = "webhook-id";

    /// <summary>Unix seconds of the attempt, equal to <see cref="TimestampHeader"/>.</summary>
    public const string WebhookTimestampHeader = "webhook-timestamp";

    /// <summary><c>v1,</c> and the base64 HMAC-SHA256 of id, timestamp and body with dots between; several separated by blanks.</summary>
    public const string WebhookSignatureHeader = "webhook-signature";

    internal const string HexPrefix = "sha256=";
    internal const string Base64Prefix = "v1,";

    /// <summary>The headers of one attempt.</summary>
    /// <param name="secrets">The live secrets, newest first; at least one.</param>
    /// <param name="webhookId">The delivery's id; must not contain a dot, which separates the signed parts.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="at">The time of this attempt.</param>
    /// <param name="body">The bytes that are sent.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(
        IReadOnlyList<CallbackSecret> secrets, string webhookId, string jobId, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(webhookId);
        if (secrets.Count == 0)
            throw new ArgumentException("A callback is signed with at least one secret", nameof(secrets));
        if (webhookId.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException("A webhook id must not contain a dot", nameof(webhookId));

        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var own = new string[secrets.Count];
        var standard = new string[secrets.Count];
        for (var i = 0; i < secrets.Count; i++)
        {
            own[i] = HexPrefix + Convert.ToHexStringLower(Sign(secrets[i].TextKey, $"{timestamp}.", body));
            standard[i] = Base64Prefix + Convert.ToBase64String(Sign(secrets[i].WebhookKey, $"{webhookId}.{timestamp}.", body));
        }

        return
        [
            new(SignatureHeader, string.Join(',', own)),
            new(TimestampHeader, timestamp),
            new(JobHeader, jobId),
            new(WebhookIdHeader, webhookId),
            new(WebhookTimestampHeader, timestamp),
            new(WebhookSignatureHeader, string.Join(' ', standard)),
        ];
    }

    internal static byte[] Sign(ReadOnlySpan<byte> key, string before, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(before));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}

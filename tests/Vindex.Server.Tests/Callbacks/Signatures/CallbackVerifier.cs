using System.Globalization;
using System.Security.Cryptography;
using Vindex.Server.Callbacks.Signatures;

namespace Vindex.Server.Tests.Callbacks.Signatures;

/// <summary>
/// The receiver's side: whether a callback was signed with a secret, a short time ago. Written against the documentation and apart from the code that signs.
/// </summary>
/// <param name="secret">What the receiver was given at registration.</param>
/// <param name="tolerance">How far the timestamp may lie from now, either way; Standard Webhooks uses five minutes.</param>
internal sealed class CallbackVerifier(CallbackSecret secret, TimeSpan tolerance)
{
    /// <summary>Checks <c>X-Vindex-Signature</c>. True when one of its signatures is right and the timestamp is near.</summary>
    /// <param name="signatureHeader">The value of <c>X-Vindex-Signature</c>; one or more signatures, separated by commas.</param>
    /// <param name="timestampHeader">The value of <c>X-Vindex-Timestamp</c>.</param>
    /// <param name="body">The body, byte for byte as received.</param>
    /// <param name="now">The receiver's time.</param>
    public bool Verify(string? signatureHeader, string? timestampHeader, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (signatureHeader is null || timestampHeader is null || !IsNear(timestampHeader, now))
            return false;
        var expected = CallbackSignature.Sign(secret.TextKey, $"{timestampHeader}.", body);
        Span<byte> given = stackalloc byte[expected.Length];
        var right = false;
        foreach (var part in signatureHeader.Split(',', StringSplitOptions.TrimEntries))
        {
            right |= part.StartsWith(CallbackSignature.HexPrefix, StringComparison.Ordinal)
                && part.Length == CallbackSignature.HexPrefix.Length + (2 * expected.Length)
                && Convert.FromHexString(part.AsSpan(CallbackSignature.HexPrefix.Length), given, out _, out _) == System.Buffers.OperationStatus.Done
                && CryptographicOperations.FixedTimeEquals(given, expected);
        }

        return right;
    }

    /// <summary>Checks the headers of Standard Webhooks. True when one of the signatures is right and the timestamp is near.</summary>
    /// <param name="webhookId">The value of <c>webhook-id</c>.</param>
    /// <param name="signatureHeader">The value of <c>webhook-signature</c>; one or more signatures, separated by blanks.</param>
    /// <param name="timestampHeader">The value of <c>webhook-timestamp</c>.</param>
    /// <param name="body">The body, byte for byte as received.</param>
    /// <param name="now">The receiver's time.</param>
    public bool VerifyStandard(string? webhookId, string? signatureHeader, string? timestampHeader, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (webhookId is null || signatureHeader is null || timestampHeader is null || !IsNear(timestampHeader, now))
            return false;
        var expected = CallbackSignature.Sign(secret.WebhookKey, $"{webhookId}.{timestampHeader}.", body);
        Span<byte> given = stackalloc byte[expected.Length + 1];
        var right = false;
        foreach (var part in signatureHeader.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            right |= part.StartsWith(CallbackSignature.Base64Prefix, StringComparison.Ordinal)
                && Convert.TryFromBase64Chars(part.AsSpan(CallbackSignature.Base64Prefix.Length), given, out var length)
                && length == expected.Length
                && CryptographicOperations.FixedTimeEquals(given[..length], expected);
        }

        return right;
    }

    private bool IsNear(string timestampHeader, DateTimeOffset now) =>
        long.TryParse(timestampHeader, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs((double)now.ToUnixTimeSeconds() - seconds) <= tolerance.TotalSeconds;
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vindex.Client.Models;

namespace Vindex.Client;

/// <summary>A callback whose signature is valid.</summary>
/// <param name="Id">
/// The delivery: the same for every attempt and replay, so that a repetition can be ignored. Null without <c>webhook-signature</c>.
/// </param>
/// <param name="Scored">A ticket was scored; null if it could not be scored.</param>
/// <param name="Failed">A ticket could not be scored; null if it was scored.</param>
public sealed record Callback(string? Id, ScoredCallback? Scored, FailedCallback? Failed);

/// <summary>Verifies callbacks. Both forms of signatures that Vindex sends are accepted.</summary>
/// <param name="secrets">The installation's secret; several while you change it.</param>
public sealed class CallbackVerifier(params IReadOnlyList<string> secrets)
{
    /// <summary>How far the time of a callback may be from the receiver's clock. Default 5 min.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The receiver's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Returns the callback if one of its signatures is valid.</summary>
    /// <param name="header">Returns a header of the request, whatever the case of its name, or null or an empty text.</param>
    /// <param name="body">The bytes as received, not JSON that was parsed and written again.</param>
    /// <exception cref="SignatureException">No signature is valid, or the callback is too old or from the future.</exception>
    public Callback Verify(Func<string, string?> header, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(header);
        var id = header("webhook-id");
        var signatures = header("webhook-signature");
        var isStandard = !string.IsNullOrEmpty(id) && !string.IsNullOrEmpty(signatures);
        var timestamp = header(isStandard ? "webhook-timestamp" : "x-vindex-timestamp") ?? "";
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(TimeProvider.GetUtcNow().ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
        {
            throw new SignatureException("The timestamp is missing or too far from this clock.");
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes(isStandard ? $"{id}.{timestamp}." : $"{timestamp}."), .. body];
        var given = isStandard ? Standard(signatures!) : Own(header("x-vindex-signature") ?? "");

        // All of them are compared, so that the time does not show which one was valid.
        var isValid = false;
        foreach (var secret in secrets)
        {
            var expected = HMACSHA256.HashData(isStandard ? Key(secret) : Encoding.UTF8.GetBytes(secret), signed);
            foreach (var signature in given) isValid |= CryptographicOperations.FixedTimeEquals(signature, expected);
        }

        return isValid ? Read(isStandard ? id : null, body) : throw new SignatureException("No signature is valid for this secret.");
    }

    private static Callback Read(string? id, ReadOnlySpan<byte> body)
    {
        using var document = JsonDocument.Parse(body.ToArray());
        return document.RootElement.TryGetProperty("status", out _)
            ? new Callback(id, null, document.Deserialize(VindexJson.Default.FailedCallback))
            : new Callback(id, document.Deserialize(VindexJson.Default.ScoredCallback), null);
    }

    private static List<byte[]> Standard(string signatures) =>
        [.. signatures.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Where(part => part != "v1").Select(FromBase64)];

    private static List<byte[]> Own(string signatures) =>
        [.. signatures.Split(',', StringSplitOptions.TrimEntries).Where(part => part.StartsWith("sha256=", StringComparison.Ordinal)).Select(FromHex)];

    private static byte[] Key(string secret)
    {
        const string prefix = "whsec_";
        if (!secret.StartsWith(prefix, StringComparison.Ordinal)) return Encoding.UTF8.GetBytes(secret);
        return FromBase64(secret[prefix.Length..]) is { Length: > 0 } key
            ? key
            : throw new InvalidOperationException("The secret begins with whsec_ but is not base64.");
    }

    // Empty if it is none: no signature equals it.
    private static byte[] FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : [];
    }

    private static byte[] FromHex(string part)
    {
        var text = part["sha256=".Length..];
        return text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : [];
    }
}

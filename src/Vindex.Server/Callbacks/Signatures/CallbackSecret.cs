using System.Text;

namespace Vindex.Server.Callbacks.Signatures;

/// <summary>
/// A shared secret between an installation and its receiver, and the two keys that are made of it: <c>X-Vindex-Signature</c> is keyed with the secret's text as
/// it
/// was handed out; Standard Webhooks is keyed with the decoded bytes after <c>whsec_</c>, or with the text when it does not begin so.
/// </summary>
/// <remarks>The prefix alone decides, never what the rest looks like: 64 hexadecimal digits are valid base64, too, and are meant as text.</remarks>
public sealed class CallbackSecret
{
    /// <summary>What a secret in the notation of Standard Webhooks begins with.</summary>
    public const string Prefix = "whsec_";

    private const int Shortest = 24;
    private const int Longest = 256;
    private const int ShortestKey = 16;

    private readonly byte[] _text;
    private readonly byte[] _webhookKey;

    private CallbackSecret(string text, byte[] webhookKey)
    {
        _text = Encoding.ASCII.GetBytes(text);
        _webhookKey = webhookKey;
        Text = text;
    }

    /// <summary>The secret as it is handed out and stored (encrypted).</summary>
    public string Text { get; }

    /// <summary>The key of <c>X-Vindex-Signature</c>.</summary>
    public ReadOnlySpan<byte> TextKey => _text;

    /// <summary>The key of <c>webhook-signature</c>.</summary>
    public ReadOnlySpan<byte> WebhookKey => _webhookKey;

    /// <summary>A new secret around random bytes.</summary>
    /// <param name="key">24–64 bytes from a cryptographic source, as Standard Webhooks recommends; 32 are a good number.</param>
    public static CallbackSecret FromKey(ReadOnlySpan<byte> key)
    {
        if (key.Length is < 24 or > 64)
            throw new ArgumentException("A key must have 24 to 64 bytes", nameof(key));
        return new CallbackSecret(Prefix + Convert.ToBase64String(key), key.ToArray());
    }

    /// <summary>Reads a secret that somebody chose.</summary>
    /// <param name="text">24 to 256 printable ASCII characters without blanks; after <c>whsec_</c> base64 of at least 16 bytes.</param>
    /// <param name="secret">The secret, when it could be read.</param>
    /// <param name="error">Otherwise what is expected; does not repeat the secret.</param>
    public static bool TryRead(string text, out CallbackSecret? secret, out string error)
    {
        ArgumentNullException.ThrowIfNull(text);
        secret = null;
        error = "";
        if (text.Length is < Shortest or > Longest)
            error = $"The secret must have {Shortest} to {Longest} characters";
        else if (text.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
            error = "The secret must consist of printable ASCII characters without spaces";
        else if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            secret = new CallbackSecret(text, Encoding.ASCII.GetBytes(text));
        else if (Decode(text.AsSpan(Prefix.Length)) is { } key)
            secret = new CallbackSecret(text, key);
        else
            error = $"A secret that begins with {Prefix} must continue with padded base64 of at least {ShortestKey} bytes";
        return secret is not null;
    }

    /// <summary>Nothing of the secret, so that it does not get into logs.</summary>
    public override string ToString() => "[secret]";

    private static byte[]? Decode(ReadOnlySpan<char> base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64Chars(base64, bytes, out var length) && length >= ShortestKey ? bytes[..length] : null;
    }
}

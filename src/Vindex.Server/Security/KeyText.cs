using System.Security.Cryptography;
using System.Text;

namespace Vindex.Server.Security;

/// <summary>The text of an API key: <c>vx_&lt;12-character id&gt;_&lt;43-character secret&gt;</c>.</summary>
internal readonly record struct KeyText(string Id, string Secret)
{
    public const int IdLength = 12;
    public const int SecretLength = 43;
    private const string Prefix = "vx_";
    private const int Length = 3 + IdLength + 1 + SecretLength;

    // No "_" and no "-": a double click selects the whole id. 62^43 is a little over 2^256.
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The SHA-256 hash of the secret, which is all that is stored. A random 256-bit secret needs neither a salt nor a slow hash.</summary>
    public byte[] SecretHash() => SHA256.HashData(Encoding.ASCII.GetBytes(Secret));

    public override string ToString() => $"{Prefix}{Id}_{Secret}";

    public static KeyText Create(Randomness randomness) => new(randomness.Text(Alphabet, IdLength), randomness.Text(Alphabet, SecretLength));

    /// <summary>A new secret for a key that keeps its id.</summary>
    public KeyText WithNewSecret(Randomness randomness) => this with { Secret = randomness.Text(Alphabet, SecretLength) };

    public static bool TryParse(string text, out KeyText key)
    {
        key = default;
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdLength] != '_') return false;
        var id = text.Substring(Prefix.Length, IdLength);
        var secret = text[(Prefix.Length + IdLength + 1)..];
        if (!id.All(char.IsAsciiLetterOrDigit) || !secret.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) return false;
        key = new KeyText(id, secret);
        return true;
    }
}

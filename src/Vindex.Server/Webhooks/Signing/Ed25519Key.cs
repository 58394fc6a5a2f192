using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Vindex.Server.Webhooks.Signing;

/// <summary>A key pair for Ed25519 (RFC 8032), which .NET has no type for. The private key is its seed.</summary>
internal sealed class Ed25519Key
{
    /// <summary>What a private key in the notation of Standard Webhooks begins with.</summary>
    public const string PrivatePrefix = "whsk_";

    /// <summary>What a public key in the notation of Standard Webhooks begins with.</summary>
    public const string PublicPrefix = "whpk_";

    /// <summary>Length of a private key, in bytes.</summary>
    public const int SeedBytes = 32;

    private readonly byte[] _seed;
    private readonly byte[] _public = new byte[Ed25519.PublicKeySize];

    private Ed25519Key(byte[] seed)
    {
        _seed = seed;
        Ed25519.GeneratePublicKey(seed, 0, _public, 0);
    }

    /// <summary>The public key, as receivers get it.</summary>
    public string PublicText => PublicPrefix + Convert.ToBase64String(_public);

    /// <summary>The private key, as it is stored (encrypted).</summary>
    public string PrivateText => PrivatePrefix + Convert.ToBase64String(_seed);

    /// <summary>The public key's bytes.</summary>
    public ReadOnlySpan<byte> PublicKey => _public;

    /// <summary>A key from 32 random bytes.</summary>
    public static Ed25519Key FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedBytes) throw new ArgumentException($"A private key has {SeedBytes} bytes", nameof(seed));
        return new Ed25519Key(seed.ToArray());
    }

    /// <summary>Reads <see cref="PrivateText"/>; null for any other text.</summary>
    public static Ed25519Key? Read(string text)
    {
        if (!text.StartsWith(PrivatePrefix, StringComparison.Ordinal)) return null;
        var seed = new byte[SeedBytes + 1];
        var isSeed = Convert.TryFromBase64String(text[PrivatePrefix.Length..], seed, out var length) && length == SeedBytes;
        return isSeed ? new Ed25519Key(seed[..SeedBytes]) : null;
    }

    /// <summary>Signs a message: 64 bytes, the same for the same message.</summary>
    public byte[] Sign(byte[] message)
    {
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(_seed, 0, message, 0, message.Length, signature, 0);
        return signature;
    }

    /// <summary>Nothing of the private key, so that it does not get into logs.</summary>
    public override string ToString() => PublicText;
}

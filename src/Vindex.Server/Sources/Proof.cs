using System.Security.Cryptography;
using System.Text;
using Vindex.Server.Callbacks.Signatures;

namespace Vindex.Server.Sources;

/// <summary>A request's proof that its sender knows the shared secret. Compared in constant time.</summary>
internal sealed class Proof
{
    private readonly Func<CallbackSecret, bool> _verifies;

    private Proof(Func<CallbackSecret, bool> verifies) => _verifies = verifies;

    /// <summary>The secret itself. Hashes are compared, so that timing does not reveal its length either.</summary>
    public static Proof OfSecret(string given)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(given));
        return new Proof(secret => CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(secret.TextKey)));
    }

    /// <summary>The hexadecimal HMAC-SHA256 of the body under the secret's text.</summary>
    public static Proof OfHmac(string hex, ReadOnlyMemory<byte> body)
    {
        var given = new byte[HMACSHA256.HashSizeInBytes];
        var isHash = hex.Length == 2 * given.Length && Convert.FromHexString(hex, given, out _, out _) == System.Buffers.OperationStatus.Done;
        return new Proof(secret => CryptographicOperations.FixedTimeEquals(given, HMACSHA256.HashData(secret.TextKey, body.Span)) & isHash);
    }

    public bool Verifies(CallbackSecret secret) => _verifies(secret);
}

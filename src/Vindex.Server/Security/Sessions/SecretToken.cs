using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Vindex.Server.Security.Sessions;

/// <summary>
/// 256 random bits as base64url: the token of a session cookie or one-time link. Only its SHA-256 hash is stored; that much randomness needs no salt.
/// </summary>
internal static class SecretToken
{
    private const int Bytes = 32;
    private const int Length = 43;

    public static string Create(Randomness randomness) => Base64Url.EncodeToString(randomness.Bytes(Bytes));

    /// <summary>The hash under which it is stored; null if it is not a valid token.</summary>
    public static byte[]? Hash(string? token) =>
        token is { Length: Length } && Base64Url.IsValid(token) ? SHA256.HashData(Encoding.ASCII.GetBytes(token)) : null;
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Vindex.Server.Security.Sessions;

/// <summary>
/// Tokens that show that a write comes from a page of ours (OWASP, "HMAC based token pattern"): an HMAC of the session's token, which other sites cannot
/// read. It is masked anew each time it is shown, so that compressed pages tell nothing of it (BREACH).
/// </summary>
internal sealed class Antiforgery(Randomness randomness)
{
    public const string Header = "X-CSRF-Token";
    public const string Field = "__token";
    private const int Size = SHA256.HashSizeInBytes;

    /// <summary>A token for the pages and scripts of a session.</summary>
    public string TokenFor(SignedIn signedIn)
    {
        var mask = randomness.Bytes(Size);
        var mac = Mac(signedIn.Token);
        byte[] text = [.. mask, .. mask.Zip(mac, (a, b) => (byte)(a ^ b))];
        return Base64Url.EncodeToString(text);
    }

    /// <summary>True when a token was made for this session.</summary>
    public static bool IsRight(SignedIn signedIn, string? token)
    {
        if (token is null || token.Length > 2 * Size * 2 || !Base64Url.IsValid(token)) return false;
        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length != 2 * Size) return false;
        for (var i = 0; i < Size; i++) bytes[Size + i] ^= bytes[i];
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(Size), Mac(signedIn.Token));
    }

    /// <summary>The token that a request carries: in the header, or in the field of a form.</summary>
    public static async ValueTask<string?> ReadAsync(HttpContext context)
    {
        if (context.Request.Headers[Header] is [{ Length: > 0 } header]) return header;
        if (!FormBody.IsForm(context.Request)) return null;
        return (await FormBody.ReadAsync(context))?[Field] is [{ } field] ? field : null;
    }

    private static byte[] Mac(string sessionToken) => HMACSHA256.HashData(Encoding.ASCII.GetBytes(sessionToken), "vindex antiforgery 1"u8);
}

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vindex.Server.Security.SecondFactors;

/// <summary>Codes of authenticator apps (RFC 6238), with the parameters that all apps support: SHA-1, six digits, 30 seconds.</summary>
internal static class Totp
{
    /// <summary>Length of a secret: that of the hash (RFC 4226, 4).</summary>
    public const int SecretBytes = 20;

    public const int Digits = 6;
    public const int StepSeconds = 30;
    private const int Modulus = 1_000_000;
    private const int BitsPerLetter = 5;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The time step of an instant.</summary>
    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a time step (RFC 4226, 5.3).</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The algorithm of authenticator apps; a collision of the hash is no weakness of HMAC.
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xf)..]) & int.MaxValue;
        return (number % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The time step that a code belongs to: the current one, or one before or after it, because clocks differ; null for none of them.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        long? found = null;
        var given = Encoding.UTF8.GetBytes(code);
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
        {
            // Compares all, so that timing reveals nothing.
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), given)) found = step;
        }

        return found;
    }

    /// <summary>The secret as apps show and read it (RFC 4648, base32 without padding).</summary>
    public static string Text(ReadOnlySpan<byte> secret)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var value in secret)
        {
            bits = (bits << 8) | value;
            for (count += 8; count >= BitsPerLetter; count -= BitsPerLetter) text.Append(Base32[(bits >> (count - BitsPerLetter)) & 31]);
            bits &= (1 << count) - 1;
        }

        if (count > 0) text.Append(Base32[(bits << (BitsPerLetter - count)) & 31]);
        return text.ToString();
    }

    /// <summary>The URI that adds a secret to an app.</summary>
    public static string Uri(ReadOnlySpan<byte> secret, string account) =>
        $"otpauth://totp/Vindex:{System.Uri.EscapeDataString(account)}?secret={Text(secret)}&issuer=Vindex&algorithm=SHA1&digits={Digits}&period={StepSeconds}";
}

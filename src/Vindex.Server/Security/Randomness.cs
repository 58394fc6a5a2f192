using System.Security.Cryptography;

namespace Vindex.Server.Security;

/// <summary>Source of randomness for secrets and ids, which tests can replace.</summary>
/// <param name="fill">Fills a span with random bytes.</param>
internal sealed class Randomness(Randomness.Source fill)
{
    internal delegate void Source(Span<byte> bytes);

    /// <summary>The operating system's source.</summary>
    public static Randomness System { get; } = new(RandomNumberGenerator.Fill);

    /// <summary>Random bytes, for example for a key.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        fill(bytes);
        return bytes;
    }

    /// <summary>A number from 0 up to, not including, 1, in steps of 2^-53.</summary>
    public double Fraction()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        fill(bytes);
        return (BitConverter.ToUInt64(bytes) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Text of uniformly distributed characters.</summary>
    public string Text(string alphabet, int length)
    {
        // Bytes beyond the largest multiple of the alphabet's size would favor its first characters, so they are drawn again.
        var limit = 256 - (256 % alphabet.Length);
        Span<char> text = stackalloc char[length];
        Span<byte> bytes = stackalloc byte[64];
        var used = bytes.Length;
        for (var i = 0; i < length;)
        {
            if (used == bytes.Length)
            {
                fill(bytes);
                used = 0;
            }

            var drawn = bytes[used++];
            if (drawn < limit) text[i++] = alphabet[drawn % alphabet.Length];
        }

        return new string(text);
    }
}

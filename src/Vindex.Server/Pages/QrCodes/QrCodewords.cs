namespace Vindex.Server.Pages.QrCodes;

/// <summary>The codewords of a text: bytes with Reed-Solomon error correction, block by block and interleaved (ISO/IEC 18004, 7.4 to 7.6).</summary>
internal static class QrCodewords
{
    private const int Polynomial = 0x11d;
    private const int ByteMode = 0b0100;
    private const int FirstPad = 0xec;
    private const int OtherPad = 0x11;

    /// <summary>All codewords of a symbol.</summary>
    public static byte[] Of(ReadOnlySpan<byte> text, QrVersion version)
    {
        var data = Data(text, version);
        var divisor = Divisor(version.Correction);
        var shortBlocks = version.Blocks - (version.Codewords % version.Blocks);
        var shortLength = (version.Codewords / version.Blocks) - version.Correction;
        var blocks = new List<byte[]>();
        for (var (i, start) = (0, 0); i < version.Blocks; i++)
        {
            var length = i < shortBlocks ? shortLength : shortLength + 1;
            blocks.Add(data[start..(start + length)]);
            start += length;
        }

        var corrections = blocks.ConvertAll(block => Remainder(block, divisor));
        var interleaved = Enumerable.Range(0, shortLength + 1).SelectMany(i => blocks.Where(block => i < block.Length).Select(block => block[i]));
        return [.. interleaved, .. Enumerable.Range(0, version.Correction).SelectMany(i => corrections.Select(correction => correction[i]))];
    }

    // Mode, length, bytes, up to four zero bits, zero bits up to a whole codeword, padding.
    private static byte[] Data(ReadOnlySpan<byte> text, QrVersion version)
    {
        var data = new byte[version.DataCodewords];
        var bit = 0;
        Append(ByteMode, 4);
        Append(text.Length, version.CountBits);
        foreach (var value in text) Append(value, 8);
        bit = Math.Min(bit + 4, 8 * data.Length);
        var pad = FirstPad;
        for (var i = (bit + 7) / 8; i < data.Length; i++)
        {
            data[i] = (byte)pad;
            pad ^= FirstPad ^ OtherPad;
        }

        return data;

        void Append(int value, int bits)
        {
            for (var i = bits - 1; i >= 0; i--, bit++) data[bit / 8] |= (byte)(((value >> i) & 1) << (7 - (bit % 8)));
        }
    }

    /// <summary>The coefficients of the generator polynomial, without the leading 1.</summary>
    public static byte[] Divisor(int degree)
    {
        var coefficients = new byte[degree];
        coefficients[^1] = 1;
        byte root = 1;
        for (var i = 0; i < degree; i++, root = Multiply(root, 2))
        {
            for (var j = 0; j < degree; j++)
            {
                coefficients[j] = Multiply(coefficients[j], root);
                if (j + 1 < degree) coefficients[j] ^= coefficients[j + 1];
            }
        }

        return coefficients;
    }

    /// <summary>The codewords of error correction of a block.</summary>
    public static byte[] Remainder(ReadOnlySpan<byte> block, ReadOnlySpan<byte> divisor)
    {
        var remainder = new byte[divisor.Length];
        foreach (var value in block)
        {
            var factor = (byte)(value ^ remainder[0]);
            remainder.AsSpan(1).CopyTo(remainder);
            remainder[^1] = 0;
            for (var i = 0; i < divisor.Length; i++) remainder[i] ^= Multiply(divisor[i], factor);
        }

        return remainder;
    }

    // In the field with 256 elements.
    private static byte Multiply(byte a, byte b)
    {
        var product = 0;
        for (var i = 7; i >= 0; i--)
        {
            product = (product << 1) ^ ((product >> 7) * Polynomial);
            product ^= ((b >> i) & 1) * a;
        }

        return (byte)product;
    }
}

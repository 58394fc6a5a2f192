namespace Vindex.Server.Pages.QrCodes;

/// <summary>A size of QR codes (ISO/IEC 18004, tables 1 and 9) with error correction level M, which survives damage to 15 % of the symbol.</summary>
/// <param name="Number">1 to 20.</param>
internal readonly record struct QrVersion(int Number)
{
    private const int Largest = 20;
    private const int FirstWithLongCount = 10;
    private const int HeaderBits = 4;
    private static readonly byte[] s_correction = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
    private static readonly byte[] s_blocks = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];

    /// <summary>Modules on a side.</summary>
    public int Size => (4 * Number) + 17;

    /// <summary>Bits of the number of bytes.</summary>
    public int CountBits => Number < FirstWithLongCount ? 8 : 16;

    /// <summary>Codewords of data and error correction.</summary>
    public int Codewords
    {
        get
        {
            var modules = (((16 * Number) + 128) * Number) + 64;
            if (Number >= 2)
            {
                var alignments = (Number / 7) + 2;
                modules -= (((25 * alignments) - 10) * alignments) - 55;
            }

            return (Number >= 7 ? modules - 36 : modules) / 8;
        }
    }

    /// <summary>Blocks with error correction of their own.</summary>
    public int Blocks => s_blocks[Number - 1];

    /// <summary>Codewords of error correction in each block.</summary>
    public int Correction => s_correction[Number - 1];

    /// <summary>Codewords of data.</summary>
    public int DataCodewords => Codewords - (Blocks * Correction);

    /// <summary>The smallest version for a number of bytes; null if there is none.</summary>
    public static QrVersion? For(int bytes)
    {
        for (var number = 1; number <= Largest; number++)
        {
            var version = new QrVersion(number);
            if (HeaderBits + version.CountBits + (8 * bytes) <= 8 * version.DataCodewords) return version;
        }

        return null;
    }

    /// <summary>Where the centers of alignment patterns are, in both directions.</summary>
    public IReadOnlyList<int> Alignments()
    {
        if (Number == 1) return [];
        var count = (Number / 7) + 2;
        var step = ((Number * 8) + (count * 3) + 5) / ((count * 4) - 4) * 2;
        var last = Size - 7;
        return [6, .. Enumerable.Range(0, count - 1).Reverse().Select(i => last - (i * step))];
    }
}

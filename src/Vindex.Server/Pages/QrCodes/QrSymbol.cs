namespace Vindex.Server.Pages.QrCodes;

/// <summary>The modules of a QR code (ISO/IEC 18004, 6.3, 7.7 to 7.10).</summary>
internal sealed class QrSymbol
{
    /// <summary>The number of masks.</summary>
    public const int Masks = 8;

    private readonly QrVersion _version;
    private readonly bool[,] _dark;
    private readonly bool[,] _reserved;

    public QrSymbol(QrVersion version, ReadOnlySpan<byte> codewords, int mask)
    {
        _version = version;
        Size = version.Size;
        _dark = new bool[Size, Size];
        _reserved = new bool[Size, Size];
        DrawTiming();
        foreach (var (x, y) in new[] { (3, 3), (Size - 4, 3), (3, Size - 4) }) DrawRings(x, y, 4, ring => ring is not (2 or 4));
        DrawAlignments();
        DrawFormat(mask);
        if (version.Number >= 7) DrawVersion();
        DrawCodewords(codewords, mask);
    }

    /// <summary>Modules on a side, without the margin.</summary>
    public int Size { get; }

    /// <summary>Whether a module is dark.</summary>
    public bool this[int x, int y] => _dark[x, y];

    private void Put(int x, int y, bool isDark)
    {
        _dark[x, y] = isDark;
        _reserved[x, y] = true;
    }

    private void DrawTiming()
    {
        for (var i = 0; i < Size; i++)
        {
            Put(6, i, i % 2 == 0);
            Put(i, 6, i % 2 == 0);
        }
    }

    private void DrawRings(int centerX, int centerY, int radius, Func<int, bool> isDark)
    {
        for (var x = Math.Max(0, centerX - radius); x <= Math.Min(Size - 1, centerX + radius); x++)
        {
            for (var y = Math.Max(0, centerY - radius); y <= Math.Min(Size - 1, centerY + radius); y++)
                Put(x, y, isDark(Math.Max(Math.Abs(x - centerX), Math.Abs(y - centerY))));
        }
    }

    private void DrawAlignments()
    {
        var places = _version.Alignments();
        var last = places.Count - 1;
        for (var i = 0; i <= last; i++)
        {
            for (var j = 0; j <= last; j++)
            {
                // The corners of the finder patterns.
                if ((i, j) != (0, 0) && (i, j) != (0, last) && (i, j) != (last, 0)) DrawRings(places[i], places[j], 2, ring => ring != 1);
            }
        }
    }

    // Level and mask, twice, with a BCH code. The bits of level M are 00.
    private void DrawFormat(int mask)
    {
        var rest = mask;
        for (var i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
        var bits = ((mask << 10) | rest) ^ 0x5412;
        for (var i = 0; i < 6; i++) Put(8, i, Bit(i));
        Put(8, 7, Bit(6));
        Put(8, 8, Bit(7));
        Put(7, 8, Bit(8));
        for (var i = 9; i < 15; i++) Put(14 - i, 8, Bit(i));
        for (var i = 0; i < 8; i++) Put(Size - 1 - i, 8, Bit(i));
        for (var i = 8; i < 15; i++) Put(8, Size - 15 + i, Bit(i));
        Put(8, Size - 8, isDark: true);

        bool Bit(int i) => ((bits >> i) & 1) != 0;
    }

    // Twice, with a BCH code.
    private void DrawVersion()
    {
        var rest = _version.Number;
        for (var i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
        var bits = (_version.Number << 12) | rest;
        for (var i = 0; i < 18; i++)
        {
            var isDark = ((bits >> i) & 1) != 0;
            Put(Size - 11 + (i % 3), i / 3, isDark);
            Put(i / 3, Size - 11 + (i % 3), isDark);
        }
    }

    // In columns of two modules from the right, up and down in turn, around the vertical timing pattern.
    private void DrawCodewords(ReadOnlySpan<byte> codewords, int mask)
    {
        var bit = 0;
        for (var right = Size - 1; right >= 1; right -= 2)
        {
            if (right == 6) right = 5;
            for (var i = 0; i < 2 * Size; i++)
            {
                var x = right - (i % 2);
                var y = ((right + 1) & 2) == 0 ? Size - 1 - (i / 2) : i / 2;
                if (_reserved[x, y]) continue;
                var isDark = bit < 8 * codewords.Length && ((codewords[bit / 8] >> (7 - (bit % 8))) & 1) != 0;
                _dark[x, y] = isDark ^ IsInverted(mask, x, y);
                bit++;
            }
        }
    }

    private static bool IsInverted(int mask, int x, int y) => mask switch
    {
        0 => (x + y) % 2 == 0,
        1 => y % 2 == 0,
        2 => x % 3 == 0,
        3 => (x + y) % 3 == 0,
        4 => ((x / 3) + (y / 2)) % 2 == 0,
        5 => (x * y % 2) + (x * y % 3) == 0,
        6 => ((x * y % 2) + (x * y % 3)) % 2 == 0,
        _ => (((x + y) % 2) + (x * y % 3)) % 2 == 0,
    };
}

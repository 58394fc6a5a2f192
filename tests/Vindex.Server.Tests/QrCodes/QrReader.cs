using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using Shouldly;

namespace Vindex.Server.Tests.QrCodes;

/// <summary>What a QR code says, and how.</summary>
/// <param name="Text">The text.</param>
/// <param name="Version">Its size, 1 to 20.</param>
/// <param name="Mask">Its mask, 0 to 7.</param>
internal sealed record QrReading(string Text, int Version, int Mask);

/// <summary>
/// Reads QR codes with error correction level M, with nothing from the encoder: the tables are those that the standard (ISO/IEC 18004) prints, not computed,
/// and the field has tables of logarithms. It refuses what a reader would have to correct.
/// </summary>
internal static partial class QrReader
{
    // Table 9: codewords of error correction in a block, and blocks with their codewords of data.
    private static readonly (int Correction, int[] Data)[] s_blocks =
    [
        (10, [16]), (16, [28]), (26, [44]), (18, [32, 32]), (24, [43, 43]), (16, Of((4, 27))), (18, Of((4, 31))), (22, Of((2, 38), (2, 39))),
        (22, Of((3, 36), (2, 37))), (26, Of((4, 43), (1, 44))), (30, Of((1, 50), (4, 51))), (22, Of((6, 36), (2, 37))), (22, Of((8, 37), (1, 38))),
        (24, Of((4, 40), (5, 41))), (24, Of((5, 41), (5, 42))), (28, Of((7, 45), (3, 46))), (28, Of((10, 46), (1, 47))), (26, Of((9, 43), (4, 44))),
        (26, Of((3, 44), (11, 45))), (26, Of((3, 41), (13, 42))),
    ];

    // Annex E.
    private static readonly int[][] s_alignments =
    [
        [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50], [6, 30, 54], [6, 32, 58], [6, 34, 62],
        [6, 26, 46, 66], [6, 26, 48, 70], [6, 26, 50, 74], [6, 30, 54, 78], [6, 30, 56, 82], [6, 30, 58, 86], [6, 34, 62, 90],
    ];

    // Table C.1: the format information of level M with masks 0 to 7.
    private static readonly int[] s_formats = [0x5412, 0x5125, 0x5e7c, 0x5b4b, 0x45f9, 0x40ce, 0x4f97, 0x4aa0];

    // Table D.1: the version information of versions 7 to 20.
    private static readonly int[] s_versions =
        [0x07c94, 0x085bc, 0x09a99, 0x0a4d3, 0x0bbf6, 0x0c762, 0x0d847, 0x0e60d, 0x0f928, 0x10b78, 0x1145d, 0x12a17, 0x13532, 0x149a6];

    private static readonly (int[] Powers, int[] Logarithms) s_field = Field();

    /// <summary>Reads the path of an SVG image with four light modules on each side.</summary>
    public static QrReading ReadPath(string path, int side)
    {
        var image = new bool[side, side];
        foreach (var match in Rectangle().Matches(path).Cast<Match>())
        {
            var (x, y, width, back) = (Number(match, "x"), Number(match, "y"), Number(match, "width"), Number(match, "back"));
            back.ShouldBe(x);
            for (var i = x; i < x + width; i++) image[y, i] = true;
        }

        Rectangle().Replace(path, "").ShouldBeEmpty();
        const int Margin = 4;
        var dark = new bool[side - (2 * Margin), side - (2 * Margin)];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                if (Math.Min(x, y) < Margin || Math.Max(x, y) >= side - Margin) image[y, x].ShouldBeFalse();
                else dark[y - Margin, x - Margin] = image[y, x];
            }
        }

        return Read(dark);

        static int Number(Match match, string name) => int.Parse(match.Groups[name].Value);
    }

    /// <summary>Reads the dark modules, by row and column.</summary>
    public static QrReading Read(bool[,] dark)
    {
        var size = dark.GetLength(0);
        dark.GetLength(1).ShouldBe(size);
        var version = (size - 17) / 4;
        size.ShouldBe(17 + (4 * version));
        var isPattern = CheckPatterns(dark, version);
        var mask = ReadFormat(dark, isPattern);
        ReadVersion(dark, version, isPattern);
        var codewords = Codewords(Unmasked(dark, isPattern, mask));
        return new QrReading(ReadText(ReadBlocks(codewords, version), version), version, mask);
    }

    [GeneratedRegex("M(?<x>[0-9]+) (?<y>[0-9]+)h(?<width>[0-9]+)v1H(?<back>[0-9]+)z", RegexOptions.None, 10_000)]
    private static partial Regex Rectangle();

    private static int[] Of(params (int Count, int Data)[] groups) => [.. groups.SelectMany(group => Enumerable.Repeat(group.Data, group.Count))];

    // Finder patterns with their separators, alignment patterns, timing patterns. Returns where they are.
    private static bool[,] CheckPatterns(bool[,] dark, int version)
    {
        var size = dark.GetLength(0);
        var known = new bool[size, size];
        string[] finder = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"];
        string[] alignment = ["#####", "#...#", "#.#.#", "#...#", "#####"];
        foreach (var (row, column) in new[] { (0, 0), (0, size - 7), (size - 7, 0) })
        {
            for (var y = Math.Max(0, row - 1); y < Math.Min(size, row + 8); y++)
            {
                for (var x = Math.Max(0, column - 1); x < Math.Min(size, column + 8); x++)
                {
                    var isInside = y >= row && y < row + 7 && x >= column && x < column + 7;
                    Expect(y, x, isInside && finder[y - row][x - column] == '#');
                }
            }
        }

        var centers = s_alignments[version - 1];
        foreach (var (y, x) in centers.SelectMany(row => centers.Select(column => (row, column))))
        {
            if (IsAtFinder(y, x)) continue;
            for (var i = -2; i <= 2; i++)
            {
                for (var j = -2; j <= 2; j++) Expect(y + i, x + j, alignment[i + 2][j + 2] == '#');
            }
        }

        for (var i = 8; i < size - 8; i++)
        {
            Expect(6, i, i % 2 == 0);
            Expect(i, 6, i % 2 == 0);
        }

        return known;

        bool IsAtFinder(int y, int x) => (y < 9 && x < 9) || (y < 9 && x > size - 9) || (y > size - 9 && x < 9);

        void Expect(int y, int x, bool isDark)
        {
            dark[y, x].ShouldBe(isDark, $"row {y}, column {x}");
            known[y, x] = true;
        }
    }

    // Figure 25: around the finder pattern at the top left, from the bottom left up and then to the right, beginning with the most significant bit.
    private static int ReadFormat(bool[,] dark, bool[,] isPattern)
    {
        var size = dark.GetLength(0);
        (int, int)[] first = [
            (8, 0), (8, 1), (8, 2), (8, 3), (8, 4), (8, 5), (8, 7), (8, 8), (7, 8), (5, 8), (4, 8), (3, 8), (2, 8), (1, 8), (0, 8)
        ];
        (int, int)[] second = [
            .. Enumerable.Range(1, 7).Select(i => (size - i, 8)), .. Enumerable.Range(0, 8).Select(i => (8, size - 8 + i))
        ];
        dark[size - 8, 8].ShouldBeTrue("the dark module");
        isPattern[size - 8, 8] = true;
        var bits = Bits(dark, isPattern, first);
        Bits(dark, isPattern, second).ShouldBe(bits);
        s_formats.ShouldContain(bits);
        return Array.IndexOf(s_formats, bits);
    }

    // Figures 27 and 28: three rows above the pattern at the bottom left, and three columns left of the one at the top right.
    private static void ReadVersion(bool[,] dark, int version, bool[,] isPattern)
    {
        if (version < 7) return;
        var size = dark.GetLength(0);
        var places = Enumerable.Range(0, 18).Reverse().Select(i => (Row: i / 3, Column: size - 11 + (i % 3))).ToArray();
        Bits(dark, isPattern, places).ShouldBe(s_versions[version - 7]);
        Bits(dark, isPattern, [.. places.Select(place => (place.Column, place.Row))]).ShouldBe(s_versions[version - 7]);
    }

    private static int Bits(bool[,] dark, bool[,] isPattern, (int Row, int Column)[] places)
    {
        var bits = 0;
        foreach (var (row, column) in places)
        {
            isPattern[row, column] = true;
            bits = (bits << 1) | (dark[row, column] ? 1 : 0);
        }

        return bits;
    }

    // Table 10, with i for the row and j for the column; and the order of 7.7.3.
    private static IEnumerable<bool> Unmasked(bool[,] dark, bool[,] isPattern, int mask)
    {
        Func<int, int, bool>[] conditions =
        [
            (i, j) => (i + j) % 2 == 0, (i, _) => i % 2 == 0, (_, j) => j % 3 == 0, (i, j) => (i + j) % 3 == 0, (i, j) => ((i / 2) + (j / 3)) % 2 == 0,
            (i, j) => (i * j % 2) + (i * j % 3) == 0, (i, j) => ((i * j % 2) + (i * j % 3)) % 2 == 0, (i, j) => (((i + j) % 2) + (i * j % 3)) % 2 == 0,
        ];
        var size = dark.GetLength(0);
        var columns = Enumerable.Range(0, size).Where(column => column != 6).Reverse().Chunk(2).ToArray();
        for (var pair = 0; pair < columns.Length; pair++)
        {
            var rows = Enumerable.Range(0, size);
            foreach (var row in pair % 2 == 0 ? rows.Reverse() : rows)
            {
                foreach (var column in columns[pair])
                {
                    if (!isPattern[row, column]) yield return dark[row, column] != conditions[mask](row, column);
                }
            }
        }
    }

    private static byte[] Codewords(IEnumerable<bool> bits) =>
        [.. bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => (byte)chunk.Aggregate(0, (value, bit) => (value << 1) | (bit ? 1 : 0)))];

    // Takes the blocks apart, and checks that their syndromes are zero.
    private static byte[] ReadBlocks(byte[] codewords, int version)
    {
        var (correction, lengths) = s_blocks[version - 1];
        codewords.Length.ShouldBe(lengths.Sum() + (lengths.Length * correction));
        var blocks = lengths.Select(_ => new List<byte>()).ToArray();
        var next = 0;
        for (var i = 0; i < lengths.Max(); i++)
        {
            for (var block = 0; block < blocks.Length; block++)
            {
                if (i < lengths[block]) blocks[block].Add(codewords[next++]);
            }
        }

        var data = blocks.SelectMany(block => block).ToArray();
        while (next < codewords.Length)
        {
            foreach (var block in blocks) block.Add(codewords[next++]);
        }

        foreach (var block in blocks)
        {
            for (var i = 0; i < correction; i++) Value(block, s_field.Powers[i]).ShouldBe(0, $"syndrome {i} of version {version}");
        }

        return data;
    }

    // The bits of the field x^8 + x^4 + x^3 + x^2 + 1.
    private static (int[] Powers, int[] Logarithms) Field()
    {
        var (powers, logarithms) = (new int[255], new int[256]);
        for (var (i, value) = (0, 1); i < 255; i++)
        {
            powers[i] = value;
            logarithms[value] = i;
            value *= 2;
            if (value > 255) value ^= 0b1_0001_1101;
        }

        return (powers, logarithms);
    }

    // A polynomial at a place, the highest power first.
    private static int Value(IEnumerable<byte> polynomial, int place) =>
        polynomial.Aggregate(0, (sum, value) => (sum == 0 ? 0 : s_field.Powers[(s_field.Logarithms[sum] + s_field.Logarithms[place]) % 255]) ^ value);

    private static string ReadText(byte[] data, int version)
    {
        var number = new BigInteger(data, isUnsigned: true, isBigEndian: true);
        var left = 8 * data.Length;
        Take(4).ShouldBe(0b0100, "mode");
        var text = new byte[Take(version < 10 ? 8 : 16)];
        for (var i = 0; i < text.Length; i++) text[i] = (byte)Take(8);
        if (left > 0) Take(Math.Min(4, left)).ShouldBe(0, "terminator");
        if (left % 8 > 0) Take(left % 8).ShouldBe(0);
        for (var i = 0; left > 0; i++) Take(8).ShouldBe(i % 2 == 0 ? 0b1110_1100 : 0b0001_0001, "padding");
        return new UTF8Encoding(false, true).GetString(text);

        int Take(int bits)
        {
            left -= bits;
            return (int)((number >> left) & ((1 << bits) - 1));
        }
    }
}

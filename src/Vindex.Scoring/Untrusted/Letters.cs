using System.Runtime.CompilerServices;
using Vindex.Scoring.Languages;

namespace Vindex.Scoring.Untrusted;

/// <summary>Single letters: case and accents folded, and the Latin letter that each looks like.</summary>
internal static class Letters
{
    private static readonly char[] s_folded = Folded();
    private static readonly char[] s_lookalikes = Lookalikes();

    /// <summary>Lower case, without accents.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char Fold(char c) => s_folded[c];

    /// <summary>The Latin letter that a folded letter looks like; itself where it is one or looks like none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char Latin(char folded) => s_lookalikes[folded];

    /// <summary>
    /// The letter or digit that stands for a surrogate pair in an alphabet made for its looks (mathematical, squared, circled); 0 for any other pair.
    /// </summary>
    public static char Ornamental(char high, char low)
    {
        if (!char.IsSurrogatePair(high, low)) return '\0';
        var point = char.ConvertToUtf32(high, low);
        return point switch
        {
            >= 0x1D400 and < 0x1D6A4 => (char)('a' + ((point - 0x1D400) % 26)),
            >= 0x1D7CE and < 0x1D800 => (char)('0' + ((point - 0x1D7CE) % 10)),
            >= 0x1F130 and < 0x1F14A => (char)('a' + (point - 0x1F130)),
            >= 0x1F150 and < 0x1F16A => (char)('a' + (point - 0x1F150)),
            >= 0x1F170 and < 0x1F18A => (char)('a' + (point - 0x1F170)),
            _ => '\0',
        };
    }

    /// <summary>The letter or digit that stands for one of an alphabet made for its looks or width; itself for any other character.</summary>
    public static char Plain(char c) => c switch
    {
        >= '０' and <= '９' => (char)(c - '０' + '0'),
        >= 'Ａ' and <= 'Ｚ' => (char)(c - 'Ａ' + 'a'),
        >= 'ａ' and <= 'ｚ' => (char)(c - 'ａ' + 'a'),
        >= 'Ⓐ' and <= 'Ⓩ' => (char)(c - 'Ⓐ' + 'a'),
        >= 'ⓐ' and <= 'ⓩ' => (char)(c - 'ⓐ' + 'a'),
        >= '⒜' and <= '⒵' => (char)(c - '⒜' + 'a'),
        '／' => '/',
        '％' => '%',
        _ => c,
    };

    private static char[] Folded()
    {
        var plain = new char[char.MaxValue + 1];
        foreach (var (from, to) in Pairs("Untrusted/accents.txt")) plain[from] = to;
        var folded = new char[plain.Length];
        for (var i = 0; i < folded.Length; i++)
        {
            var lower = char.ToLowerInvariant((char)i);
            folded[i] = plain[lower] is not '\0' and var letter ? letter : lower;
        }

        return folded;
    }

    private static char[] Lookalikes()
    {
        var lookalikes = new char[char.MaxValue + 1];
        for (var i = 0; i < lookalikes.Length; i++) lookalikes[i] = (char)i;
        foreach (var (from, to) in Pairs("Untrusted/lookalikes.txt")) lookalikes[Fold(from)] = to;
        foreach (var (digit, letter) in "0o1i3e4a5s7t".Chunk(2).Select(pair => (pair[0], pair[1]))) lookalikes[digit] = letter;
        return lookalikes;
    }

    private static Dictionary<char, char> Pairs(string name) => ListFile.Lines(name).ToDictionary(line => line[0], line => line[2]);
}

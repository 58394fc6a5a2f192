using System.Text;

namespace Vindex.Scoring.Tickets;

/// <summary>Makes any string fit to be stored and sent.</summary>
internal static class Utf16
{
    /// <summary>The text with each lone surrogate replaced by U+FFFD.</summary>
    public static string Repair(string text)
    {
        var first = FirstLone(text);
        if (first < 0) return text;
        var fixedText = text.ToCharArray();
        for (var i = first; i < fixedText.Length; i++)
        {
            if (!char.IsSurrogate(fixedText[i])) continue;
            if (char.IsHighSurrogate(fixedText[i]) && i + 1 < fixedText.Length && char.IsLowSurrogate(fixedText[i + 1])) i++;
            else fixedText[i] = '\uFFFD';
        }
        return new string(fixedText);
    }

    /// <summary>The longest beginning of <paramref name="text"/> of at most <paramref name="units"/> UTF-16 units that splits no surrogate pair.</summary>
    public static string CutToUnits(string text, int units)
    {
        if (text.Length <= units) return text;
        if (units > 0 && char.IsHighSurrogate(text[units - 1])) units--;
        return text[..units];
    }

    /// <summary>The longest beginning of <paramref name="text"/> of at most <paramref name="bytes"/> UTF-8 bytes that splits no character.</summary>
    public static string CutToBytes(string text, int bytes)
    {
        if (text.Length * 3L <= bytes) return text;
        var total = 0;
        for (var i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var units);
            total += rune.Utf8SequenceLength;
            if (total > bytes) return text[..i];
            i += units;
        }
        return text;
    }

    private static int FirstLone(string text)
    {
        var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (; i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1])) return i;
            i++;
        }
        return -1;
    }
}

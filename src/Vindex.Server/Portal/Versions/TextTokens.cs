using System.Globalization;

namespace Vindex.Server.Portal.Versions;

/// <summary>Splits texts into parts that are compared. The parts of a text, joined, are the text.</summary>
internal static class TextTokens
{
    /// <summary>Where scripts without spaces begin, in which every character is a part.</summary>
    private const char FirstWithoutSpaces = '\u2E80';

    /// <summary>Lines, each with its line feed.</summary>
    public static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var feed = text.IndexOf('\n', start);
            var end = feed < 0 ? text.Length : feed + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }

    /// <summary>
    /// Words, spaces between them, line feeds, and other characters one by one. Never splits a surrogate pair or takes a mark from its letter.
    /// </summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = EndOf(text, start);
            words.Add(text[start..end]);
            start = end;
        }

        return words;
    }

    /// <summary>Numbers for the parts of two texts: equal numbers for equal parts.</summary>
    public static (int[] Before, int[] After) Numbered(List<string> before, List<string> after)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return ([.. before.Select(Number)], [.. after.Select(Number)]);

        int Number(string part)
        {
            if (!numbers.TryGetValue(part, out var number)) numbers.Add(part, number = numbers.Count);
            return number;
        }
    }

    private static int EndOf(string text, int start)
    {
        var end = start + 1;
        if (IsWord(text[start]))
        {
            while (end < text.Length && (IsWord(text[end]) || IsMark(text[end]))) end++;
            return end;
        }

        if (IsSpace(text[start]))
        {
            while (end < text.Length && IsSpace(text[end])) end++;
            return end;
        }

        if (char.IsHighSurrogate(text[start]) && end < text.Length && char.IsLowSurrogate(text[end])) end++;
        while (end < text.Length && IsMark(text[end])) end++;
        return end;
    }

    private static bool IsWord(char c) => c < FirstWithoutSpaces && char.IsLetterOrDigit(c);

    private static bool IsSpace(char c) => c != '\n' && char.IsWhiteSpace(c);

    private static bool IsMark(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}

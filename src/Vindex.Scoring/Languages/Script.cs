using System.Runtime.CompilerServices;

namespace Vindex.Scoring.Languages;

/// <summary>The writing systems that are distinguished.</summary>
internal enum Script
{
    None,
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Devanagari,
    Bengali,
    Tamil,
    Telugu,
    Thai,
    Georgian,
    Armenian,
    Han,
    Kana,
    Hangul,
}

/// <summary>Writing systems by Unicode ranges.</summary>
internal static class Scripts
{
    public const int Count = (int)Script.Hangul + 1;

    /// <summary>The script of a letter; <see cref="Script.None"/> for everything else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Script Of(char c) => c < 0x80 ? (char.IsAsciiLetter(c) ? Script.Latin : Script.None) : OfNonAscii(c);

    /// <summary>Written without blanks between words: counted by characters.</summary>
    public static bool IsUnspaced(Script script) => script is Script.Han or Script.Kana or Script.Hangul or Script.Thai;

    /// <summary>Characters that make up about one word.</summary>
    public static double CharactersPerWord(Script script) => script switch
    {
        Script.Han => 1.5,
        Script.Kana => 2.5,
        Script.Hangul => 2.5,
        Script.Thai => 4,
        _ => 1,
    };

    /// <summary>The language, where a script is mostly used for one; null where words must decide.</summary>
    public static string? OnlyLanguage(Script script) => script switch
    {
        Script.Greek => "el",
        Script.Hebrew => "he",
        Script.Devanagari => "hi",
        Script.Bengali => "bn",
        Script.Tamil => "ta",
        Script.Telugu => "te",
        Script.Thai => "th",
        Script.Georgian => "ka",
        Script.Armenian => "hy",
        Script.Hangul => "ko",
        _ => null,
    };

    private static Script OfNonAscii(char c)
    {
        if (c < 0x250 || c is >= '\u1E00' and <= '\u1EFF') return char.IsLetter(c) && c is not ('ª' or 'º' or 'µ') ? Script.Latin : Script.None;
        if (c < 0x370) return Script.None;
        if (c < 0x400) return char.IsLetter(c) ? Script.Greek : Script.None;
        if (c < 0x530) return char.IsLetter(c) ? Script.Cyrillic : Script.None;
        return c switch
        {
            < '\u0590' => Script.Armenian,
            < '\u0600' => char.IsLetter(c) ? Script.Hebrew : Script.None,
            < '\u0700' => char.IsLetter(c) ? Script.Arabic : Script.None,
            >= '\u0900' and < '\u0980' => IsLetterOrMark(c) ? Script.Devanagari : Script.None,
            >= '\u0980' and < '\u0A00' => IsLetterOrMark(c) ? Script.Bengali : Script.None,
            >= '\u0B80' and < '\u0C00' => IsLetterOrMark(c) ? Script.Tamil : Script.None,
            >= '\u0C00' and < '\u0C80' => IsLetterOrMark(c) ? Script.Telugu : Script.None,
            >= '\u0E00' and < '\u0E80' => IsLetterOrMark(c) ? Script.Thai : Script.None,
            >= '\u10A0' and < '\u1100' => Script.Georgian,
            >= '\u1F00' and < '\u2000' => Script.Greek,
            >= '\u3041' and <= '\u30FF' => c is '\u30FB' ? Script.None : Script.Kana,
            >= '\u3400' and <= '\u9FFF' => Script.Han,
            >= '\uAC00' and <= '\uD7A3' => Script.Hangul,
            >= '\uF900' and <= '\uFAFF' => Script.Han,
            >= '\uFF66' and <= '\uFF9D' => Script.Kana,
            _ => Script.None,
        };
    }

    // Vowel signs of Indic scripts and Thai are marks, and part of the word.
    private static bool IsLetterOrMark(char c) =>
        char.IsLetter(c)
            || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}

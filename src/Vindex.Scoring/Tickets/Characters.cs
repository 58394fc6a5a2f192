using System.Runtime.CompilerServices;

namespace Vindex.Scoring.Tickets;

/// <summary>What single characters mean to the readers.</summary>
internal static class Characters
{
    /// <summary>Stands in masked text for a character that is not there (part of a comment or tag).</summary>
    public const char Masked = '\u0001';

    /// <summary>A blank within a line, of any width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBlank(char c) =>
        c is ' ' or '\t'
            || (c >= '\u00A0' && (c is '\u00A0' or '\u1680' or (>= '\u2000' and <= '\u200A') or '\u202F' or '\u205F' or '\u3000' or '\u2028' or '\u2029'));

    /// <summary>
    /// Takes no room on the page: controls, zero-width and bidirectional marks (Unicode's Default_Ignorable_Code_Point, without the variation selectors
    /// that choose the look of an emoji).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsInvisible(char c)
    {
        if (c < '\u00AD') return c < ' ' ? c is not ('\t' or '\n' or '\r') : c is >= '\u007F' and <= '\u009F';
        return c is '\u00AD' or '\u034F' or '\u061C' or '\u180E' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E')
            or (>= '\u2060' and <= '\u206F') or '\uFEFF' or (>= '\uFFF9' and <= '\uFFFB');
    }

    /// <summary>A letter or digit of a script that puts blanks between words; emphasis does not begin or end within such a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWord(char c) => c < 128 ? char.IsAsciiLetterOrDigit(c) : !IsWide(c) && char.IsLetterOrDigit(c);

    /// <summary>Chinese, Japanese and Korean characters, and their punctuation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWide(char c) =>
        c is (>= '\u2E80' and <= '\uA4CF') or (>= '\uAC00' and <= '\uD7AF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF00' and <= '\uFFEF');

    /// <summary>Nothing but blanks and invisible characters.</summary>
    public static bool AreBlank(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!IsBlank(c) && c is not ('\n' or '\r') && !IsInvisible(c)) return false;
        }
        return true;
    }
}

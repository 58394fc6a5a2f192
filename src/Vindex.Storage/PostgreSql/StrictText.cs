using System.Buffers;

namespace Vindex.Storage.PostgreSql;

/// <summary>Texts as PostgreSQL takes them: valid Unicode without U+0000. What is not becomes the replacement character, as encoding does for SQLite.</summary>
internal static class StrictText
{
    private static readonly SearchValues<char> s_suspects = SearchValues.Create(
        [.. Enumerable.Range(char.MinValue, 1).Concat(Enumerable.Range(0xD800, 0x800)).Select(c => (char)c)]);

    /// <summary>The text, changed only where PostgreSQL would refuse it.</summary>
    public static string Of(string text)
    {
        return text.AsSpan().ContainsAny(s_suspects) ? string.Concat(text.EnumerateRunes().Select(Allowed)) : text;

        // Enumerating has made lone surrogates replacement characters.
        static string Allowed(System.Text.Rune rune) => rune.Value == 0 ? "\uFFFD" : rune.ToString();
    }
}

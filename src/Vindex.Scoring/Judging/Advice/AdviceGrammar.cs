using System.Text;

namespace Vindex.Scoring.Judging.Advice;

/// <summary>Puts words of a ticket into a sentence.</summary>
internal static class AdviceGrammar
{
    private const int LongestQuote = 56;

    /// <summary>Words in quotation marks: on one line, shortened, quotation marks within them made single.</summary>
    public static string Quote(string words) => "“" + Shorten(words) + "”";

    /// <summary>Words on one line, cut at a blank, without punctuation at their ends.</summary>
    public static string Shorten(ReadOnlySpan<char> words)
    {
        Span<char> line = stackalloc char[4 * LongestQuote];
        var length = 0;
        foreach (var c in words[..Math.Min(words.Length, line.Length)])
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c))
                line[length++] = c switch { '“' or '«' => '‘', '”' or '»' or '"' => '’', '{' => '(', '}' => ')', _ => c };
            else if (length > 0 && line[length - 1] != ' ') line[length++] = ' ';
        }

        ReadOnlySpan<char> text = line[..length].Trim(" ,;:.!?-*_#>");
        if (text.Length <= LongestQuote) return text.ToString();
        var end = text[..(LongestQuote + 1)].LastIndexOf(' ');
        if (end < LongestQuote / 2) end = char.IsHighSurrogate(text[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
        return string.Concat(text[..end].TrimEnd(",;:. "), "…");
    }

    /// <summary>A quote without the words that tie it to what stood before: "and we should also split it" → "split it".</summary>
    public static ReadOnlySpan<char> SkipOpening(ReadOnlySpan<char> words)
    {
        var rest = words.TrimStart(" -*+•.,:;#>");
        while (rest.IndexOf(' ') is > 0 and var end
            && rest[..end] is "and" or "And" or "also" or "Also" or "we" or "We" or "should" or "just" or "then" or "Then" or "plus" or "Plus" or "additionally"
                or "Additionally," or "but" or "But")
        {
            rest = rest[end..].TrimStart();
        }

        return rest.IsEmpty ? words : rest;
    }

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string Join(IReadOnlyList<string> parts) =>
        parts.Count < 2 ? parts[0] : string.Join(", ", parts.Take(parts.Count - 1)) + " and " + parts[^1];

    /// <summary>A sentence: first letter upper case unless it is a name, blanks single.</summary>
    public static string Sentence(string text)
    {
        var isSpaced = !text.StartsWith(' ') && !text.Contains("  ", StringComparison.Ordinal);
        if (isSpaced && (text.Length == 0 || text[0] is not (>= 'a' and <= 'z'))) return text;
        var sentence = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c == ' ' && (sentence.Length == 0 || sentence[^1] == ' ')) continue;
            sentence.Append(c);
        }

        if (sentence.Length > 0 && sentence[0] is >= 'a' and <= 'z' && !OpensWithName(sentence)) sentence[0] = char.ToUpperInvariant(sentence[0]);
        return sentence.ToString();
    }

    // "iOS", "camelCase", "config.json": kept as they are.
    private static bool OpensWithName(StringBuilder text)
    {
        for (var i = 0; i < text.Length && text[i] != ' '; i++)
        {
            if (char.IsUpper(text[i]) || char.IsDigit(text[i]) || text[i] is '_' or '/' or '-' || (text[i] == '.' && i + 1 < text.Length && text[i + 1] != ' '))
                return true;
        }

        return false;
    }
}

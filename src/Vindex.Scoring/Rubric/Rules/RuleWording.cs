namespace Vindex.Scoring.Rubric.Rules;

/// <summary>Puts quotes into the sentences of the data file.</summary>
internal static class RuleWording
{
    private const string Place = "{quote}";
    private const int LongestQuote = 60;

    /// <summary>The sentence with the quote, shortened and on one line, where it says <c>{quote}</c>.</summary>
    public static string Fill(string template, ReadOnlySpan<char> quote)
    {
        var place = template.IndexOf(Place, StringComparison.Ordinal);
        if (place < 0) return template;
        var words = Shorten(quote, out var isCut);
        return string.Concat(template.AsSpan(0, place), words, isCut ? "…" : "", template.AsSpan(place + Place.Length));
    }

    private static ReadOnlySpan<char> Shorten(ReadOnlySpan<char> quote, out bool isCut)
    {
        var line = IsPlain(quote) ? quote : string.Join(' ', quote.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        isCut = line.Length > LongestQuote;
        if (!isCut) return line;
        var end = line[..(LongestQuote + 1)].LastIndexOf(' ');
        if (end < LongestQuote / 2) end = char.IsHighSurrogate(line[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
        return line[..end];
    }

    private static bool IsPlain(ReadOnlySpan<char> quote)
    {
        for (var i = 0; i < quote.Length; i++)
        {
            if (char.IsWhiteSpace(quote[i]) && (quote[i] != ' ' || i == 0 || i == quote.Length - 1 || quote[i - 1] == ' ')) return false;
        }

        return true;
    }
}

namespace Vindex.Scoring.Rubric.Rules;

/// <summary>Puts quotes into the sentences of the data file.</summary>
internal static class RuleWording
{
    private const string Place = "{quote}";
    private const int LongestQuote = 60;

    /// <summary>The sentence with the quote, shortened and on one line, where it says <c>{quote}</c>.</summary>
    public static string Fill(string template, string? quote)
    {
        var place = template.IndexOf(Place, StringComparison.Ordinal);
        return place < 0 ? template : string.Concat(template.AsSpan(0, place), Shorten(quote ?? ""), template.AsSpan(place + Place.Length));
    }

    private static string Shorten(string quote)
    {
        var line = IsPlain(quote) ? quote : string.Join(' ', quote.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= LongestQuote) return line;
        var end = line.LastIndexOf(' ', LongestQuote);
        if (end < LongestQuote / 2) end = char.IsHighSurrogate(line[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
        return line[..end] + "…";
    }

    private static bool IsPlain(string quote)
    {
        for (var i = 0; i < quote.Length; i++)
        {
            if (char.IsWhiteSpace(quote[i]) && (quote[i] != ' ' || i == 0 || i == quote.Length - 1 || quote[i - 1] == ' ')) return false;
        }

        return true;
    }
}

namespace Vindex.Scoring.Reading;

/// <summary>Recognises lines of logs and stack traces that stand in running text.</summary>
internal static class LogLine
{
    /// <summary>Whether the text looks printed by a program.</summary>
    public static bool Is(ReadOnlySpan<char> text)
    {
        if (text.Length < 8) return false;
        return IsFrame(text) || StartsWithTime(text) || StartsWithLevel(text) || text.StartsWith("Traceback (most recent") || text.StartsWith("Caused by:")
            || text.StartsWith("Exception in thread") || IsMostlySymbols(text);
    }

    // "at org.x.Y.z(Y.java:12)", "File "x.py", line 3, in f"
    private static bool IsFrame(ReadOnlySpan<char> text) =>
        (text.StartsWith("at ") && text.IndexOf('(') > 3 && text.IndexOf('.') is > 0 and var dot && dot < text.IndexOf('(')
            && text[3..text.IndexOf('(')].IndexOf(' ') < 0)
        || (text.StartsWith("File \"") && text.Contains(", line ", StringComparison.Ordinal))
        || (text.StartsWith("... ") && text.Contains(" more", StringComparison.Ordinal));

    // "2019-03-02 10:11:12", "[10:11:12]", "10:11:12.123"
    private static bool StartsWithTime(ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart("[(");
        var (digits, colons, dashes) = (0, 0, 0);
        for (var i = 0; i < Math.Min(rest.Length, 24); i++)
        {
            if (char.IsAsciiDigit(rest[i])) digits++;
            else if (rest[i] == ':') colons++;
            else if (rest[i] is '-' or '/' or '.' or ',' or ' ' or 'T' or 'Z' or ']') dashes++;
            else break;
        }

        return digits >= 6 && colons >= 2;
    }

    private static bool StartsWithLevel(ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart("[ (");
        foreach (var level in (ReadOnlySpan<string>)["ERROR", "WARN", "INFO", "DEBUG", "TRACE", "FATAL", "SEVERE"])
        {
            if (rest.StartsWith(level) && rest.Length > level.Length && rest[level.Length] is ' ' or ']' or ':' or '\t'
                && (text[0] == '[' || rest[level.Length] != ':' || char.IsLower(rest[^1])))
            {
                return true;
            }
        }

        return false;
    }

    // 1 for letters and the blank, 2 for the symbols of programs.
    private static readonly byte[] s_weights = [.. Enumerable.Range(0, 128)
        .Select(c => (byte)(char.IsLetter((char)c) || c == ' ' ? 1 : "{}();=<>$|\\[]#@&*+".Contains((char)c) ? 2 : 0))];

    private static bool IsMostlySymbols(ReadOnlySpan<char> text)
    {
        const int least = 16;
        if (text.Length < least || text.StartsWith("http")) return false;
        var (letters, symbols) = (0, 0);
        foreach (var c in text)
        {
            var ascii = c < s_weights.Length;
            letters += ascii ? s_weights[c] & 1 : char.IsLetter(c) ? 1 : 0;
            symbols += ascii ? s_weights[c] >> 1 : 0;
        }

        return symbols * 5 > text.Length && letters < text.Length * 7 / 10;
    }
}

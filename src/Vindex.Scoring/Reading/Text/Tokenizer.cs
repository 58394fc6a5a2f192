namespace Vindex.Scoring.Reading.Text;

/// <summary>Cuts clean text into words, numbers, identifiers, links, keys, mentions and marks. Every character is looked at a fixed number of times.</summary>
internal static class Tokenizer
{
    /// <summary>A longer run of letters goes on as the next token.</summary>
    private const int LongestWord = 80;

    private static readonly ulong s_number = WordHash.Of("_num_");
    private static readonly ulong s_version = WordHash.Of("_ver_");
    private static readonly ulong s_code = WordHash.Of("_code_");
    private static readonly ulong s_link = WordHash.Of("_url_");
    private static readonly ulong s_key = WordHash.Of("_key_");
    private static readonly ulong s_mention = WordHash.Of("_at_");

    /// <summary>Adds the tokens of a range of the text.</summary>
    public static void Read(ReadOnlySpan<char> text, int start, int end, WordClasses classes, List<TextToken> tokens)
    {
        var i = start;
        while (i < end)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
                continue;
            }

            if (PlainWordEnd(text, i, end, out var hash) is > 0 and var plain)
            {
                i = Add(tokens, i, plain, TextTokenKind.Word, hash, classes.Of(hash));
            }
            else if (char.IsLetterOrDigit(c) || c == '_')
            {
                i = ReadRun(text, i, end, classes, tokens);
            }
            else if (c is '#' or '!' or '&' && i + 1 < end && char.IsAsciiDigit(text[i + 1]))
            {
                i = Add(tokens, i, SkipDigits(text, i + 1, end), TextTokenKind.Key, s_key);
            }
            else if (c == '@' && i + 1 < end && char.IsLetter(text[i + 1]))
            {
                i = Add(tokens, i, SkipName(text, i + 1, end), TextTokenKind.Mention, s_mention);
            }
            else if (c is '/' or '$' or '%' && (i == start || char.IsWhiteSpace(text[i - 1])) && i + 1 < end
                && (char.IsAsciiLetter(text[i + 1]) || text[i + 1] == '{'))
            {
                i = Add(tokens, i, SkipCode(text, i + 1, end), TextTokenKind.Code, s_code);
            }
            else
            {
                var length = char.IsHighSurrogate(c) && i + 1 < end ? 2 : 1;
                i = Add(tokens, i, i + length, TextTokenKind.Mark, WordHash.Of(text.Slice(i, length)));
            }
        }
    }

    private static int Add(List<TextToken> tokens, int start, int end, TextTokenKind kind, ulong hash, ulong classes = 0)
    {
        tokens.Add(new(start, end, kind, hash, classes));
        return end;
    }

    // The end of a word of ASCII letters that cannot go on as anything else: what nearly all words are. 0 when it takes a closer look.
    private static int PlainWordEnd(ReadOnlySpan<char> text, int start, int end, out ulong hash)
    {
        hash = WordHash.Start;
        var lower = false;
        var i = start;
        for (; i < end; i++)
        {
            var c = text[i];
            if (c is >= 'a' and <= 'z') lower = true;
            else if (c is >= 'A' and <= 'Z' && !lower) c = (char)(c | 0x20);
            else break;
            hash = (hash ^ c) * WordHash.Prime;
        }

        if (i == start || i - start > LongestWord) return 0;
        if (i == end) return i;
        return text[i] switch
        {
            ' ' or '\n' or ',' or ')' or ';' or '!' or '?' or '"' => i,
            '.' or ':' => i + 1 == end || text[i + 1] is ' ' or '\n' ? i : 0,
            '-' => i + 1 == end || !char.IsAsciiDigit(text[i + 1]) ? i : 0,
            _ => 0,
        };
    }

    private static int ReadRun(ReadOnlySpan<char> text, int start, int end, WordClasses classes, List<TextToken> tokens)
    {
        var rest = text[start..end];
        if (rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return Add(tokens, start, SkipLink(text, start, end), TextTokenKind.Link, s_link);
        }

        var i = start;
        var shape = Shape.None;
        var limit = Math.Min(end, start + LongestWord);
        if (limit < end && char.IsLowSurrogate(text[limit])) limit++;
        while (i < limit)
        {
            var c = text[i];
            // Digits of every script: a run begins with any of them and must not end where it begins.
            if (char.IsDigit(c))
            {
                shape |= i == start ? Shape.StartsWithDigit : Shape.Digit;
            }
            else if (c == '_')
            {
                shape |= Shape.Underscore;
            }
            else if (char.IsLetter(c) || char.IsSurrogate(c))
            {
                shape |= Shape.Letter;
                if (i > start && char.IsUpper(c) && char.IsLower(text[i - 1])) shape |= Shape.Hump;
            }
            else if (c is '\'' or '’' && i > start && i + 1 < end && char.IsLetter(text[i + 1])) { }
            else if (c is '.' or ':' or '/' or '\\' && i + 1 < end && IsCodeJoint(text, i, end))
            {
                shape |= Shape.Joint;
            }
            else if (c == '-' && i + 1 < end && char.IsAsciiDigit(text[i + 1]) && IsKeyPrefix(text[start..i]))
            {
                return Add(tokens, start, SkipDigits(text, i + 1, end), TextTokenKind.Key, s_key);
            }
            else
            {
                break;
            }
            i++;
        }

        if (i < end && text[i] == '(' && i + 1 < end && text[i + 1] == ')') (i, shape) = (i + 2, shape | Shape.Underscore);
        if ((shape & Shape.Letter) == Shape.None)
        {
            if (i < end && text[i] == '%') i++;
            return Add(tokens, start, i, TextTokenKind.Number, (shape & Shape.Joint) != Shape.None ? s_version : s_number);
        }

        if (IsAbbreviation(text[start..i]))
            return Add(tokens, start, i, TextTokenKind.Word, WordHash.Of(text[start..i]), classes.Of(WordHash.Of(text[start..i])));
        if ((shape & (Shape.Underscore | Shape.Joint)) != Shape.None || ((shape & Shape.Hump) != Shape.None && IsIdentifier(text[start..i])))
            return Add(tokens, start, i, TextTokenKind.Code, s_code);
        if ((shape & Shape.StartsWithDigit) != Shape.None) return Add(tokens, start, i, TextTokenKind.Number, s_number);
        var hash = HashOf(text[start..i]);
        return Add(tokens, start, i, TextTokenKind.Word, hash, classes.Of(hash));
    }

    private static ulong HashOf(ReadOnlySpan<char> word)
    {
        if (!word.Contains('’')) return WordHash.Of(word);
        Span<char> plain = stackalloc char[word.Length];
        word.Replace(plain, '’', '\'');
        return WordHash.Of(plain);
    }

    /// <summary>camelCase, or several humps; a product name with one ("GitHub", "JavaScript") is a word.</summary>
    private static bool IsIdentifier(ReadOnlySpan<char> word)
    {
        if (char.IsLower(word[0])) return true;
        var humps = 0;
        for (var i = 1; i < word.Length; i++)
        {
            if (char.IsUpper(word[i]) && char.IsLower(word[i - 1])) humps++;
        }

        return humps > 1;
    }

    private static bool IsAbbreviation(ReadOnlySpan<char> word) =>
        word.Equals("e.g", StringComparison.OrdinalIgnoreCase) || word.Equals("i.e", StringComparison.OrdinalIgnoreCase);

    private static bool IsKeyPrefix(ReadOnlySpan<char> word) => word.Length is >= 2 and <= 12 && word.IndexOfAnyExceptInRange('A', 'Z') < 0;

    // A dot, colon or slash within an identifier or path: followed by a letter, digit or another of them, and not "and/or".
    private static bool IsCodeJoint(ReadOnlySpan<char> text, int i, int end)
    {
        var next = text[i + 1];
        if (text[i] == ':') return next == ':' ? i + 2 < end && char.IsLetter(text[i + 2]) : text[i - 1] == ':' && char.IsLetter(next);
        if (text[i] == '.') return (char.IsLower(next) || char.IsAsciiDigit(next)) && (char.IsAsciiDigit(next) || i == 0 || !char.IsWhiteSpace(text[i - 1]));
        if (text[i] == '\\') return char.IsLetterOrDigit(next);
        // A slash: a path has two of them or an extension; "yes/no" and "read/write" are words.
        if (!char.IsLetterOrDigit(next)) return false;
        var j = i + 1;
        while (j < end && (char.IsLetterOrDigit(text[j]) || text[j] is '_' or '-')) j++;
        return j < end && (text[j] == '/' || (text[j] == '.' && j + 1 < end && char.IsLower(text[j + 1])));
    }

    private static int SkipDigits(ReadOnlySpan<char> text, int i, int end)
    {
        while (i < end && char.IsAsciiDigit(text[i])) i++;
        return i;
    }

    private static int SkipName(ReadOnlySpan<char> text, int i, int end)
    {
        while (i < end && (char.IsLetterOrDigit(text[i]) || text[i] is '_' or '-')) i++;
        return i;
    }

    private static int SkipCode(ReadOnlySpan<char> text, int i, int end)
    {
        while (i < end && !char.IsWhiteSpace(text[i]) && text[i] is not (',' or ';' or ')' or '"' or '\'')) i++;
        return i > 0 && text[i - 1] is '.' or ':' ? i - 1 : i;
    }

    private static int SkipLink(ReadOnlySpan<char> text, int i, int end)
    {
        while (i < end && !char.IsWhiteSpace(text[i]) && text[i] is not (')' or ']' or '>' or '"' or '|')) i++;
        return i;
    }

    [Flags]
    private enum Shape
    {
        None = 0,
        Letter = 1,
        Digit = 2,
        StartsWithDigit = 4,
        Underscore = 8,
        Joint = 16,
        Hump = 32,
    }
}

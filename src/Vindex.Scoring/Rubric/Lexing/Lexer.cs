namespace Vindex.Scoring.Rubric.Lexing;

/// <summary>Cuts clean text into tokens, once, whatever its letter case. Time is linear: every character is looked at a fixed number of times.</summary>
internal static class Lexer
{
    /// <summary>Longest word; a longer run of letters is split, so that the effort is linear in its length.</summary>
    public const int LongestWord = 64;

    /// <summary>Adds the tokens of a range of the text.</summary>
    public static void Read(ReadOnlySpan<char> text, int start, int end, TicketField field, Vocabulary vocabulary, TokenList tokens)
    {
        Span<char> lowered = stackalloc char[LongestWord];
        var i = start;
        while (i < end)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
                continue;
            }

            ref var token = ref tokens.Add();
            token.Field = field;
            token.Start = i;
            if (IsLink(text, i, end))
            {
                i = ReadLink(text, i, end, ref token);
            }
            else if (char.IsAsciiDigit(c))
            {
                i = ReadNumber(text, i, end, ref token);
            }
            else if (c is '#' or '!' && i + 1 < end && char.IsAsciiDigit(text[i + 1]))
            {
                i = ReadReference(text, i, end, ref token);
            }
            else if (char.IsLetterOrDigit(c))
            {
                i = ReadWord(text, i, end, ref token, lowered, vocabulary);
            }
            else
            {
                token.Kind = TokenKind.Mark;
                token.Mark = c;
                i++;
            }

            token.End = i;
        }
    }

    private static bool IsLink(ReadOnlySpan<char> text, int i, int end) =>
        text[i] is 'h' or 'H'
            && end - i > 8
            && (text[i..end].StartsWith("http://", StringComparison.OrdinalIgnoreCase)
                || text[i..end].StartsWith("https://", StringComparison.OrdinalIgnoreCase));

    private static int ReadLink(ReadOnlySpan<char> text, int i, int end, ref Token token)
    {
        token.Kind = TokenKind.Link;
        while (i < end && !char.IsWhiteSpace(text[i]) && text[i] is not (')' or ']' or '>' or '"' or '|')) i++;
        return i;
    }

    private static int ReadNumber(ReadOnlySpan<char> text, int i, int end, ref Token token)
    {
        token.Kind = TokenKind.Number;
        while (i < end && (char.IsAsciiDigit(text[i]) || (text[i] is '.' or ',' or ':' && i + 1 < end && char.IsAsciiDigit(text[i + 1])))) i++;
        var letters = i;
        while (i < end && i - letters < 8 && char.IsAsciiLetter(text[i])) i++;
        if (i < end && text[i] is '%' or '°') i++;
        token.WithUnit = i > letters;
        return i;
    }

    private static int ReadReference(ReadOnlySpan<char> text, int i, int end, ref Token token)
    {
        token.Kind = TokenKind.Key;
        i++;
        while (i < end && char.IsAsciiDigit(text[i])) i++;
        return i;
    }

    private static int ReadWord(ReadOnlySpan<char> text, int i, int end, ref Token token, Span<char> lowered, Vocabulary vocabulary)
    {
        var first = i;
        var letters = 0;
        var hyphen = -1;
        var digitsAfterHyphen = true;
        for (; i < end && letters < LongestWord; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetterLower(c))
            {
                digitsAfterHyphen = false;
                lowered[letters++] = c;
                continue;
            }

            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
            {
                if (!char.IsAsciiDigit(c)) digitsAfterHyphen = false;
            }
            else if (c is '-' or '‑' && i + 1 < end && char.IsLetterOrDigit(text[i + 1]))
            {
                hyphen = i;
                digitsAfterHyphen = true;
                c = '-';
            }
            else if (c is '\'' or '’' && i + 1 < end && char.IsLetter(text[i + 1]))
            {
                c = '\'';
            }
            else if (!(c == '_' || (c == '.' && i - first < 4 && i + 1 < end && char.IsLetter(text[i + 1]) && IsAbbreviation(text, first, i))))
            {
                break;
            }

            lowered[letters++] = char.ToLowerInvariant(c);
        }

        if (letters > 2 && lowered[letters - 2] == '\'' && lowered[letters - 1] == 's') letters -= 2;
        var word = lowered[..letters];
        token.Kind = hyphen > first + 1 && digitsAfterHyphen && !word.Contains('\'') && i - hyphen < 8 ? TokenKind.Key : TokenKind.Word;
        token.Word = vocabulary.Find(word, Vocabulary.Hash(word));
        token.Tags = vocabulary.TagsOf(token.Word);
        token.Form = vocabulary.FormOf(token.Word);
        token.Stem = Vocabulary.Hash(word[..Inflection.StemLength(word)]);
        return i;
    }

    // "e.g", "i.e", "a.k.a": single letters with dots between them are one word; "end.Next" is two.
    private static bool IsAbbreviation(ReadOnlySpan<char> text, int first, int dot) => dot - first == 1 || text[dot - 2] == '.';
}

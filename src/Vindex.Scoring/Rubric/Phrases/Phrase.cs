using Vindex.Scoring.Rubric.Lexing;

namespace Vindex.Scoring.Rubric.Phrases;

/// <summary>One condition of a phrase on the next token: one of some words, a word of a list, or a number.</summary>
internal sealed record PhrasePart(int[] Words, Tag Tags, bool Number, bool Key, bool Optional, int Gap)
{
    /// <summary>A mark that it may be; the null character for none.</summary>
    public char Mark { get; init; }

    /// <summary>Whether the token meets the condition.</summary>
    public bool Matches(in Token token) =>
        (token.Tags & Tags) != Tag.None || (token.Word != 0 && Words.AsSpan().Contains(token.Word)) || (Number && token.Kind == TokenKind.Number)
            || (Key && token.Kind == TokenKind.Key) || (Mark != '\0' && token.Mark == Mark);
}

/// <summary>A phrase of at most <see cref="LongestPhrase"/> parts, and what it is evidence of.</summary>
internal sealed record Phrase(Tag Tag, PhrasePart[] Parts)
{
    /// <summary>Most parts that a phrase may have: with it, matching takes a bounded number of steps a token.</summary>
    public const int LongestPhrase = 10;

    /// <summary>How many tokens from <paramref name="start"/> on it covers, not going past <paramref name="end"/>; 0 when it does not match.</summary>
    public int Match(TokenList tokens, int start, int end) => Match(tokens, start, end, 0);

    private int Match(TokenList tokens, int at, int end, int part)
    {
        if (part == Parts.Length) return 0;
        var condition = Parts[part];
        for (var skipped = 0; skipped <= condition.Gap && at + skipped < end; skipped++)
        {
            if (!condition.Matches(tokens[at + skipped])) continue;
            if (part == Parts.Length - 1) return skipped + 1;
            var rest = Match(tokens, at + skipped + 1, end, part + 1);
            if (rest > 0) return skipped + 1 + rest;
            if (EndsAt(part + 1)) return skipped + 1;
        }

        return condition.Optional ? Match(tokens, at, end, part + 1) : 0;
    }

    private bool EndsAt(int part)
    {
        for (; part < Parts.Length; part++)
        {
            if (!Parts[part].Optional) return false;
        }

        return true;
    }
}

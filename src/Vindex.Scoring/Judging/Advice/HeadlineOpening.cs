namespace Vindex.Scoring.Judging.Advice;

/// <summary>Takes off what stands before the matter in a headline: labels, ticket keys, polite and personal lead-ins, question words.</summary>
internal static class HeadlineOpening
{
    /// <summary>Where the headline proper begins, and the part of the product that a label named.</summary>
    public static (int Start, (int First, int End) Context) Strip(List<Chunk> chunks, ReadOnlySpan<char> line)
    {
        var i = 0;
        var context = (First: 0, End: 0);
        for (var again = true; again && i < chunks.Count;)
        {
            again = false;
            while (i < chunks.Count - 1 && chunks[i].IsSeparator) i++;
            if (chunks[i].Open is '[' or '(' or '{' or '【' or '<' && EndOfBracket(chunks, i) is > 0 and var end && end < chunks.Count)
            {
                i = end;
                again = true;
            }
            else if (EndOfLabel(chunks, line, i) is > 0 and var label)
            {
                var to = label;
                while (to > i && chunks[to - 1].IsSeparator) to--;
                if (!(to - i == 1 && chunks[i].Is(AdviceWords.Prefix)) && !IsKey(Headline.Word(chunks, line, i)) && !char.IsDigit(line[chunks[i].Start]))
                    context = (i, to);
                i = label;
                again = true;
            }
            else if (i + 2 < chunks.Count && chunks[i].Is(AdviceWords.Prefix) && Headline.Word(chunks, line, i + 1) is "from")
            {
                i += 2;
            }
            else if (i + 1 < chunks.Count && (IsKey(Headline.Word(chunks, line, i)) || (chunks[i].Close == ':' && chunks[i].Is(AdviceWords.Prefix))))
            {
                i++;
                again = true;
            }
        }

        i = SkipLead(chunks, line, i);
        // "Reliably report …"
        if (i + 2 < chunks.Count && Headline.Word(chunks, line, i).EndsWith("ly", StringComparison.Ordinal) && chunks[i + 1].Is(AdviceWords.Verb)) i++;
        return (i, context);
    }

    private static int EndOfBracket(List<Chunk> chunks, int start)
    {
        for (var i = start; i < Math.Min(chunks.Count, start + 6); i++)
        {
            if (chunks[i].Close is ']' or ')' or '}' or '】' or '>') return i + 1 < chunks.Count && chunks[i + 1].IsSeparator ? i + 2 : i + 1;
        }

        return 0;
    }

    // "Android: …", "Badge > …", "fix(api): …", "Data Visualization - …": one past the label; 0 for none.
    private static int EndOfLabel(List<Chunk> chunks, ReadOnlySpan<char> line, int start)
    {
        for (var i = start; i < Math.Min(chunks.Count - 1, start + 5); i++)
        {
            if (i > start && chunks[i].IsSeparator)
            {
                var mark = chunks[i].Open;
                if (mark is '>' or '→' or '»') return i + 1;
                if (mark is '-' or '–' or '—' or '|' or ':') return chunks.Count - i > 3 && !IsSentence(chunks, start, i) ? i + 1 : 0;
                if (mark is '+' or '&' or '/') continue;
                return 0;
            }

            if (chunks[i].IsQuoted) return 0;
            if (chunks[i].Close == ':')
            {
                return chunks.Count - i <= 3
                    || (!IsSentence(chunks, start, i + 1)
                        && (i == start || !ImperativeVerb.IsAt(chunks, line, start) || ImperativeVerb.IsAt(chunks, line, i + 1))) ? i + 1 : 0;
            }
            if (chunks[i].Close is ';' or '.' or '?' or '!') return 0;
        }

        return 0;
    }

    private static bool IsSentence(List<Chunk> chunks, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (chunks[i].Is(AdviceWords.Finite | AdviceWords.Boundary | AdviceWords.Fails)) return true;
        }

        return false;
    }

    // "As a user I would like to be able to …", "We need to …", "Please …", "Ability to …".
    private static int SkipLead(List<Chunk> chunks, ReadOnlySpan<char> line, int start)
    {
        if (start >= chunks.Count || !chunks[start].Is(AdviceWords.Opener)) return start;
        var i = start;
        if (Headline.Word(chunks, line, i) is "As" or "as" && i + 1 < chunks.Count && Headline.Word(chunks, line, i + 1) is "a" or "an" or "the" or "one"
            || (Headline.Word(chunks, line, i) is "As" or "as" && i + 1 < chunks.Count && char.IsUpper(line[chunks[i + 1].Start])))
        {
            var wish = -1;
            for (var j = i + 1; j < Math.Min(chunks.Count, i + 24); j++)
            {
                if (Headline.Word(chunks, line, j) is "want" or "wants" or "like" or "need" or "needs" or "can" or "able" or "should" or "must" or "wish"
                    or "expect")
                {
                    wish = j;
                    break;
                }
            }

            if (wish < 0) return start;
            i = wish;
        }

        while (i < chunks.Count && chunks[i].Is(AdviceWords.Lead) && !chunks[i].IsSeparator) i++;
        return i < chunks.Count ? i : start;
    }

    /// <summary>Past "unable to", "cannot", "failed to": where the verb is; the start when none follows.</summary>
    public static int SkipFailing(List<Chunk> chunks, ReadOnlySpan<char> line, int start)
    {
        var i = start + 1;
        if (Headline.Word(chunks, line, i) is "to") i++;
        return i < chunks.Count && (chunks[i].Is(AdviceWords.Verb) || Headline.Word(chunks, line, i - 1) is "to") ? i : start;
    }

    /// <summary>Past question words and negations; notes if they report a failure.</summary>
    public static int SkipQuestion(List<Chunk> chunks, ReadOnlySpan<char> line, int start, ref bool failing)
    {
        var i = start;
        if (Headline.Word(chunks, line, i) is "No" or "no" && i + 2 < chunks.Count && Headline.Word(chunks, line, i + 1) is "way"
            && Headline.Word(chunks, line, i + 2) is "to")
        {
            failing = true;
            return i + 3;
        }

        if (Headline.Word(chunks, line, i) is "Don't" or "Don’t" or "don't" or "don’t" && i + 1 < chunks.Count) return i + 1;
        if (Headline.Word(chunks, line, i) is "Do" or "do" && i + 2 < chunks.Count && Headline.Word(chunks, line, i + 1) is "not") return i + 2;
        if (Headline.Word(chunks, line, i) is "No" or "no" or "Not" or "not" or "Neither" && i + 1 < chunks.Count) return i + 1;
        if (!chunks[i].Is(AdviceWords.Question) || (chunks[i].Is(AdviceWords.Finite) && chunks.Count - i < 3)) return start;
        while (i < chunks.Count && (chunks[i].Is(AdviceWords.Question) || Headline.Word(chunks, line, i) is "to" or "we" or "I" or "there" or "you")) i++;
        return i < chunks.Count ? i : start;
    }

    /// <summary>What the comma leads to: "If the cache was on once, disabling has no effect", "In the editor, …".</summary>
    public static int SkipCondition(List<Chunk> chunks, ReadOnlySpan<char> line, int start)
    {
        if (start >= chunks.Count || !chunks[start].Is(AdviceWords.Boundary | AdviceWords.Preposition)) return start;
        for (var i = start; i < chunks.Count - 1; i++)
        {
            if (chunks[i].Close == ',') return SkipLead(chunks, line, i + 1);
        }

        return start;
    }

    private static bool IsKey(ReadOnlySpan<char> word)
    {
        if (word.Length > 1 && word[0] is '#' or '!' && char.IsAsciiDigit(word[1])) return true;
        var dash = word.IndexOf('-');
        return dash is >= 2 and <= 12 && dash + 1 < word.Length && word[(dash + 1)..].IndexOfAnyExceptInRange('0', '9') < 0
            && word[..dash].IndexOfAnyExceptInRange('A', 'Z') < 0;
    }
}

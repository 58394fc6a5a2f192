namespace Vindex.Scoring.Untrusted;

/// <summary>A pattern of words and the reason that it stands for.</summary>
/// <param name="Reason">The reason; for patterns of hidden text, <see cref="UntrustedReason.HiddenText"/>.</param>
/// <param name="Elements">Its places, in order.</param>
internal sealed record InstructionPattern(UntrustedReason Reason, PatternElement[] Elements)
{
    /// <summary>How far a match may reach, in words.</summary>
    private const int Reach = 32;

    /// <summary>The end (one past the last word) of a match that begins at a word; -1 when there is none.</summary>
    public int Match(ReadOnlySpan<FoldedWord> words, int at)
    {
        if (EndsAtSecondWord(words, at)) return -1;

        // A place that failed at a word once fails there again: with that remembered, the effort is places times reach.
        Span<ulong> failed = stackalloc ulong[Elements.Length];
        failed.Clear();
        return Match(words, at, 0, at, failed);
    }

    // What most attempts come to: the first word stands alone, and the next is not what the pattern requires.
    private bool EndsAtSecondWord(ReadOnlySpan<FoldedWord> words, int at)
    {
        if (Elements.Length < 2 || Elements[0].Kind != ElementKind.Required || Elements[1].Kind != ElementKind.Required
            || Elements[0].MayBeginPhrase(words[at]))
        {
            return false;
        }
        return at + 1 == words.Length || (!Elements[1].Holds(words[at + 1]) && !Elements[1].MayBeginPhrase(words[at + 1]));
    }

    private int Match(ReadOnlySpan<FoldedWord> words, int first, int place, int at, Span<ulong> failed)
    {
        if (place == Elements.Length) return at;
        if (at - first >= Reach || (failed[place] >> (at - first) & 1) != 0) return -1;
        var end = MatchPlace(words, first, place, at, failed);
        if (end < 0) failed[place] |= 1UL << (at - first);
        return end;
    }

    private int MatchPlace(ReadOnlySpan<FoldedWord> words, int first, int place, int at, Span<ulong> failed)
    {
        var element = Elements[place];
        switch (element.Kind)
        {
            case ElementKind.Start:
                return at < words.Length && words[at].Has(WordTraits.Sentence | WordTraits.Line) ? Match(words, first, place + 1, at, failed) : -1;
            case ElementKind.Absent:
                return at < words.Length && element.Holds(words[at]) ? -1 : Match(words, first, place + 1, at, failed);
            case ElementKind.Gap or ElementKind.WideGap:
                for (var skipped = 0; skipped <= element.Gap; skipped++)
                {
                    if (Match(words, first, place + 1, at + skipped, failed) is >= 0 and var end) return end;
                    if (at + skipped >= words.Length || (element.Kind == ElementKind.Gap && !Continues(words, first, at + skipped))) break;
                }

                return -1;
            default:
                return MatchWords(words, first, place, at, element, failed);
        }
    }

    private int MatchWords(ReadOnlySpan<FoldedWord> words, int first, int place, int at, PatternElement element, Span<ulong> failed)
    {
        var next = element.Kind == ElementKind.Repeated ? place : place + 1;
        if (at < words.Length && Joins(words, first, place, at))
        {
            if (element.Holds(words[at]) && Match(words, first, next, at + 1, failed) is >= 0 and var end) return end;
            if (element.MayBeginPhrase(words[at]) && MatchPhrases(words, first, next, at, element, failed) is >= 0 and var phraseEnd) return phraseEnd;
        }

        return element.Kind == ElementKind.Required ? -1 : Match(words, first, place + 1, at, failed);
    }

    private int MatchPhrases(ReadOnlySpan<FoldedWord> words, int first, int next, int at, PatternElement element, Span<ulong> failed)
    {
        foreach (var phrase in element.Phrases)
        {
            if (HoldsPhrase(words, at, phrase) && Match(words, first, next, at + phrase.Length, failed) is >= 0 and var end) return end;
        }

        return -1;
    }

    // After a wide gap, a word may begin a sentence; elsewhere only the first may.
    private bool Joins(ReadOnlySpan<FoldedWord> words, int first, int place, int at) =>
        Continues(words, first, at) || (place > 0 && Elements[place - 1].Kind == ElementKind.WideGap);

    private static bool Continues(ReadOnlySpan<FoldedWord> words, int first, int at) => at == first || !words[at].Has(WordTraits.Sentence);

    private static bool HoldsPhrase(ReadOnlySpan<FoldedWord> words, int at, int[] phrase)
    {
        if (at + phrase.Length > words.Length) return false;
        for (var i = 0; i < phrase.Length; i++)
        {
            ref readonly var word = ref words[at + i];
            if ((word.Word != phrase[i] && word.LooksLike != phrase[i]) || (i > 0 && word.Has(WordTraits.Sentence))) return false;
        }

        return true;
    }
}

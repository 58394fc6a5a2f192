using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Judging.Advice;

/// <summary>Decides whether a headline opens with a verb in the imperative ("Sort the list") or with a noun ("Sort order is wrong").</summary>
internal static class ImperativeVerb
{
    private static readonly ulong s_towards = AdviceWords.Of("v:upgrade", "v:update", "v:migrate", "v:move", "v:replace");

    /// <summary>Whether the chunk is a verb with an object after it.</summary>
    public static bool IsAt(List<Chunk> chunks, ReadOnlySpan<char> line, int i)
    {
        var c = chunks[i];
        if (c.IsQuoted || c.IsSeparator || c.Close is ',' || i + 2 >= chunks.Count && !c.Is(AdviceWords.Verb)) return false;
        if (!c.Is(AdviceWords.Verb))
        {
            // "Unbreak the build": an unknown word before an article.
            return c.Words == 0
                && c.Close == '\0'
                && Headline.Word(chunks, line, i + 1) is "the" or "a" or "an" or "this" or "our"
                && Headline.Word(chunks, line, i).IndexOfAnyExceptInRange('a', 'z') <= 0
                && !Headline.Word(chunks, line, i).EndsWith("s", StringComparison.Ordinal)
                && !Headline.Word(chunks, line, i).EndsWith("ing", StringComparison.Ordinal)
                    && !Headline.Word(chunks, line, i).EndsWith("ed", StringComparison.Ordinal);
        }

        if (c.Close is ':' or '.' || i + 1 >= chunks.Count) return false;
        var word = Headline.Word(chunks, line, i);
        if (word.EndsWith("ed", StringComparison.OrdinalIgnoreCase) && !word.EndsWith("eed", StringComparison.OrdinalIgnoreCase) && word.Length > 5)
            return false;
        if (word.EndsWith("ing", StringComparison.OrdinalIgnoreCase) && word.Length > 5)
            return !HasFinite(chunks, i) && !chunks[i + 1].Is(AdviceWords.Compound);
        if (BaseForm(word) is not { } form || !form.Equals(word.ToString(), StringComparison.OrdinalIgnoreCase)) return false;
        var next = chunks[i + 1];
        // "Upgrade to Foo 2.0", not "Update to work with …".
        if (Headline.Word(chunks, line, i + 1) is "to")
            return i + 2 < chunks.Count && c.Is(s_towards) && (!chunks[i + 2].Is(AdviceWords.Verb) || chunks[i + 2].Is(AdviceWords.Ambiguous));
        if (!c.Is(AdviceWords.Ambiguous)) return true;
        if (next.IsSeparator || (next.Is(AdviceWords.Fails) && !Headline.Word(chunks, line, i + 1).EndsWith("ing", StringComparison.Ordinal))
            || next.Is(AdviceWords.Finite | AdviceWords.Boundary | AdviceWords.Preposition))
        {
            return false;
        }
        if (next.Is(AdviceWords.Determiner | AdviceWords.Quantity) || next.IsQuoted) return true;
        return !next.Is(AdviceWords.Compound) && !HasFinite(chunks, i);
    }

    private static bool HasFinite(List<Chunk> chunks, int start)
    {
        for (var i = start + 1; i < chunks.Count; i++)
        {
            if (chunks[i].IsSeparator || chunks[i].Is(AdviceWords.Boundary)) return false;
            if (chunks[i].Is(AdviceWords.Finite) || (chunks[i].Is(AdviceWords.Fails) && i > start + 1)) return true;
        }

        return false;
    }

    /// <summary>Whether the chunk joins two verbs.</summary>
    public static bool IsJoin(
        List<Chunk> chunks,
        ReadOnlySpan<char> line,
        int i) =>
            i < chunks.Count
                && (Headline.Word(chunks, line, i) is "and" or "or" or "then" or "&" || (chunks[i].IsSeparator && chunks[i].Open is '&' or '/' or '+'));

    /// <summary>The infinitive of a verb of the lists; null when the word is no plain form.</summary>
    public static string? BaseForm(ReadOnlySpan<char> verb)
    {
        Span<char> lower = stackalloc char[Math.Min(verb.Length, 20)];
        if (verb.Length > 20 || verb.Length < 2) return null;
        verb.ToLowerInvariant(lower);
        if (!lower.EndsWith("ing") || lower.Length < 6)
        {
            return lower[^1] == 's' && lower[^2] != 's' && lower is not ("focus" or "process")
                || lower.EndsWith("ed") && !lower.EndsWith("eed") && lower is not ("embed") ? null : lower.ToString();
        }
        var stem = lower[..^3].ToString();
        if ((AdviceWords.Classes(WordHash.Of(stem)) & AdviceWords.Verb) != 0) return stem;
        if ((AdviceWords.Classes(WordHash.Of(stem + "e")) & AdviceWords.Verb) != 0) return stem + "e";
        return stem.Length > 2 && stem[^1] == stem[^2] && (AdviceWords.Classes(WordHash.Of(stem.AsSpan(0, stem.Length - 1))) & AdviceWords.Verb) != 0
            ? stem[..^1]
            : null;
    }
}

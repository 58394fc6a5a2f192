using System.Collections.Frozen;

namespace Vindex.Scoring.Tickets;

/// <summary>Cuts blocks into sentences. Every block but code has at least one; none crosses a block.</summary>
internal sealed class SentenceSplitter
{
    /// <summary>Words that end with a full stop in the middle of a sentence, without that stop.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_abbreviations = new[]
    {
        "e.g", "eg", "i.e", "ie", "etc", "vs", "no", "nr", "mr", "mrs", "ms", "dr", "prof", "st", "fig", "approx", "incl", "excl", "max", "min", "resp", "cf",
        "ca", "inc",
        "ltd", "corp", "co", "dept", "est", "al", "op", "sec", "ch", "vol", "art", "ex", "aka", "a.k.a", "w.r.t", "z.b", "d.h", "u.a", "bzw", "usw", "ggf",
        "vgl", "inkl", "evtl",
        "p.ex", "par", "p", "pp", "z", "u", "d", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Those after which a sentence may well begin with a capital.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_mayEnd = new[]
    {
        "etc", "inc", "ltd", "corp", "co", "usw", "no", "max", "min", "st", "al", "aug", "sec", "par", "art", "est", "ex", "ms", "ca",
        "jan", "feb", "mar", "apr", "jun", "jul", "sep", "sept", "oct", "nov", "dec",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly List<Sentence> _sentences = [];

    /// <summary>The sentences of all blocks, ascending.</summary>
    public Sentence[] Split(ReadOnlySpan<char> text, ReadOnlySpan<Block> blocks)
    {
        _sentences.Clear();
        for (var i = 0; i < blocks.Length; i++)
        {
            if (blocks[i].Kind == BlockKind.TableRow) SplitRow(text, blocks[i].Start, blocks[i].End, i);
            else if (blocks[i].Kind != BlockKind.Code) SplitBlock(text, blocks[i].Start, blocks[i].End, i);
        }
        return _sentences.ToArray();
    }

    /// <summary>The cells of a row say one thing each.</summary>
    private void SplitRow(ReadOnlySpan<char> text, int start, int end, int block)
    {
        const string between = " | ";
        while (text[start..end].IndexOf(between) is >= 0 and var length)
        {
            if (length > 0) SplitBlock(text, start, start + length, block);
            start += length + between.Length;
        }
        if (start < end) SplitBlock(text, start, end, block);
    }

    private void SplitBlock(ReadOnlySpan<char> all, int start, int end, int block)
    {
        var first = _sentences.Count;
        var text = all[..end];
        var from = start;
        var words = false;
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            if (char.IsLetterOrDigit(c))
            {
                words = true;
                continue;
            }
            if (c is not ('.' or '!' or '?' or '…' or '。' or '！' or '？' or '．')) continue;
            var stop = i;
            while (stop < end && text[stop] is '.' or '!' or '?' or '…' or '。' or '！' or '？' or '．') stop++;
            while (stop < end && text[stop] is ')' or '"' or '\'' or '”' or '’' or '»' or ']' or '」' or '』') stop++;
            var ends = words && stop < end && Ends(text, from, i, stop);
            i = stop - 1;
            if (!ends) continue;
            _sentences.Add(new Sentence(from, stop, block));
            from = stop;
            while (from < end && text[from] == ' ') from++;
            i = from - 1;
            words = false;
        }
        if (from >= end) return;
        // What holds no letter (a lone emoji, a dash) belongs to the sentence before it.
        if (!words && _sentences.Count > first) _sentences[^1] = _sentences[^1] with { End = end };
        else _sentences.Add(new Sentence(from, end, block));
    }

    /// <summary>Whether the marks from <paramref name="mark"/> to <paramref name="stop"/> end a sentence that began at <paramref name="from"/>.</summary>
    private static bool Ends(ReadOnlySpan<char> text, int from, int mark, int stop)
    {
        if (text[mark] is '。' or '！' or '？' or '．') return true;
        if (text[stop] != ' ') return false;
        var next = stop;
        while (next < text.Length && text[next] is ' ' or '"' or '\'' or '(' or '[' or '“' or '‘' or '«') next++;
        if (next == text.Length) return true;
        var lower = char.IsLower(text[next]);
        var single = stop == mark + 1 && text[mark] == '.';
        if (!single) return !lower;

        const int longest = 24;
        var word = mark;
        while (word > from && mark - word < longest && text[word - 1] is not (' ' or '(' or '"' or '“' or '[' or '/')) word--;
        var last = text[word..mark];
        if (last.IsEmpty) return !lower;
        if (last.Length == 1 && char.IsUpper(last[0]) && last[0] != 'I') return false;
        if (word == from && IsNumber(last)) return false;
        if (s_abbreviations.Contains(last))
        {
            return !lower && !char.IsAsciiDigit(text[next]) && s_mayEnd.Contains(last);
        }
        if (!lower) return true;
        return last.Length >= 3 && AreLetters(last);
    }

    private static bool IsNumber(ReadOnlySpan<char> word) => word.IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool AreLetters(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (!char.IsLetter(c)) return false;
        }
        return true;
    }
}

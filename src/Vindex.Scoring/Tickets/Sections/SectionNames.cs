using System.Collections.Frozen;
using Vindex.Scoring.Tickets.Markup;

namespace Vindex.Scoring.Tickets.Sections;

/// <summary>Where a title followed by a colon counts as a label.</summary>
internal enum LabelStrength
{
    /// <summary>At the start of a line: everyday words ("goal").</summary>
    Line,

    /// <summary>At the start of a sentence, too: single words that mean little else ("acceptance").</summary>
    Sentence,

    /// <summary>Wherever it begins with a capital: titles of several words.</summary>
    Anywhere,
}

/// <summary>Knows the titles of sections (<c>Sections/sections.txt</c>), in any case and with any punctuation.</summary>
internal static class SectionNames
{
    private const int LongestTitle = 160;
    private const int LongestLabel = 48;
    private const int MostWords = 14;
    private const int LongestPhrase = 6;

    private static readonly FrozenDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> s_titles = Load();

    /// <summary>Words that begin a sentence rather than a label.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_leadIns = new[]
    {
        "a", "an", "and", "but", "consider", "for", "from", "given", "he", "here", "here's", "i", "if", "in", "it", "like", "or", "she", "so", "that", "the",
        "then", "there",
        "these", "they", "this", "those", "to", "we", "when", "where", "which", "with", "you",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The section that a heading opens: by the leftmost title within it, the longest first; null when it names none.</summary>
    public static SectionKind? OfHeading(ReadOnlySpan<char> heading)
    {
        Span<char> words = stackalloc char[LongestTitle];
        Span<int> starts = stackalloc int[MostWords + 1];
        var count = Normalise(heading, words, starts, out _);
        if (count <= 0) return null;
        for (var first = 0; first < count; first++)
        {
            for (var last = Math.Min(count, first + LongestPhrase); last > first; last--)
            {
                var whole = first == 0 && last == count;
                if (s_titles.TryGetValue(words[starts[first]..(starts[last] - 1)], out var entry) && (whole || !entry.Whole)) return entry.Kind;
            }
        }
        return null;
    }

    /// <summary>The section that a label names, when the label is exactly a known title.</summary>
    /// <param name="label">The label with or without its colon.</param>
    /// <param name="strength">In how many places the title makes a label.</param>
    public static SectionKind? OfLabel(ReadOnlySpan<char> label, out LabelStrength strength)
    {
        strength = LabelStrength.Line;
        if (label.Length > LongestLabel * 2) return null;
        Span<char> words = stackalloc char[LongestTitle];
        Span<int> starts = stackalloc int[MostWords + 1];
        var count = Normalise(label, words, starts, out _);
        if (count <= 0 || !s_titles.TryGetValue(words[..(starts[count] - 1)], out var entry)) return null;
        strength = entry.Whole ? LabelStrength.Line : count > 1 ? LabelStrength.Anywhere : LabelStrength.Sentence;
        return entry.Kind;
    }

    /// <summary>The line is a title of several words and nothing else ("Steps to reproduce"): it needs no markup to be a heading.</summary>
    public static bool IsTitle(ReadOnlySpan<char> line)
    {
        line = line.Trim("*_# ");
        if (line.Length is < 3 or > LongestLabel || !char.IsLetter(line[0]) || char.IsLower(line[0])) return false;
        if (line[^1] is '.' or ',' or ';' or '!') return false;
        if (line[^1] == ':') return OfLabel(line, out _) is not null;
        return OfLabel(line, out var strength) is { } kind
            && (strength == LabelStrength.Anywhere || kind == SectionKind.Description && line.Length == "Description".Length);
    }

    /// <summary>The line is a label of its own ("Web:") rather than a sentence that leads in what follows ("The log shows:").</summary>
    public static bool IsLabel(ReadOnlySpan<char> line)
    {
        const int mostBlanks = 2;
        if (line.IndexOf(':') != line.Length - 1 || line.Count(' ') > mostBlanks || !BeginsWithLabel(line) || LineMarkers.IsGherkin(line)) return false;
        var first = line[..(line.IndexOfAny(' ', ':'))];
        return !s_leadIns.Contains(first);
    }

    /// <summary>The line begins with a capital and a few words and a colon ("Location: Berlin").</summary>
    public static bool BeginsWithLabel(ReadOnlySpan<char> line)
    {
        line = line.TrimStart("*_");
        if (line.Length < 3 || !char.IsUpper(line[0])) return false;
        var colon = line[..Math.Min(line.Length, LongestLabel)].IndexOf(':');
        if (colon < 2 || (colon + 1 < line.Length && !Characters.IsBlank(line[colon + 1]) && line[colon + 1] is not ('*' or '_'))) return false;
        var blanks = 0;
        foreach (var c in line[..colon])
        {
            if (c == ' ') blanks++;
            else if (!Characters.IsWord(c) && c is not ('*' or '_' or '/' or '-' or '\'' or '’' or '(' or ')' or '&')) return false;
        }
        return blanks < 4;
    }

    /// <summary>Lower-case words, one blank after each; the count, or −1 when there are too many.</summary>
    private static int Normalise(ReadOnlySpan<char> text, Span<char> words, Span<int> starts, out int length)
    {
        length = 0;
        var count = 0;
        var inWord = false;
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c))
            {
                if (inWord) words[length++] = ' ';
                inWord = false;
                continue;
            }
            if (!inWord)
            {
                if (count == MostWords) return -1;
                starts[count++] = length;
                inWord = true;
            }
            if (length >= words.Length - 2) return -1;
            words[length++] = char.ToLowerInvariant(c);
        }
        if (inWord) words[length++] = ' ';
        starts[count] = length;
        // A number before the title ("2. Acceptance criteria") is not part of it.
        if (count > 1 && char.IsAsciiDigit(words[0]) && starts[1] <= 4)
        {
            var cut = starts[1];
            words[cut..length].CopyTo(words);
            for (var i = 1; i <= count; i++) starts[i - 1] = starts[i] - cut;
            count--;
            length -= cut;
        }
        return count;
    }

    private static FrozenDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> Load()
    {
        using var stream = typeof(SectionNames).Assembly.GetManifestResourceStream("Tickets/sections.txt")
            ?? throw new InvalidOperationException("The titles of sections are missing from the assembly.");
        using var reader = new StreamReader(stream);
        var titles = new Dictionary<string, Entry>(StringComparer.Ordinal);
        SectionKind? kind = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '[')
            {
                kind = Kind(line);
            }
            else if (kind is { } section)
            {
                var whole = line[0] == '=';
                titles.Add(whole ? line[1..] : line, new Entry(section, whole));
            }
        }
        return titles.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private static SectionKind Kind(string header) => header switch
    {
        "[acceptance]" => SectionKind.AcceptanceCriteria,
        "[steps]" => SectionKind.Steps,
        "[expected]" => SectionKind.Expected,
        "[actual]" => SectionKind.Actual,
        "[environment]" => SectionKind.Environment,
        "[implementation]" => SectionKind.Implementation,
        "[questions]" => SectionKind.Questions,
        "[out-of-scope]" => SectionKind.OutOfScope,
        "[motivation]" => SectionKind.Motivation,
        "[description]" => SectionKind.Description,
        _ => throw new InvalidOperationException($"sections.txt names no such section: {header}"),
    };

    private readonly record struct Entry(SectionKind Kind, bool Whole);
}

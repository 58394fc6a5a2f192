namespace Vindex.Scoring.Reading.Text;

/// <summary>Words by what they are evidence of (<c>Reading/classes.txt</c>): at most 64 classes, a bit each.</summary>
internal sealed class WordClasses
{
    private readonly HashTable _words;
    private readonly ulong[] _bits;
    private PhrasePatterns? _patterns;

    private WordClasses(string[] names, HashTable words, ulong[] bits)
    {
        Names = names;
        Labels = Word.Of(names);
        _words = words;
        _bits = bits;
    }

    /// <summary>The names, by bit.</summary>
    public string[] Names { get; }

    /// <summary>The names with their hashes, by bit.</summary>
    public Word[] Labels { get; }

    /// <summary>Classes of a word by its hash; 0 for none.</summary>
    public ulong Of(ulong hash) => _words.Find(hash) is >= 0 and var row ? _bits[row] : 0;

    /// <summary>The phrases that are made of these words and classes.</summary>
    public PhrasePatterns Patterns => _patterns ?? LoadPatterns();

    // Apart, because a lambda here would be allocated with each use.
    private PhrasePatterns LoadPatterns() =>
        LazyInitializer.EnsureInitialized(ref _patterns, () => PhrasePatterns.Parse(DataFile.Text("Reading/patterns.txt"), this));

    /// <summary>Whether all words are of the first class: "of the".</summary>
    public bool AreFunctionWords(ReadOnlySpan<char> words)
    {
        foreach (var range in words.Split(' '))
        {
            if ((Of(WordHash.Of(words[range])) & 1) == 0) return false;
        }

        return true;
    }

    /// <summary>The bit of a class.</summary>
    public ulong Bit(string name) =>
        Array.IndexOf(Names, name) is >= 0 and var index ? 1UL << index : throw new ArgumentException($"Unknown word class '{name}'.", nameof(name));

    /// <summary>
    /// Reads the file: <c>[class]</c>, then words; a verb or noun stands for its regular forms when marked with <c>+v</c> or <c>+n</c> in the header.
    /// </summary>
    public static WordClasses Parse(string text)
    {
        var names = new List<string>();
        var rows = new Dictionary<ulong, ulong>();
        var forms = ' ';
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line[0] == '#') continue;
            if (line[0] == '[')
            {
                var close = line.IndexOf(']');
                names.Add(line[1..close]);
                if (names.Count > 64) throw new InvalidDataException("classes.txt names more than 64 classes.");
                forms = line.Length > close + 1 ? line.TrimEnd()[^1] : ' ';
                continue;
            }

            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                foreach (var form in Forms(word, forms))
                    System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(rows, WordHash.Of(form), out _) |= 1UL << (names.Count - 1);
            }
        }

        return new([.. names], HashTable.Of([.. rows.Keys]), [.. rows.Values]);
    }

    private static IEnumerable<string> Forms(string word, char forms)
    {
        yield return word;
        if (forms == ' ') yield break;
        yield return WordForms.WithS(word);
        if (forms != 'v') yield break;
        yield return WordForms.Past(word);
        yield return WordForms.Gerund(word);
    }
}

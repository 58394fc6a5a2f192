using System.Globalization;

namespace Vindex.Scoring.Languages;

/// <summary>
/// The embedded word, letter and trigram lists as tables from a key to the set of languages (one bit each) that it speaks for. Words are keyed by their
/// 64-bit FNV-1a hash alone: among a few thousand words a false match is out of reach, and a test shows that no two listed words collide.
/// </summary>
internal sealed class LanguageTables
{
    public const ulong HashStart = 14695981039346656037;
    public const ulong HashPrime = 1099511628211;

    private const int LettersEnd = 0x1F00;
    private const string WordsPrefix = "Languages/Words/";

    private readonly HashLookup _words;
    private readonly HashLookup _trigrams;
    private readonly ulong[] _letters = new ulong[LettersEnd];

    private LanguageTables()
    {
        var names = Array.FindAll(typeof(LanguageTables).Assembly.GetManifestResourceNames(), name => name.StartsWith(WordsPrefix, StringComparison.Ordinal));
        Array.Sort(names, StringComparer.Ordinal);
        Codes = Array.ConvertAll(names, name => name[WordsPrefix.Length..^".txt".Length]);
        Scripts = new Script[Codes.Length];
        var words = new Dictionary<ulong, ulong>();
        for (var language = 0; language < Codes.Length; language++)
        {
            foreach (var word in ListFile.Lines(names[language])) Add(words, HashOf(word), 1UL << language);
            Scripts[language] = Languages.Scripts.Of(ListFile.Lines(names[language]).First()[0]);
        }

        var trigrams = new Dictionary<ulong, ulong>();
        foreach (var (key, languages) in Entries("Languages/trigrams.txt")) Add(trigrams, TrigramOf(key[0], key[1], key[2]), languages);
        foreach (var (key, languages) in Entries("Languages/letters.txt")) _letters[key[0]] = languages;
        _words = new HashLookup(words);
        _trigrams = new HashLookup(trigrams);
        English = Array.IndexOf(Codes, "en");
    }

    public static LanguageTables Instance { get; } = new();

    /// <summary>The languages' codes, ascending; a language's number is its place here.</summary>
    public string[] Codes { get; }

    /// <summary>The script of each language.</summary>
    public Script[] Scripts { get; }

    /// <summary>The number of English.</summary>
    public int English { get; }

    public static ulong TrigramOf(char first, char second, char third) => ((ulong)first << 32) | ((ulong)second << 16) | third;

    public static ulong HashOf(ReadOnlySpan<char> word)
    {
        var hash = HashStart;
        foreach (var c in word) hash = (hash ^ c) * HashPrime;
        return hash;
    }

    /// <summary>The languages that a word speaks for, by its hash; 0 for none.</summary>
    public ulong Words(ulong hash) => _words.Find(hash);

    /// <summary>The languages that three letters speak for; 0 for none.</summary>
    public ulong Trigrams(ulong trigram) => _trigrams.Find(trigram);

    /// <summary>The languages that a letter outside ASCII speaks for; 0 for none.</summary>
    public ulong Letters(char c) => c < LettersEnd ? _letters[c] : 0;

    private IEnumerable<(string Key, ulong Languages)> Entries(string name)
    {
        foreach (var line in ListFile.Lines(name))
        {
            var parts = line.Split(' ');
            var languages = 0UL;
            foreach (var code in parts.AsSpan(1)) languages |= 1UL << NumberOf(code, name);
            yield return (parts[0], languages);
        }
    }

    private int NumberOf(string code, string name) =>
        Array.IndexOf(Codes, code) is >= 0 and var number
            ? number
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{name} names the language {code}, which has no word list."));

    private static void Add(Dictionary<ulong, ulong> table, ulong key, ulong languages) => table[key] = table.GetValueOrDefault(key) | languages;
}

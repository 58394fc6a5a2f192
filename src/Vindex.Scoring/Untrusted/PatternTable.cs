using System.Globalization;
using Vindex.Scoring.Languages;

namespace Vindex.Scoring.Untrusted;

/// <summary>
/// The patterns of <c>instructions.txt</c>, by the word that they begin with, and the vocabulary that they use. The file says how a pattern is written.
/// </summary>
internal sealed class PatternTable
{
    private const string FileName = "Untrusted/instructions.txt";

    private static readonly HashLookup s_nothing = new([]);

    private readonly Dictionary<ulong, ulong> _vocabulary = [];
    private readonly Dictionary<ulong, ulong> _speakers = [];
    private readonly Dictionary<string, string> _classes = new(StringComparer.Ordinal);
    private readonly InstructionPattern[]?[] _byFirstWord;
    private int _count;

    // Loops rather than queries: this is read before the first ticket, and queries over values take the runtime long to compile.
    private PatternTable()
    {
        var written = Read();
        foreach (var pattern in written)
        {
            // All words are numbered before the first set of them is made.
            foreach (var place in pattern.Places) Alternatives(place);
        }

        Dimensions = new int[Vindex.Scoring.Dimensions.Count];
        foreach (var dimension in Vindex.Scoring.Dimensions.All) Dimensions[(int)dimension] = NumberOf(dimension.ToString());
        (Overall, Score, OverallScore, ScoreLists) = (NumberOf("overall"), NumberOf("score"), NumberOf("overallscore"), [
            NumberOf("invest"), NumberOf("individual")
        ]);
        Scores = NumberOf("scores");
        var patterns = new List<InstructionPattern>(written.Count);
        var byFirstWord = new List<InstructionPattern>?[_count + 1];
        foreach (var (reason, places) in written)
        {
            var pattern = new InstructionPattern(reason, Array.ConvertAll(places, Element));
            patterns.Add(pattern);
            foreach (var word in FirstWords(pattern)) (byFirstWord[word] ??= []).Add(pattern);
        }

        _byFirstWord = Array.ConvertAll(byFirstWord, list => list?.ToArray());
        Vocabulary = new HashLookup(_vocabulary);
        Speakers = new HashLookup(_speakers);
        All = patterns;
    }

    public static PatternTable Instance { get; } = new();

    public IReadOnlyList<InstructionPattern> All { get; }

    public HashLookup Vocabulary { get; }

    public HashLookup Speakers { get; }

    /// <summary>The numbers of the six names of dimensions.</summary>
    public int[] Dimensions { get; }

    public int Overall { get; }

    public int Score { get; }

    public int Scores { get; }

    public int OverallScore { get; }

    /// <summary>What stands before "scores" in a result: "invest", "individual".</summary>
    public int[] ScoreLists { get; }

    /// <summary>The patterns that may begin with a word, in the order of the file.</summary>
    public ReadOnlySpan<InstructionPattern> BeginningWith(int word) => _byFirstWord[word];

    private List<WrittenPattern> Read()
    {
        var written = new List<WrittenPattern>();
        var section = "";
        foreach (var line in ListFile.Lines(FileName))
        {
            if (line[0] == '[') section = line[1..^1];
            else if (section == "words" && line.Split(" = ") is var parts) _classes.Add(parts[0], parts[1]);
            else written.Add(new(ReasonOf(section), line.Split(' ')));
        }

        return written;
    }

    private static UntrustedReason ReasonOf(string section) => section switch
    {
        "fake_turn" => UntrustedReason.FakeTurn,
        "hidden" => UntrustedReason.HiddenText,
        "other_languages" => UntrustedReason.OtherLanguage,
        "override_instructions" => UntrustedReason.OverrideInstructions,
        "role_change" => UntrustedReason.RoleChange,
        "score_claim" => UntrustedReason.ScoreClaim,
        "score_demand" => UntrustedReason.ScoreDemand,
        _ => throw new InvalidDataException($"{FileName} has an unknown section [{section}]."),
    };

    private static IEnumerable<int> FirstWords(InstructionPattern pattern)
    {
        var first = pattern.Elements[0].Kind == ElementKind.Start ? 1 : 0;
        if (pattern.Elements[first].Kind != ElementKind.Required)
            throw new InvalidDataException($"{FileName}: a pattern must begin with a word that it requires.");
        return pattern.Elements[first].FirstWords;
    }

    private PatternElement Element(string place)
    {
        if (place == "^") return PatternElement.OfStart();
        if (place.StartsWith("...", StringComparison.Ordinal))
            return PatternElement.OfGap(int.Parse(place[3..], CultureInfo.InvariantCulture), crossesSentences: true);
        if (place.StartsWith("..", StringComparison.Ordinal))
            return PatternElement.OfGap(int.Parse(place[2..], CultureInfo.InvariantCulture), crossesSentences: false);
        if (place[0] == '!') return PatternElement.OfWords(ElementKind.Absent, Alternatives(place), _count + 1);
        var kind = place[^1] switch { '?' => ElementKind.Optional, '*' => ElementKind.Repeated, _ => ElementKind.Required };
        return PatternElement.OfWords(kind, Alternatives(place), _count + 1);
    }

    private List<int[]> Alternatives(string place)
    {
        var alternatives = new List<int[]>();
        if (place == "^" || place.StartsWith("..", StringComparison.Ordinal)) return alternatives;
        foreach (var alternative in place.TrimStart('!').TrimEnd('?', '*').Split('|'))
        {
            if (alternative[0] != '@') alternatives.Add(NumbersOf(alternative));
            else foreach (var word in _classes[alternative].Split('|')) alternatives.Add(NumbersOf(word));
        }

        return alternatives;
    }

    private int[] NumbersOf(string alternative)
    {
        if (alternative[0] == '<') return [MarkOf(alternative[1..^1], '>')];
        if (alternative[^1] == ':') return [MarkOf(alternative[..^1], ':')];
        var numbers = new List<int>();
        var lexer = new FoldingLexer(alternative.Replace('_', ' '), s_nothing, s_nothing);
        while (lexer.Next(out _)) numbers.Add(Number(_vocabulary, lexer.Spelled));
        return [.. numbers];
    }

    private int NumberOf(string word) => NumbersOf(word.ToLowerInvariant())[0];

    private int MarkOf(string word, char sign)
    {
        _ = NumberOf(word);
        return Number(_speakers, (LanguageTables.HashOf(word) ^ sign) * LanguageTables.HashPrime);
    }

    private int Number(Dictionary<ulong, ulong> table, ulong hash)
    {
        if (!table.TryGetValue(hash, out var number)) table.Add(hash, number = (ulong)++_count);
        return (int)number;
    }

    /// <summary>A line of the file.</summary>
    private sealed record WrittenPattern(UntrustedReason Reason, string[] Places);
}

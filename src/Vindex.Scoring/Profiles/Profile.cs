namespace Vindex.Scoring.Profiles;

/// <summary>What a <c>system_type</c> means: how the rubric is weighed. The default profile, <c>adam</c>, changes nothing.</summary>
/// <param name="Name">Lower-case name, the value of <c>system_type</c>.</param>
/// <param name="RuleWeights">Factor on a rule's points, by rule id; 0 switches the rule off. 0–3.</param>
/// <param name="Vocabulary">Extra words by lexicon name.</param>
public sealed record Profile(
    string Name,
    IReadOnlyDictionary<string, double> RuleWeights,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Vocabulary)
{
    /// <summary>The name of the default profile.</summary>
    public const string DefaultName = "adam";

    /// <summary>The rubric as it is.</summary>
    public static Profile Default { get; } = new(DefaultName, new Dictionary<string, double>(), new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>The name of <see cref="AgentReady"/>.</summary>
    public const string AgentReadyName = "agent-ready";

    /// <summary>
    /// Whether the ticket is ready for a coding agent: prescribed solutions cost nothing, and there are checks of its own (<c>Vindex.Scoring.AgentReady</c>).
    /// </summary>
    public static Profile AgentReady { get; } = new(
        AgentReadyName,
        new Dictionary<string, double> { ["negotiable.prescribed"] = 0 },
        new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>The profiles that exist everywhere, the default one first.</summary>
    public static IReadOnlyList<Profile> BuiltIn { get; } = [Default, AgentReady];

    /// <summary>A profile that exists everywhere; null if there is none of this name.</summary>
    public static Profile? FindBuiltIn(string name) => BuiltIn.FirstOrDefault(profile => profile.Name == name);

    /// <summary>
    /// Reads a profile document: <c>{"name"?, "rule_weights": {rule: 0–3}, "vocabulary": {word list: [words]}}</c>. Unknown rules and word lists are errors
    /// that
    /// name the known ones.
    /// </summary>
    /// <param name="utf8">The document.</param>
    /// <param name="name">The profile's name, unless the document has one.</param>
    public static ProfileReading Parse(ReadOnlySpan<byte> utf8, string name) => ProfileReader.Read(utf8, name);

    /// <summary>Creates a profile by the same rules. Of two weights or lists with the same name, the first counts.</summary>
    /// <param name="name">The profile's name.</param>
    /// <param name="weights">Weights by rule; null for something that is not a number.</param>
    /// <param name="vocabulary">Words by word list.</param>
    public static ProfileReading Create(
        string name, IEnumerable<(string Rule, double? Weight)> weights, IEnumerable<(string List, IReadOnlyList<string> Words)> vocabulary)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(vocabulary);
        var parts = new ProfileParts();
        foreach (var (rule, weight) in weights) parts.AddWeight(rule, weight);
        foreach (var (list, words) in vocabulary) parts.AddWords(list, words);
        return parts.ToReading(name);
    }
}

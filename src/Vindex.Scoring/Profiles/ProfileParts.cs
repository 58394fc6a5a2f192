using Vindex.Scoring.Rubric;
using Vindex.Scoring.Rubric.Phrases;

namespace Vindex.Scoring.Profiles;

/// <summary>The weights and words of a profile, checked as they are added.</summary>
internal sealed class ProfileParts
{
    private const double LargestWeight = 3;
    private const int MostWords = 2_000;
    private const int LongestWord = 80;
    private readonly Dictionary<string, double> _weights = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _vocabulary = new(StringComparer.Ordinal);
    private readonly List<ProfileError> _errors = [];

    public void AddError(string field, string message) => _errors.Add(new ProfileError(field, message));

    /// <summary>Adds the error that a name is not known.</summary>
    public void AddUnknown(string field, UnknownName unknown, string known) =>
        _errors.Add(new ProfileError(field, $"is not {unknown.Expected}; {known}") { Unknown = unknown });

    /// <summary>Adds a weight; null for something that is not a number.</summary>
    public void AddWeight(string rule, double? weight)
    {
        if (!RubricNames.Rules.Contains(rule))
            AddUnknown($"rule_weights.{rule}", new UnknownName(rule, "a rule", RubricNames.Rules), $"known rules: {string.Join(", ", RubricNames.Rules)}");
        else if (weight is >= 0 and <= LargestWeight) _weights.TryAdd(rule, weight.Value);
        else AddError($"rule_weights.{rule}", $"must be a number from 0 (off) to {LargestWeight}");
    }

    /// <summary>Adds the words of a list; null for something that is not a list of texts.</summary>
    public void AddWords(string list, IReadOnlyList<string>? words)
    {
        if (!RubricNames.Lexicons.Contains(list))
        {
            AddUnknown(
                $"vocabulary.{list}",
                new UnknownName(list, "a word list", RubricNames.Lexicons),
                $"known word lists: {string.Join(", ", RubricNames.Lexicons)}");
        }

        if (words is { Count: <= MostWords } && words.All(word => word.Length is > 0 and <= LongestWord && Lexicons.CanHold(word)))
            _vocabulary.TryAdd(list, words);
        else AddError($"vocabulary.{list}", $"must be a list of at most {MostWords} words or phrases of 1 to {LongestWord} characters and at most 10 parts");
    }

    /// <summary>The profile, or all errors.</summary>
    public ProfileReading ToReading(string name) =>
        _errors.Count > 0 ? new ProfileReading(null, _errors) : new ProfileReading(new Profile(name, _weights, _vocabulary), []);
}

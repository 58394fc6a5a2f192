using System.Text.Json;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric;
using Vindex.Server.Web;

namespace Vindex.Server.Scoring;

/// <summary>A profile as it is sent and stored.</summary>
/// <param name="RuleWeights">Factor on a rule's points, by rule id, 0 to 3; 0 switches the rule off.</param>
/// <param name="Vocabulary">Extra words by lexicon name.</param>
internal sealed record ProfileBody(IReadOnlyDictionary<string, double> RuleWeights, IReadOnlyDictionary<string, IReadOnlyList<string>> Vocabulary);

/// <summary>Reads profiles.</summary>
internal static class ProfileDocument
{
    private const double MaxWeight = 3;
    private const int MaxEntries = 500;
    private const int MaxWordLength = 100;

    /// <summary>Reads a body. What comes back is of use only when no error was added.</summary>
    public static ProfileBody Read(JsonElement root, FieldErrors errors)
    {
        var fields = JsonFields.Of(root, errors);
        return new ProfileBody(ReadWeights(fields), ReadVocabulary(fields));
    }

    /// <summary>A profile from its stored document, which was read by <see cref="Read"/> before it was stored.</summary>
    public static Profile Parse(string name, string document)
    {
        var body = JsonSerializer.Deserialize(document, WireJson.Shared.ProfileBody)!;
        return new Profile(name, body.RuleWeights, body.Vocabulary);
    }

    private static Dictionary<string, double> ReadWeights(JsonFields fields)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        if (fields.Object("rule_weights") is not { } members) return weights;
        foreach (var member in members.Members())
        {
            RefuseUnknown(members, member.Name, "rule", RubricNames.Rules);
            if (member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetDouble(out var weight) && weight is >= 0 and <= MaxWeight)
                weights[member.Name] = weight;
            else
                members.Refuse(member.Name, $"must be a number from 0 to {MaxWeight}");
        }
        return weights;
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadVocabulary(JsonFields fields)
    {
        var vocabulary = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (fields.Object("vocabulary") is not { } members) return vocabulary;
        foreach (var member in members.Members())
        {
            RefuseUnknown(members, member.Name, "word list", RubricNames.Lexicons);
            vocabulary[member.Name] = members.Texts(member.Name, MaxEntries, MaxWordLength, required: true) ?? [];
        }

        return vocabulary;
    }

    // A misspelt name would be without effect, and nobody would notice.
    private static void RefuseUnknown(JsonFields members, string name, string what, IReadOnlyList<string> known)
    {
        if (!known.Contains(name)) members.Refuse(name, $"is no {what}; there are {string.Join(", ", known)}");
    }
}

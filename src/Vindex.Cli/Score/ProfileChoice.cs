using System.Text.Json;
using Vindex.Cli.Invocation;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rubric;

namespace Vindex.Cli.Score;

/// <summary>What <c>--profile</c> means: a profile, or the reason why there is none.</summary>
internal sealed record ProfileChoice(Profile? Profile, string? Reason)
{
    private const double HeaviestWeight = 3;

    /// <summary>The default without a choice, a known name, or a JSON file: <c>{"rule_weights": {rule: 0–3}, "vocabulary": {lexicon: [words]}}</c>.</summary>
    public static ProfileChoice Load(string? choice)
    {
        if (choice is null or Profile.DefaultName) return new(Profile.Default, null);
        if (!choice.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !File.Exists(choice))
            return Refuse($"there is no profile '{choice}'; known: {Profile.DefaultName}. A profile of your own is a JSON file: --profile FILE.json");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(choice), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return Read(choice, document.RootElement);
        }
        catch (JsonException e)
        {
            return Refuse($"{choice}, line {e.LineNumber + 1}: this is not JSON");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refuse($"there is no file {choice}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse($"{choice} cannot be read: {e.Message}");
        }
    }

    private static ProfileChoice Read(string file, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return Refuse($"{file}: a profile is an object with rule_weights and vocabulary");
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        var vocabulary = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var member in root.EnumerateObject())
        {
            var reason = member.Name switch
            {
                "rule_weights" => ReadWeights(member.Value, weights),
                "vocabulary" => ReadVocabulary(member.Value, vocabulary),
                "name" or "description" => null,
                _ => $"there is no setting '{member.Name}'; a profile has rule_weights and vocabulary",
            };
            if (reason is not null) return Refuse($"{file}: {reason}");
        }

        return new(new Profile(Path.GetFileNameWithoutExtension(file).ToLowerInvariant(), weights, vocabulary), null);
    }

    private static string? ReadWeights(JsonElement value, Dictionary<string, double> weights)
    {
        if (value.ValueKind != JsonValueKind.Object) return "rule_weights is an object: {\"rule\": 0 to 3}";
        foreach (var rule in value.EnumerateObject())
        {
            if (rule.Value.ValueKind != JsonValueKind.Number || !rule.Value.TryGetDouble(out var weight) || weight is not (>= 0 and <= HeaviestWeight))
                return $"rule_weights.{rule.Name} is a number from 0 to {HeaviestWeight}, not {rule.Value.GetRawText()}";
            if (!RubricNames.Rules.Contains(rule.Name)) return Unknown("rule", rule.Name, RubricNames.Rules);
            weights[rule.Name] = weight;
        }

        return null;
    }

    private static string? ReadVocabulary(JsonElement value, Dictionary<string, IReadOnlyList<string>> vocabulary)
    {
        if (value.ValueKind != JsonValueKind.Object) return "vocabulary is an object: {\"lexicon\": [\"word\", …]}";
        foreach (var lexicon in value.EnumerateObject())
        {
            if (lexicon.Value.ValueKind != JsonValueKind.Array || lexicon.Value.EnumerateArray().Any(word => word.ValueKind != JsonValueKind.String))
                return $"vocabulary.{lexicon.Name} is a list of words";
            if (!RubricNames.Lexicons.Contains(lexicon.Name)) return Unknown("word list", lexicon.Name, RubricNames.Lexicons);
            vocabulary[lexicon.Name] = [.. lexicon.Value.EnumerateArray().Select(word => word.GetString()!)];
        }

        return null;
    }

    // One that is misspelt would otherwise be silently without effect.
    private static string Unknown(string what, string name, IReadOnlyList<string> known) =>
        $"there is no {what} '{name}'" + (Nearest.Of(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : "");

    private static ProfileChoice Refuse(string reason) => new(null, reason);
}

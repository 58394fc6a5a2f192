using System.Text.Json;
using Vindex.Scoring.Rubric;
using Vindex.Scoring.Rubric.Phrases;

namespace Vindex.Scoring.Profiles;

/// <summary>The result of reading a profile document: the profile, or all its errors.</summary>
/// <param name="Profile">The profile; null when there is an error.</param>
/// <param name="Errors">The errors, in the order of the document.</param>
public sealed record ProfileReading(Profile? Profile, IReadOnlyList<ProfileError> Errors);

/// <summary>Something wrong with a profile document.</summary>
/// <param name="Field">Where, for example <c>rule_weights.small.epic</c>; empty for the document as a whole.</param>
/// <param name="Message">What may stand there, without the field's name: <c>must be …</c>.</param>
public sealed record ProfileError(string Field, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Field.Length == 0 ? Message : $"{Field} {Message}";
}

/// <summary>Reads profile documents: <c>{"rule_weights": {"small.joined-things": 0.5}, "vocabulary": {"technology": ["acme bus"]}}</c>.</summary>
internal static class ProfileReader
{
    private const double LargestWeight = 3;
    private const int LongestName = 64;
    private const int MostWords = 2_000;
    private const int LongestWord = 80;

    /// <summary>Reads and checks a document; <paramref name="name"/> is the profile's name unless the document has one.</summary>
    public static ProfileReading Read(ReadOnlySpan<byte> utf8, string name)
    {
        var errors = new List<ProfileError>();
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        var vocabulary = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return new(null, [new("", "A profile must be an object with rule_weights and vocabulary.")]);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var property = reader.GetString()!;
                reader.Read();
                switch (property)
                {
                    case "name": name = ReadName(ref reader, errors) ?? name; break;
                    case "rule_weights": ReadWeights(ref reader, weights, errors); break;
                    case "vocabulary": ReadVocabulary(ref reader, vocabulary, errors); break;
                    default:
                        errors.Add(new(property, "is not a property of a profile; allowed properties: name, rule_weights and vocabulary"));
                        reader.Skip();
                        break;
                }
            }

            while (reader.Read()) { }
        }
        catch (JsonException e)
        {
            return new(null, [new("", $"This is not valid JSON, line {e.LineNumber + 1}.")]);
        }
        catch (InvalidOperationException)
        {
            // GetString on text that is no Unicode: half of a surrogate pair.
            return new(null, [new("", "The document contains invalid Unicode.")]);
        }

        return errors.Count > 0 ? new(null, errors) : new(new Profile(name, weights, vocabulary), []);
    }

    private static string? ReadName(ref Utf8JsonReader reader, List<ProfileError> errors)
    {
        var name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        if (name is { Length: > 0 and <= LongestName } && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')) return name;
        errors.Add(new("name", $"must be 1 to {LongestName} of the characters a-z, 0-9, - and _"));
        reader.Skip();
        return null;
    }

    private static void ReadWeights(ref Utf8JsonReader reader, Dictionary<string, double> weights, List<ProfileError> errors)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            errors.Add(new("rule_weights", "must be an object that maps rules to weights"));
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var id = reader.GetString()!;
            reader.Read();
            if (!RubricNames.Rules.Contains(id)) errors.Add(new($"rule_weights.{id}", $"is not a rule; known rules: {string.Join(", ", RubricNames.Rules)}"));
            else if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var weight) && weight is >= 0 and <= LargestWeight)
                weights.TryAdd(id, weight);
            else errors.Add(new($"rule_weights.{id}", $"must be a number from 0 (off) to {LargestWeight}"));
            reader.Skip();
        }
    }

    private static void ReadVocabulary(ref Utf8JsonReader reader, Dictionary<string, IReadOnlyList<string>> vocabulary, List<ProfileError> errors)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            errors.Add(new("vocabulary", "must be an object that maps word lists to words"));
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var list = reader.GetString()!;
            reader.Read();
            if (!RubricNames.Lexicons.Contains(list))
                errors.Add(new($"vocabulary.{list}", $"is not a word list; known word lists: {string.Join(", ", RubricNames.Lexicons)}"));
            var words = ReadWords(ref reader);
            if (words is null)
            {
                errors.Add(
                    new($"vocabulary.{list}", $"must be a list of at most {MostWords} words or phrases of 1 to {LongestWord} characters and at most 10 parts"));
            }
            else
            {
                vocabulary.TryAdd(list, words);
            }
        }
    }

    private static List<string>? ReadWords(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var words = new List<string>();
        var sound = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var word = reader.TokenType == JsonTokenType.String ? reader.GetString()!.Trim() : "";
            sound &= word.Length is > 0 and <= LongestWord && Lexicons.CanHold(word);
            words.Add(word);
            reader.Skip();
        }

        return sound && words.Count <= MostWords ? words : null;
    }
}

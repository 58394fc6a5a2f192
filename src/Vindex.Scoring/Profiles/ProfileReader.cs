using System.Text.Json;
using Vindex.Scoring.Rubric.Lexing;
using Vindex.Scoring.Rubric.Rules;

namespace Vindex.Scoring.Profiles;

/// <summary>What came of reading a profile document: the profile, or everything that is wrong with it.</summary>
/// <param name="Profile">The profile; null when there is an error.</param>
/// <param name="Errors">One sentence each, naming the place, what stands there and what may stand there.</param>
public sealed record ProfileReading(Profile? Profile, IReadOnlyList<string> Errors);

/// <summary>Reads profile documents: <c>{"name": "mobile", "rules": {"small.joined-things": 0.5}, "vocabulary": {"technology": ["acme bus"]}}</c>.</summary>
internal static class ProfileReader
{
    private const double LargestWeight = 3;
    private const int LongestName = 64;
    private const int MostWords = 2_000;
    private const int LongestWord = 80;

    /// <summary>Reads and checks a document.</summary>
    public static ProfileReading Read(ReadOnlySpan<byte> utf8)
    {
        var errors = new List<string>();
        var weights = new Dictionary<string, double>();
        var vocabulary = new Dictionary<string, IReadOnlyList<string>>();
        string? name = null;
        try
        {
            var reader = new Utf8JsonReader(utf8);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return new(null, ["A profile is an object with name, rules and vocabulary."]);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var property = reader.GetString();
                reader.Read();
                switch (property)
                {
                    case "name": name = ReadName(ref reader, errors); break;
                    case "rules": ReadRules(ref reader, weights, errors); break;
                    case "vocabulary": ReadVocabulary(ref reader, vocabulary, errors); break;
                    default:
                        errors.Add($"'{property}' is no property of a profile; there are name, rules and vocabulary.");
                        reader.Skip();
                        break;
                }
            }

            while (reader.Read()) { }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new(null, [$"The document is not valid JSON: {e.Message}"]);
        }

        if (name is null && errors.Count == 0) errors.Add("name is missing: the value of system_type that means this profile.");
        return errors.Count > 0 ? new(null, errors) : new(new Profile(name!, weights, vocabulary), []);
    }

    private static string? ReadName(ref Utf8JsonReader reader, List<string> errors)
    {
        var name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        if (name is { Length: > 0 and <= LongestName } && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')) return name;
        errors.Add($"name must be 1 to {LongestName} of the characters a-z, 0-9, - and _.");
        reader.Skip();
        return null;
    }

    private static void ReadRules(ref Utf8JsonReader reader, Dictionary<string, double> weights, List<string> errors)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            errors.Add("rules must be an object: rule id to weight.");
            reader.Skip();
            return;
        }

        var known = RuleTable.LoadIds();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var id = reader.GetString()!;
            reader.Read();
            if (!known.Contains(id)) errors.Add($"rules: there is no rule '{id}'; there are {string.Join(", ", known)}.");
            else if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var weight) && weight is >= 0 and <= LargestWeight) weights.TryAdd(id, weight);
            else errors.Add($"rules: the weight of '{id}' must be a number from 0 (off) to {LargestWeight}.");
            reader.Skip();
        }
    }

    private static void ReadVocabulary(ref Utf8JsonReader reader, Dictionary<string, IReadOnlyList<string>> vocabulary, List<string> errors)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            errors.Add("vocabulary must be an object: word list to words.");
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var list = reader.GetString()!;
            reader.Read();
            if (TagNames.Parse(list) == Tag.None) errors.Add($"vocabulary: there is no word list '{list}'; there are {string.Join(", ", TagNames.All.ToArray())}.");
            var words = ReadWords(ref reader);
            if (words is null) errors.Add($"vocabulary: '{list}' must be an array of at most {MostWords} words or phrases of 1 to {LongestWord} characters and at most 10 words.");
            else vocabulary.TryAdd(list, words);
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
            sound &= word.Length is > 0 and <= LongestWord && word.AsSpan().Count(' ') < 10;
            words.Add(word);
            reader.Skip();
        }

        return sound && words.Count <= MostWords ? words : null;
    }
}

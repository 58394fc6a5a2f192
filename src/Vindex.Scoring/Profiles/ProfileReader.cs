using System.Text;
using System.Text.Json;

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
    /// <summary>The name that is not known, if that is what is wrong; a typing mistake may be near to one that is.</summary>
    public UnknownName? Unknown { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Field.Length == 0 ? Message : $"{Field} {Message}";
}

/// <summary>A name that is not known.</summary>
/// <param name="Name">The name.</param>
/// <param name="Expected">What it should be, such as "a rule".</param>
/// <param name="Known">The names that are known.</param>
public sealed record UnknownName(string Name, string Expected, IReadOnlyList<string> Known);

/// <summary>Reads profile documents: <c>{"rule_weights": {"small.joined-things": 0.5}, "vocabulary": {"technology": ["acme bus"]}}</c>.</summary>
internal static class ProfileReader
{
    private const int LongestName = 64;
    private static readonly string[] s_properties = ["name", "rule_weights", "vocabulary"];

    /// <summary>Reads and checks a document; <paramref name="name"/> is the profile's name unless the document has one.</summary>
    public static ProfileReading Read(ReadOnlySpan<byte> utf8, string name)
    {
        var parts = new ProfileParts();
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
                    case "name": name = ReadName(ref reader, parts) ?? name; break;
                    case "rule_weights": ReadWeights(ref reader, parts); break;
                    case "vocabulary": ReadVocabulary(ref reader, parts); break;
                    default:
                        parts.AddUnknown(property, new UnknownName(property, "a property of a profile", s_properties), "allowed properties: name, rule_weights and vocabulary");
                        reader.Skip();
                        break;
                }
            }

            while (reader.Read()) { }
        }
        catch (JsonException e)
        {
            return new(null, [new("", Malformed(utf8, e))]);
        }
        catch (InvalidOperationException)
        {
            // GetString on text that is no Unicode: half of a surrogate pair.
            return new(null, [new("", "The document contains invalid Unicode.")]);
        }

        return parts.ToReading(name);
    }

    /// <summary>Where a document stops being JSON, in lines and characters, as editors count them; the reader counts bytes.</summary>
    private static string Malformed(ReadOnlySpan<byte> utf8, JsonException problem)
    {
        var line = problem.LineNumber ?? 0;
        var rest = utf8;
        for (var i = 0L; i < line; i++) rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        var before = rest[..(int)Math.Min(problem.BytePositionInLine ?? 0, rest.Length)];
        return $"This is not valid JSON: line {line + 1}, column {Encoding.UTF8.GetCharCount(before) + 1}.";
    }

    private static string? ReadName(ref Utf8JsonReader reader, ProfileParts parts)
    {
        var name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        if (name is { Length: > 0 and <= LongestName } && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')) return name;
        parts.AddError("name", $"must be 1 to {LongestName} of the characters a-z, 0-9, - and _");
        reader.Skip();
        return null;
    }

    private static void ReadWeights(ref Utf8JsonReader reader, ProfileParts parts)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            parts.AddError("rule_weights", "must be an object that maps rules to weights");
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var rule = reader.GetString()!;
            reader.Read();
            parts.AddWeight(rule, reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var weight) ? weight : null);
            reader.Skip();
        }
    }

    private static void ReadVocabulary(ref Utf8JsonReader reader, ProfileParts parts)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            parts.AddError("vocabulary", "must be an object that maps word lists to words");
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var list = reader.GetString()!;
            reader.Read();
            parts.AddWords(list, ReadWords(ref reader));
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
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            words.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()!.Trim() : "");
            reader.Skip();
        }

        return words;
    }
}

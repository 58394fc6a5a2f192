using System.Text.Json;
using Vindex.Scoring;

namespace Vindex.Models.Answers;

/// <summary>An answer, or everything that is wrong with it.</summary>
/// <param name="Answer">The answer; null if there are errors.</param>
/// <param name="Errors">The errors, for the model to repair. They quote nothing.</param>
internal sealed record AnswerReading(ModelAnswer? Answer, IReadOnlyList<string> Errors);

/// <summary>Reads answers strictly: all members, no others, whole numbers from 0 to 10, texts of a reasonable length.</summary>
internal sealed class AnswerReader
{
    /// <summary>The longest answer, in UTF-16 units.</summary>
    public const int LongestAnswer = 32 * 1024;

    private const int LongestReason = 1_500;
    private const int LongestAdvice = 600;
    private const int MostQuotes = 10;
    private const int MostAdvice = 6;
    private const string Thought = "</think>";
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };
    private static readonly string[] s_dimensionMembers = ["score", "reason", "quotes"];
    private static readonly string[] s_adviceMembers = ["dimension", "text"];
    private static readonly string[] s_members = [.. Dimensions.Names, "recommendations"];
    private readonly List<string> _errors = [];

    /// <summary>Reads the text of an answer.</summary>
    public static AnswerReading Read(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return new(null, ["The answer is empty."]);
        if (text.Length > LongestAnswer) return new(null, [$"The answer has {text.Length} characters; at most {LongestAnswer} are accepted."]);
        try
        {
            using var document = JsonDocument.Parse(JsonOf(text), s_strict);
            var reader = new AnswerReader();
            var answer = reader.Answer(document.RootElement);
            return reader._errors.Count > 0 ? new(null, reader._errors) : new(answer, []);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // GetString refuses text that is not Unicode with an InvalidOperationException.
            return new(null, ["The answer is not one valid JSON object."]);
        }
    }

    // Some models think aloud first, or put the object between fences.
    private static ReadOnlyMemory<char> JsonOf(string text)
    {
        var thought = text.LastIndexOf(Thought, StringComparison.Ordinal);
        var start = text.IndexOf('{', thought < 0 ? 0 : thought);
        var end = text.LastIndexOf('}');
        return start >= 0 && end > start ? text.AsMemory(start, end + 1 - start) : text.AsMemory();
    }

    private ModelAnswer Answer(JsonElement root)
    {
        if (!IsObject(root, "The answer", s_members)) return new([], []);
        DimensionAnswer[] dimensions = [.. Dimensions.Names.Select(name => OfDimension(name, Member(root, name)))];
        return new(dimensions, List(Member(root, "recommendations"), "recommendations", MostAdvice, OfAdvice));
    }

    private DimensionAnswer OfDimension(string name, JsonElement value)
    {
        if (!IsObject(value, name, s_dimensionMembers)) return new(0, "", []);
        var score = Member(value, "score");
        var points = 0;
        if (score.ValueKind != JsonValueKind.Undefined && (score.ValueKind != JsonValueKind.Number || !score.TryGetInt32(out points) || points is < 0 or > 10))
            _errors.Add($"{name}.score must be a whole number from 0 to 10.");
        var quotes = List(Member(value, "quotes"), $"{name}.quotes", MostQuotes, (quote, path) => Text(quote, path, LongestReason, mayBeEmpty: true));
        return new(points, Text(Member(value, "reason"), $"{name}.reason", LongestReason), [.. quotes.Where(quote => quote.Length > 0)]);
    }

    private AdviceAnswer OfAdvice(JsonElement value, string path)
    {
        if (!IsObject(value, path, s_adviceMembers)) return new(default, "");
        var name = Member(value, "dimension");
        var dimension = default(Dimension);
        if (name.ValueKind != JsonValueKind.Undefined && !(name.ValueKind == JsonValueKind.String && Dimensions.TryParse(name.GetString(), out dimension)))
            _errors.Add($"{path}.dimension must be one of {string.Join(", ", Dimensions.Names)}.");
        return new(dimension, Text(Member(value, "text"), $"{path}.text", LongestAdvice));
    }

    private List<T> List<T>(JsonElement value, string path, int most, Func<JsonElement, string, T> read)
    {
        if (value.ValueKind == JsonValueKind.Undefined) return [];
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > most)
        {
            _errors.Add($"{path} must be a list of at most {most} items.");
            return [];
        }

        return [.. value.EnumerateArray().Select((item, index) => read(item, $"{path}[{index}]"))];
    }

    private string Text(JsonElement value, string path, int longest, bool mayBeEmpty = false)
    {
        if (value.ValueKind == JsonValueKind.Undefined) return "";
        var text = value.ValueKind == JsonValueKind.String ? PlainText.Of(value.GetString()!) : null;
        if (text is not null && text.Length <= longest && (mayBeEmpty || text.Length > 0)) return text;
        _errors.Add($"{path} must be a text of at most {longest} characters{(mayBeEmpty ? "" : " that is not empty")}.");
        return "";
    }

    private bool IsObject(JsonElement value, string path, string[] members)
    {
        if (value.ValueKind == JsonValueKind.Undefined) return false;
        if (value.ValueKind != JsonValueKind.Object)
        {
            _errors.Add($"{path} must be an object with {string.Join(", ", members)}.");
            return false;
        }

        foreach (var member in members)
        {
            if (!value.TryGetProperty(member, out _)) _errors.Add($"{path} has no member {member}.");
        }

        if (value.EnumerateObject().Any(member => !members.Contains(member.Name))) _errors.Add($"{path} has members other than {string.Join(", ", members)}.");
        return true;
    }

    private static JsonElement Member(JsonElement value, string name) => value.TryGetProperty(name, out var member) ? member : default;
}

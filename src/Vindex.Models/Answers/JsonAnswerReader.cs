using System.Text.Json;

namespace Vindex.Models.Answers;

/// <summary>Reads answers strictly: one JSON object with all members and no others, and texts of a reasonable length.</summary>
internal abstract class JsonAnswerReader
{
    /// <summary>The longest answer, in UTF-16 units.</summary>
    public const int LongestAnswer = 32 * 1024;

    private const string Thought = "</think>";
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>What is wrong so far.</summary>
    protected List<string> Errors { get; } = [];

    /// <summary>Reads the text of an answer.</summary>
    protected AnswerReading<T> Read<T>(string text, Func<JsonElement, T> read)
        where T : class
    {
        if (string.IsNullOrWhiteSpace(text)) return new(null, ["The answer is empty."]);
        if (text.Length > LongestAnswer) return new(null, [$"The answer has {text.Length} characters; at most {LongestAnswer} are accepted."]);
        try
        {
            using var document = JsonDocument.Parse(JsonOf(text), s_strict);
            var answer = read(document.RootElement);
            return Errors.Count > 0 ? new(null, Errors) : new(answer, []);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // GetString refuses text that is not Unicode with an InvalidOperationException.
            return new(null, ["The answer is not one valid JSON object."]);
        }
    }

    /// <summary>A list of at most so many items.</summary>
    protected List<T> List<T>(JsonElement value, string path, int most, Func<JsonElement, string, T> read)
    {
        if (value.ValueKind == JsonValueKind.Undefined) return [];
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > most)
        {
            Errors.Add($"{path} must be a list of at most {most} items.");
            return [];
        }

        return [.. value.EnumerateArray().Select((item, index) => read(item, $"{path}[{index}]"))];
    }

    /// <summary>A text in one line.</summary>
    protected string Text(JsonElement value, string path, int longest, bool mayBeEmpty = false) => Text(value, path, longest, PlainText.Of, mayBeEmpty);

    /// <summary>A text.</summary>
    protected string Text(JsonElement value, string path, int longest, Func<string, string> plain, bool mayBeEmpty = false)
    {
        if (value.ValueKind == JsonValueKind.Undefined) return "";
        var text = value.ValueKind == JsonValueKind.String ? plain(value.GetString()!) : null;
        if (text is not null && text.Length <= longest && (mayBeEmpty || text.Length > 0)) return text;
        Errors.Add($"{path} must be a text of at most {longest} characters{(mayBeEmpty ? "" : " that is not empty")}.");
        return "";
    }

    /// <summary>Whether a value is an object; what is missing or not expected in it is an error.</summary>
    protected bool IsObject(JsonElement value, string path, string[] members)
    {
        if (value.ValueKind == JsonValueKind.Undefined) return false;
        if (value.ValueKind != JsonValueKind.Object)
        {
            Errors.Add($"{path} must be an object with {string.Join(", ", members)}.");
            return false;
        }

        foreach (var member in members)
        {
            if (!value.TryGetProperty(member, out _)) Errors.Add($"{path} has no member {member}.");
        }

        if (value.EnumerateObject().Any(member => !members.Contains(member.Name))) Errors.Add($"{path} has members other than {string.Join(", ", members)}.");
        return true;
    }

    /// <summary>A member of an object; undefined if there is none.</summary>
    protected static JsonElement Member(JsonElement value, string name) => value.TryGetProperty(name, out var member) ? member : default;

    // Some models think aloud first, or put the object between fences.
    private static ReadOnlyMemory<char> JsonOf(string text)
    {
        var thought = text.LastIndexOf(Thought, StringComparison.Ordinal);
        var start = text.IndexOf('{', thought < 0 ? 0 : thought);
        var end = text.LastIndexOf('}');
        return start >= 0 && end > start ? text.AsMemory(start, end + 1 - start) : text.AsMemory();
    }
}

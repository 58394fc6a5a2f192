using System.Text.Json;
using Vindex.Scoring;

namespace Vindex.Models.Answers;

/// <summary>Reads judgements: whole numbers from 0 to 10 for each dimension, with reasons and quotes.</summary>
internal sealed class AnswerReader : JsonAnswerReader
{
    private const int LongestReason = 1_500;
    private const int LongestAdvice = 600;
    private const int MostQuotes = 10;
    private const int MostAdvice = 6;
    private static readonly string[] s_dimensionMembers = ["score", "reason", "quotes"];
    private static readonly string[] s_adviceMembers = ["dimension", "text"];
    private static readonly string[] s_members = [.. Dimensions.Names, "recommendations"];

    /// <summary>Reads the text of an answer.</summary>
    public static AnswerReading<ModelAnswer> Read(string text)
    {
        var reader = new AnswerReader();
        return reader.Read(text, reader.Answer);
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
            Errors.Add($"{name}.score must be a whole number from 0 to 10.");
        var quotes = List(Member(value, "quotes"), $"{name}.quotes", MostQuotes, (quote, path) => Text(quote, path, LongestReason, mayBeEmpty: true));
        return new(points, Text(Member(value, "reason"), $"{name}.reason", LongestReason), [.. quotes.Where(quote => quote.Length > 0)]);
    }

    private AdviceAnswer OfAdvice(JsonElement value, string path)
    {
        if (!IsObject(value, path, s_adviceMembers)) return new(default, "");
        var name = Member(value, "dimension");
        var dimension = default(Dimension);
        if (name.ValueKind != JsonValueKind.Undefined && !(name.ValueKind == JsonValueKind.String && Dimensions.TryParse(name.GetString(), out dimension)))
            Errors.Add($"{path}.dimension must be one of {string.Join(", ", Dimensions.Names)}.");
        return new(dimension, Text(Member(value, "text"), $"{path}.text", LongestAdvice));
    }
}

using System.Text.Json;
using Vindex.Scoring;

namespace Vindex.Cli.Score.Remote;

/// <summary>Reads what a server answers. Whatever does not have the documented form gives null.</summary>
internal static class ServerJson
{
    /// <summary>The answer about one ticket: the judgement, without details, and the score's id.</summary>
    public static (Judgement Judgement, string ScoreId)? Score(JsonElement answer)
    {
        if (Member(answer, "individual_scores") is not { } individual || Text(answer, "score_id") is not { } scoreId) return null;
        var values = new int[Dimensions.Count];
        foreach (var dimension in Dimensions.All)
        {
            if (Member(individual, dimension.Name()) is not { ValueKind: JsonValueKind.Number } value || !value.TryGetInt32(out var score)
                || score is < 0 or > 10)
            {
                return null;
            }
            values[(int)dimension] = score;
        }

        var evidence = new Dictionary<Dimension, IReadOnlyList<string>>();
        foreach (var dimension in Dimensions.All)
        {
            if (Member(answer, "context_used") is { } used && Member(used, dimension.Name()) is { } statements) evidence[dimension] = Texts(statements);
        }

        return (new Judgement(InvestScores.FromArray(values), [], Texts(Member(answer, "recommendations")), evidence), scoreId);
    }

    /// <summary>Which judge it was, by <c>model_metadata</c> of <c>GET /portal/scores/{id}</c>.</summary>
    public static JudgeName? Judge(JsonElement record) =>
        Member(record, "model_metadata") is { } model && Text(model, "provider") is { } provider && Text(model, "model_name") is { } name
            ? new(provider, name)
            : null;

    /// <summary>The lines of a batch's response; null if it is not one, or not a complete one.</summary>
    public static IReadOnlyList<JsonElement>? Lines(ReadOnlySpan<byte> body)
    {
        var lines = new List<JsonElement>();
        try
        {
            foreach (var range in body.Split((byte)'\n'))
            {
                var line = body[range];
                if (!line.IsEmpty) lines.Add(JsonElement.Parse(line));
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return lines.Count > 0 && Member(lines[^1], "done") is { ValueKind: JsonValueKind.True } ? lines[..^1] : null;
    }

    /// <summary>The position in the batch that a line is about; null if it doesn't say.</summary>
    public static int? Index(JsonElement line) => Number(line, "index") is { } index and >= 0 ? index : null;

    /// <summary>The status of a line; 0 if it doesn't say.</summary>
    public static int Status(JsonElement line) => Number(line, "status") ?? 0;

    private static int? Number(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static string[] Texts(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } array
            ? [.. array.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
}

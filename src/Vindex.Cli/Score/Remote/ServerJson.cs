using System.Text.Json;
using Vindex.Scoring;

namespace Vindex.Cli.Score.Remote;

/// <summary>Reads what a server answers. Whatever does not have the documented form gives null.</summary>
internal static class ServerJson
{
    /// <summary>The answer of <c>POST /v1/score</c>: the judgement, still without findings, and the score's id.</summary>
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

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement json, string name) => Member(json, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static string[] Texts(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } array
            ? [.. array.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
}

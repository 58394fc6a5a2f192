using System.Text.Json.Nodes;
using Vindex.Scoring;

namespace Vindex.Models.Tests.Protocol;

/// <summary>Answers of a model.</summary>
internal static class AnswerText
{
    /// <summary>An answer with six scores; each dimension quotes these words.</summary>
    public static JsonObject Of(IReadOnlyList<int> scores, params string[] quotes)
    {
        var answer = new JsonObject();
        foreach (var dimension in Dimensions.All)
        {
            answer[dimension.Name()] = new JsonObject
            {
                ["score"] = scores[(int)dimension],
                ["reason"] = $"The export is judged on {dimension.Name()}.",
                ["quotes"] = new JsonArray([.. quotes.Select(quote => (JsonNode)quote)]),
            };
        }

        answer["recommendations"] = new JsonArray(
            new JsonObject { ["dimension"] = "testable", ["text"] = "Say how many rows the exported file may have." },
            new JsonObject { ["dimension"] = "small", ["text"] = "Move the filters of the export to a ticket of their own." });
        return answer;
    }

    /// <summary>The same score six times.</summary>
    public static JsonObject Of(int score, params string[] quotes) => Of([score, score, score, score, score, score], quotes);
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vindex.EndToEnd.Feedback;

/// <summary>Questions about rows that are being written.</summary>
internal static class Questions
{
    /// <summary>Sum, count and extremes of a path by the hour, from before this program began until a day after, with more asked.</summary>
    public static string About(string path, object more)
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-12);
        var question = JsonSerializer.SerializeToNode(more)!.AsObject();
        question["project_id"] = FeedbackProject.Id;
        question["start"] = JsonSerializer.SerializeToNode(start);
        question["end"] = JsonSerializer.SerializeToNode(start.AddDays(1));
        question["granularity"] = 3600;
        question["metrics"] = new JsonArray(JsonSerializer.SerializeToNode(new { json_path = path, aggregations = new[] { "sum", "count", "min", "max" } }));
        return question.ToJsonString();
    }
}

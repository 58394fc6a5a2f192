using System.Text.Json;

namespace Vindex.Statistics.Tests.Contract;

/// <summary>Reads a request of the cases.</summary>
public static class RequestReader
{
    public static StatsRequest Read(JsonElement json) => new()
    {
        ProjectId = json.GetProperty("project_id").GetString()!,
        Start = json.GetProperty("start").GetDateTimeOffset(),
        End = json.TryGetProperty("end", out var end) && end.ValueKind == JsonValueKind.String ? end.GetDateTimeOffset() : null,
        FeedbackType = Text(json, "feedback_type"),
        TriggerRef = Text(json, "trigger_ref"),
        Granularity = json.TryGetProperty("granularity", out var granularity) && granularity.ValueKind == JsonValueKind.Number ? granularity.GetInt64() : null,
        Timezone = Text(json, "timezone") ?? "UTC",
        Metrics = [.. json.GetProperty("metrics").EnumerateArray().Select(Metric)],
    };

    private static MetricRequest Metric(JsonElement json) => new()
    {
        JsonPath = Text(json, "json_path")!,
        ValueType = Enum.Parse<MetricKind>(Text(json, "value_type") ?? "numeric", ignoreCase: true),
        Aggregations = json.TryGetProperty("aggregations", out var aggregations)
            ? [.. aggregations.EnumerateArray().Select(name => Enum.Parse<Aggregation>(name.GetString()!.Replace("_", ""), ignoreCase: true))]
            : [],
        Percentiles = json.TryGetProperty("percentiles", out var percentiles)
            ? [.. percentiles.EnumerateArray().Select(percentile => percentile.GetDouble())]
            : [],
    };

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

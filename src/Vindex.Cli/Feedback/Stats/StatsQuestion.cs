using System.Buffers;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Vindex.Cli.Feedback.Stats;

/// <summary>The arguments of <c>vindex stats</c>, and the request.</summary>
internal sealed record StatsQuestion(string Project, IReadOnlyList<string> Paths)
{
    private const int Categories = 10;
    private const int UsualDays = 30;

    private static readonly string[] s_usualNumeric = ["avg", "min", "max"];
    private static readonly string[] s_usualBoolean = ["count_true", "count_false"];

    /// <summary>Members of the request, and beginnings of reasons, with the options that they come from.</summary>
    public static IReadOnlyDictionary<string, string> Options { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["project_id"] = "--project",
        ["start"] = "--from",
        ["end"] = "--to",
        ["feedback_type"] = "--feedback-type",
        ["trigger_ref"] = "--trigger",
        ["granularity"] = "--by",
        ["calendar"] = "--by",
        ["timezone"] = "--timezone",
        ["json_path"] = "--path",
        ["value_type"] = "--type",
        ["aggregations"] = "--aggregations",
        ["percentiles"] = "--percentiles",
        ["group_by"] = "--group-by",
        ["filter"] = "--filter",
        ["metrics"] = "--path",
        ["Percentile"] = "--percentiles",
        ["A categorical metric"] = "--aggregations",
        ["At most 20 percentiles"] = "--percentiles",
        ["At most 50 metrics"] = "--path",
        ["The range has more"] = "--by",
        ["Feedback request end"] = "--from, --to",
    };

    /// <summary><c>numeric</c>, <c>boolean</c> or <c>categorical</c>.</summary>
    public string Type { get; init; } = "numeric";

    public IReadOnlyList<string> Aggregations { get; init; } = [];

    public IReadOnlyList<double> Percentiles { get; init; } = [];

    /// <summary>The word or the seconds of <c>--by</c>; null leaves the choice to the server.</summary>
    public string? By { get; init; }

    /// <summary>Null for the last thirty days, the one of the end included.</summary>
    public Instant? From { get; init; }

    /// <summary>Null for now.</summary>
    public Instant? To { get; init; }

    public DateTimeZone Zone { get; init; } = DateTimeZone.Utc;

    public string? FeedbackType { get; init; }

    public string? Trigger { get; init; }

    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>Paths with the values, as JSON, of which a row must have one.</summary>
    public IReadOnlyList<(string Path, string Value)> Filters { get; init; } = [];

    /// <summary>The answer becomes a table, which wants to know more than what was asked: where there were no values, and which texts there were.</summary>
    public bool ForTable { get; init; }

    /// <summary>The aggregations that are shown, in this order.</summary>
    public IReadOnlyList<string> Shown =>
        Aggregations.Count > 0 ? Aggregations : Type switch { "boolean" => s_usualBoolean, "categorical" => ["count"], _ => s_usualNumeric };

    /// <summary>Seconds of <c>--by</c>; null for a calendar unit and for the server's choice.</summary>
    public static long? Seconds(string? by) => by switch
    {
        null or "week" or "month" => null,
        "minute" => 60,
        "hour" => 3_600,
        "day" => 86_400,
        _ => long.TryParse(by, out var seconds) ? seconds : null,
    };

    /// <summary>The range's beginning.</summary>
    public Instant Start(Instant now)
    {
        if (From is { } from) return from;
        var lastDay = ((To ?? now) - Duration.Epsilon).InZone(Zone).Date;
        return Zone.AtStartOfDay(lastDay.PlusDays(1 - UsualDays)).ToInstant();
    }

    /// <summary>The body of <c>POST /feedback/stats</c>.</summary>
    public ReadOnlyMemory<byte> ToJson(Instant now)
    {
        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteString("project_id", Project);
        json.WriteString("start", InstantPattern.ExtendedIso.Format(Start(now)));
        if (To is { } to) json.WriteString("end", InstantPattern.ExtendedIso.Format(to));
        if (FeedbackType is not null) json.WriteString("feedback_type", FeedbackType);
        if (Trigger is not null) json.WriteString("trigger_ref", Trigger);
        if (By is "week" or "month") json.WriteString("calendar", By);
        else if (Seconds(By) is { } seconds) json.WriteNumber("granularity", seconds);
        json.WriteString("timezone", Zone.Id);
        WriteMetrics(json);
        if (GroupBy.Count > 0)
        {
            json.WriteStartArray("group_by");
            foreach (var field in GroupBy) json.WriteStringValue(field);
            json.WriteEndArray();
        }

        WriteFilters(json);
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }

    private void WriteMetrics(Utf8JsonWriter json)
    {
        json.WriteStartArray("metrics");
        foreach (var path in Paths)
        {
            json.WriteStartObject();
            json.WriteString("json_path", path);
            json.WriteString("value_type", Type);
            var aggregations = ForTable && Type != "categorical" ? [.. Shown.Union(["count"])] : Aggregations;
            if (aggregations.Count > 0)
            {
                json.WriteStartArray("aggregations");
                foreach (var aggregation in aggregations) json.WriteStringValue(aggregation);
                json.WriteEndArray();
            }

            if (Percentiles.Count > 0)
            {
                json.WriteStartArray("percentiles");
                foreach (var percentile in Percentiles) json.WriteNumberValue(percentile);
                json.WriteEndArray();
            }

            if (ForTable && Type == "categorical") json.WriteNumber("categories", Categories);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteFilters(Utf8JsonWriter json)
    {
        if (Filters.Count == 0) return;
        json.WriteStartObject("filter");
        foreach (var path in Filters.GroupBy(filter => filter.Path, StringComparer.Ordinal))
        {
            json.WriteStartArray(path.Key);
            foreach (var (_, value) in path) json.WriteRawValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}

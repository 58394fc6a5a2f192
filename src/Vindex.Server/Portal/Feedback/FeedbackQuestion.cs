using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NodaTime;
using Vindex.Server.Web;
using Vindex.Statistics.Buckets;
using Vindex.Statistics.Questions;
using Calendar = Vindex.Server.Scores.Calendar;

namespace Vindex.Server.Portal.Feedback;

/// <summary>A question about feedback, as encoded in the page's URL.</summary>
internal sealed record FeedbackQuestion(
    string Project,
    string Path,
    string Type,
    IReadOnlyList<string> Aggregations,
    string Percentiles,
    string GroupBy,
    string FeedbackType,
    bool Compare,
    DayRange Range,
    string Granularity)
{
    /// <summary>Bucket lengths, in seconds or by calendar; empty to choose one from the range.</summary>
    public static IReadOnlyList<(string Value, string Text)> Widths { get; } =
    [
        ("", "Auto"),
        ("300", "5 minutes"),
        ("3600", "1 hour"),
        ("21600", "6 hours"),
        ("86400", "1 day"),
        ("week", "1 week (from Monday)"),
        ("month", "1 month"),
    ];

    /// <summary>Available aggregations.</summary>
    public static IReadOnlyList<(string Value, string Text)> AllAggregations { get; } =
        [("avg", "average"), ("sum", "sum"), ("min", "min"), ("max", "max"), ("count", "count"), ("count_true", "true"), ("count_false", "false")];

    private const int MaxText = 300;

    private long? Seconds => long.TryParse(Granularity, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    private string[] GroupFields => GroupBy.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static FeedbackQuestion Read(IQueryCollection query, FieldErrors errors, LocalDate today)
    {
        var reader = new QueryReader(query, errors);
        var isNew = query["path"].Count == 0;
        var question = new FeedbackQuestion(
            reader.Text("project", MaxText) ?? "",
            isNew ? "" : reader.Text("path", MaxText) ?? "",
            reader.OneOf("type", ["numeric", "boolean", "categorical"]) ?? "",
            [.. query["agg"].OfType<string>().Where(one => AllAggregations.Any(known => known.Value == one)).Distinct(StringComparer.Ordinal)],
            reader.Text("percentiles", MaxText) ?? "",
            reader.Text("group_by", MaxText) ?? "",
            reader.Text("feedback_type", MaxText) ?? "",
            query["compare"].Count > 0,
            DayRange.Read(reader, today),
            reader.OneOf("granularity", [.. Widths.Select(width => width.Value).Where(value => value.Length > 0)]) ?? "");
        if (question.PercentileTexts.FirstOrDefault(text => Percentile(text) is null) is { } invalid)
            errors.Add("percentiles", $"must be valid numbers separated by commas, got \"{invalid}\"");
        return question;
    }

    /// <summary>The distinct percentiles, in the order entered.</summary>
    public IReadOnlyList<string> PercentileTexts =>
        [.. Percentiles.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>Names of the numbers in the answer, in order.</summary>
    public IReadOnlyList<string> Outputs(string type) =>
        [.. Aggregations.Count > 0 ? Aggregations : Usual(type), .. PercentileTexts.Select(text => "p" + text)];

    /// <summary>
    /// The question that the page sends. If only an average is requested, a count is added as the last output, to distinguish 0 from no values.
    /// </summary>
    public FeedbackQuestion Asked() =>
        Aggregations.Contains("avg") && PercentileTexts.Count == 0 && !Aggregations.Any(one => one is "min" or "max" or "count")
            ? this with { Aggregations = [.. Aggregations, "count"] }
            : this;

    /// <summary>The question for the statistics service.</summary>
    /// <param name="projectId"><c>entity/project</c>.</param>
    /// <param name="type">The type of the values.</param>
    /// <param name="zone">The time zone of the days.</param>
    public StatsRequest ToRequest(string projectId, string type, DateTimeZone zone)
    {
        var (start, end) = (Calendar.StartOfDay(Range.From, zone), Calendar.StartOfDay(Range.To.PlusDays(1), zone));
        var metric = new MetricRequest
        {
            JsonPath = Path,
            ValueType = type switch { "boolean" => MetricKind.Boolean, "categorical" => MetricKind.Categorical, _ => MetricKind.Numeric },
            Aggregations = [.. Aggregations.Select(AggregationName.Parse)],
            Percentiles = [.. PercentileTexts.Select(Percentile).OfType<double>()],
        };
        return new StatsRequest
        {
            ProjectId = projectId,
            Start = start,
            End = end,
            Timezone = zone.Id,
            Granularity = Seconds,
            Calendar = Granularity switch { "week" => CalendarUnit.Week, "month" => CalendarUnit.Month, _ => null },
            FeedbackType = FeedbackType.Length > 0 ? FeedbackType : null,
            Metrics = [metric],
            GroupBy = GroupFields.Length > 0 ? GroupFields : null,
            CompareOffsetSeconds = Compare ? (long)(end - start).TotalSeconds : null,
        };
    }

    /// <summary>The body of <c>POST /feedback/stats</c> for this question.</summary>
    /// <param name="projectId"><c>entity/project</c>.</param>
    /// <param name="type">The type of the values.</param>
    /// <param name="zone">Time zone of the days.</param>
    public byte[] ToJson(string projectId, string type, DateTimeZone zone)
    {
        var (start, end) = (Calendar.StartOfDay(Range.From, zone), Calendar.StartOfDay(Range.To.PlusDays(1), zone));
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireFormat.Encoder, Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("project_id", projectId);
            json.WriteString("start", Instants.Format(start));
            json.WriteString("end", Instants.Format(end));
            json.WriteString("timezone", zone.Id);
            if (Seconds is { } seconds) json.WriteNumber("granularity", seconds);
            else if (Granularity.Length > 0) json.WriteString("calendar", Granularity);
            if (FeedbackType.Length > 0) json.WriteString("feedback_type", FeedbackType);
            WriteMetric(json, type);
            if (GroupFields.Length > 0) WriteTexts(json, "group_by", GroupFields);
            if (Compare)
            {
                json.WriteStartObject("compare");
                json.WriteNumber("offset_seconds", (long)(end - start).TotalSeconds);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A shell command for the same request; it takes the key from the environment.</summary>
    public static string Curl(string address, ReadOnlySpan<byte> json) =>
        $"""
        curl -sS {Quoted(address)} \
          -u "api:$VINDEX_KEY" \
          -H 'Content-Type: application/json' \
          -d {Quoted(Encoding.UTF8.GetString(json))}
        """;

    // POSIX 2.2.2: within single quotes, only the single quote is special.
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string[] Usual(string type) => type switch
    {
        "boolean" => ["count_true", "count_false"],
        "categorical" => ["count"],
        _ => ["avg", "min", "max"],
    };

    private void WriteMetric(Utf8JsonWriter json, string type)
    {
        json.WriteStartArray("metrics");
        json.WriteStartObject();
        json.WriteString("json_path", Path);
        json.WriteString("value_type", type);
        if (Aggregations.Count > 0) WriteTexts(json, "aggregations", Aggregations);
        if (PercentileTexts.Count > 0)
        {
            json.WriteStartArray("percentiles");
            foreach (var text in PercentileTexts)
            {
                if (Percentile(text) is { } number) json.WriteNumberValue(number);
                else json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static double? Percentile(string text)
    {
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        return double.TryParse(text, style, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}

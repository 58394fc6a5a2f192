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

/// <summary>A question of the page as a request of <c>POST /feedback/stats</c>.</summary>
/// <param name="Question">The question, with its type and numbers.</param>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Zone">Time zone of the days.</param>
internal sealed record FeedbackRequests(FeedbackQuestion Question, string ProjectId, DateTimeZone Zone)
{
    /// <summary>Bars of a histogram.</summary>
    private const int Bins = 10;

    /// <summary>The most fields that rows can be grouped by.</summary>
    private const int MostFields = 2;

    /// <summary>Start of the range.</summary>
    public DateTimeOffset Start => Calendar.StartOfDay(Question.Range.From, Zone);

    /// <summary>End of the range.</summary>
    public DateTimeOffset End => Calendar.StartOfDay(Question.Range.To.PlusDays(1), Zone);

    /// <summary>The fields that rows are grouped by: those of the question and, for labels, the label itself.</summary>
    public IReadOnlyList<string> Fields =>
        Question.IsAboutLabels && Question.GroupFields.Count < MostFields && !Question.GroupFields.Contains(Question.Path)
            ? [.. Question.GroupFields, Question.Path]
            : Question.GroupFields;

    /// <summary>The outputs that are asked for: those of the question, and a count if it is needed to distinguish 0 from no values.</summary>
    public IReadOnlyList<string> Outputs => NeedsCount ? [.. Question.Aggregations, "count", .. Percentiles] : Question.Outputs;

    private IEnumerable<string> Percentiles => Question.PercentileTexts.Select(text => "p" + text);

    private bool NeedsCount =>
        Question.Aggregations.Contains("avg") && Question.PercentileTexts.Count == 0 && !Question.Aggregations.Any(one => one is "min" or "max" or "count");

    private long Offset => (long)(End - Start).TotalSeconds;

    /// <summary>The question itself.</summary>
    public StatsRequest Main()
    {
        var metric = new MetricRequest
        {
            JsonPath = Question.Path,
            ValueType = Kind,
            Aggregations = [.. Question.Aggregations.Select(AggregationName.Parse), .. NeedsCount ? [Aggregation.Count] : Array.Empty<Aggregation>()],
            Percentiles = [.. Question.PercentileTexts.Select(Percentile).OfType<double>()],
            HistogramBins = Kind == MetricKind.Numeric && Fields.Count == 0 ? Bins : null,
        };
        return Plain() with
        {
            Granularity = Question.Seconds,
            Calendar = Question.Granularity switch { "week" => CalendarUnit.Week, "month" => CalendarUnit.Month, _ => null },
            Metrics = [metric],
            GroupBy = Fields.Count > 0 ? Fields : null,
            CompareOffsetSeconds = Question.Compare ? Offset : null,
        };
    }

    /// <summary>The groups of the previous period, as a whole.</summary>
    public StatsRequest PreviousGroups()
    {
        var main = Main();
        return main with
        {
            Start = Start.AddSeconds(-Offset),
            End = End.AddSeconds(-Offset),
            Granularity = Math.Max(1, Offset),
            Calendar = null,
            CompareOffsetSeconds = null,
        };
    }

    /// <summary>How many rows have a value of the type.</summary>
    public StatsRequest Values() => Whole() with
    {
        Metrics = [new MetricRequest { JsonPath = Question.Path, ValueType = Kind, Aggregations = [Aggregation.Count] }],
    };

    /// <summary>How many rows have no value at all.</summary>
    public StatsRequest Absent() => Values() with { Filter = [new PathFilter(Question.Path, [ScalarValue.Null])] };

    /// <summary>The types of feedback in the range, whatever the question asks for.</summary>
    public StatsRequest Types() => Whole() with
    {
        FeedbackType = null,
        Metrics = [new MetricRequest { JsonPath = "type", Aggregations = [Aggregation.Count] }],
        GroupBy = ["feedback_type"],
    };

    /// <summary>The body of <c>POST /feedback/stats</c> for this question.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireFormat.Encoder, Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("project_id", ProjectId);
            json.WriteString("start", Instants.Format(Start));
            json.WriteString("end", Instants.Format(End));
            json.WriteString("timezone", Zone.Id);
            if (Question.Seconds is { } seconds) json.WriteNumber("granularity", seconds);
            else if (Question.Granularity.Length > 0) json.WriteString("calendar", Question.Granularity);
            if (Question.FeedbackType.Length > 0) json.WriteString("feedback_type", Question.FeedbackType);
            WriteMetric(json);
            if (Fields.Count > 0) WriteTexts(json, "group_by", Fields);
            if (Question.Compare)
            {
                json.WriteStartObject("compare");
                json.WriteNumber("offset_seconds", Offset);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A shell command for the same request; it takes the key from the environment.</summary>
    public string Curl(string address) =>
        $"""
        curl -sS {Quoted(address)} \
          -u "api:$VINDEX_KEY" \
          -H 'Content-Type: application/json' \
          -d {Quoted(Encoding.UTF8.GetString(ToJson()))}
        """;

    /// <summary>A percentile as entered; null if it is not a number.</summary>
    public static double? Percentile(string text)
    {
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        return double.TryParse(text, style, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }

    private MetricKind Kind => Question.Type switch
    {
        FeedbackQuestion.Boolean => MetricKind.Boolean,
        FeedbackQuestion.Categorical => MetricKind.Categorical,
        _ => MetricKind.Numeric,
    };

    private StatsRequest Plain() => new()
    {
        ProjectId = ProjectId,
        Start = Start,
        End = End,
        Timezone = Zone.Id,
        FeedbackType = Question.FeedbackType.Length > 0 ? Question.FeedbackType : null,
    };

    private StatsRequest Whole() => Plain() with { Granularity = Math.Max(1, Offset) };

    // POSIX 2.2.2: within single quotes, only the single quote is special.
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private void WriteMetric(Utf8JsonWriter json)
    {
        json.WriteStartArray("metrics");
        json.WriteStartObject();
        json.WriteString("json_path", Question.Path);
        json.WriteString("value_type", Question.Type);
        WriteTexts(json, "aggregations", Question.Aggregations);
        if (Question.PercentileTexts.Count > 0)
        {
            json.WriteStartArray("percentiles");
            foreach (var text in Question.PercentileTexts)
            {
                if (Percentile(text) is { } number) json.WriteNumberValue(number);
                else json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }

        if (Main().Metrics[0].HistogramBins is { } bins)
        {
            json.WriteStartObject("histogram");
            json.WriteNumber("bins", bins);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}

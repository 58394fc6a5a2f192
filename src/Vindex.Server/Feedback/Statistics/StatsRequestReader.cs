using System.Text.Json;
using Vindex.Server.Feedback.Model;
using Vindex.Statistics.Buckets;
using Vindex.Statistics.Questions;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>Reads the body of <c>POST /feedback/stats</c>: fields and types. The planner validates the question.</summary>
internal static class StatsRequestReader
{
    private static readonly string[] s_kinds = ["numeric", "boolean", "categorical"];
    private static readonly string[] s_aggregationNames = [.. AggregationName.All];
    private static readonly string[] s_calendars = ["week", "month"];

    /// <summary>The request; only valid if the model has no errors.</summary>
    public static StatsRequest Read(ModelObject model)
    {
        var request = new StatsRequest
        {
            ProjectId = model.Required("project_id")?.AsText() ?? "",
            Start = model.Required("start")?.AsTime() ?? default,
            End = model.Optional("end")?.AsTime(),
            FeedbackType = model.Optional("feedback_type")?.AsText(),
            TriggerRef = model.Optional("trigger_ref")?.AsText(),
            Granularity = model.Optional("granularity")?.AsInteger(),
            Timezone = model.Given("timezone") is { } timezone ? timezone.AsText() ?? "" : "UTC",
            Metrics = [.. (model.Given("metrics")?.AsList() ?? []).Select(metric => metric.AsModel()).OfType<ModelObject>().Select(ReadMetric)],
            GroupBy = model.Optional("group_by")?.AsList() is { } fields ? [.. fields.Select(field => field.AsText() ?? "")] : null,
            Calendar = model.Optional("calendar")?.AsLiteral(s_calendars) switch { "week" => CalendarUnit.Week, "month" => CalendarUnit.Month, _ => null },
            CompareOffsetSeconds = model.Optional("compare")?.AsModel() is { } compare ? ReadCompare(compare) : null,
            Filter = model.Optional("filter")?.AsDictionary() is { } filter
                ? [.. filter.Members.Select(member => new PathFilter(member.Name, ReadScalars(member.Value)))]
                : [],
        };
        model.Close();
        return request;
    }

    private static MetricRequest ReadMetric(ModelObject model)
    {
        var metric = new MetricRequest
        {
            JsonPath = model.Required("json_path")?.AsText() ?? "",
            ValueType = model.Given("value_type")?.AsLiteral(s_kinds) switch
            {
                "boolean" => MetricKind.Boolean,
                "categorical" => MetricKind.Categorical,
                _ => MetricKind.Numeric,
            },
            Aggregations =
            [
                .. (model.Given("aggregations")?.AsList() ?? []).Select(name => name.AsEnum(s_aggregationNames)).OfType<string>().Select(AggregationName.Parse),
            ],
            Percentiles = model.Given("percentiles")?.AsList() is { } numbers ? [.. numbers.Select(number => number.AsNumber()).OfType<double>()] : [],
            HistogramBins = model.Optional("histogram")?.AsModel() is { } histogram ? ReadHistogram(histogram) : null,
            Categories = (int?)model.Optional("categories")?.AsInteger(1, 100),
        };
        model.Close();
        return metric;
    }

    private static int? ReadHistogram(ModelObject model)
    {
        var bins = model.Required("bins")?.AsInteger(2, 200);
        model.Close();
        return (int?)bins;
    }

    private static long? ReadCompare(ModelObject model)
    {
        var offset = model.Required("offset_seconds")?.AsInteger(1);
        model.Close();
        return offset;
    }

    private static List<ScalarValue> ReadScalars(ModelValue value) =>
        value.Element.ValueKind == JsonValueKind.Array ? [.. value.AsList()!.Select(ReadScalar)] : [ReadScalar(value)];

    private static ScalarValue ReadScalar(ModelValue value)
    {
        switch (value.Element.ValueKind)
        {
            case JsonValueKind.String:
                return ScalarValue.Of(value.Element.GetString()!);
            case JsonValueKind.Number:
                return value.AsNumber() is { } number ? ScalarValue.Of(number) : ScalarValue.Null;
            case JsonValueKind.True or JsonValueKind.False:
                return ScalarValue.Of(value.Element.GetBoolean());
            case JsonValueKind.Null:
                return ScalarValue.Null;
            default:
                value.RefuseValue("A filter value must be a string, number, boolean or null");
                return ScalarValue.Null;
        }
    }
}

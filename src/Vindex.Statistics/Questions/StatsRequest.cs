using Vindex.Statistics.Buckets;

namespace Vindex.Statistics.Questions;

/// <summary>A question about the feedback of a project over a range of time.</summary>
public sealed record StatsRequest
{
    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Inclusive start.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Exclusive end; null means now.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Only rows of exactly this type; empty is a type too.</summary>
    public string? FeedbackType { get; init; }

    /// <summary>Only rows with exactly this trigger; a trailing <c>:*</c> makes it a prefix.</summary>
    public string? TriggerRef { get; init; }

    /// <summary>Seconds per bucket; null or 0 picks one from the range.</summary>
    public long? Granularity { get; init; }

    /// <summary>IANA time zone that buckets align to; empty means UTC.</summary>
    public string Timezone { get; init; } = "UTC";

    /// <summary>What to measure, at most 50.</summary>
    public IReadOnlyList<MetricRequest> Metrics { get; init; } = [];

    /// <summary>Group rows by one or two of <c>feedback_type</c>, <c>trigger_ref</c> or a path.</summary>
    public IReadOnlyList<string>? GroupBy { get; init; }

    /// <summary>Buckets of ISO weeks or months instead of a granularity.</summary>
    public CalendarUnit? Calendar { get; init; }

    /// <summary>Compare with the same range this many seconds earlier.</summary>
    public long? CompareOffsetSeconds { get; init; }

    /// <summary>Conditions on the payload, combined with AND.</summary>
    public IReadOnlyList<PathFilter> Filter { get; init; } = [];
}

/// <summary>What counts as a value at a metric's path.</summary>
public enum MetricKind
{
    /// <summary>JSON numbers.</summary>
    Numeric,

    /// <summary>JSON true and false, as 1 and 0.</summary>
    Boolean,

    /// <summary>The value as text; missing and null are the empty text.</summary>
    Categorical,
}

/// <summary>A number computed from the values of a bucket.</summary>
public enum Aggregation
{
    /// <summary>The correctly rounded sum.</summary>
    Sum,

    /// <summary>That sum divided by the count.</summary>
    Avg,

    /// <summary>The smallest value.</summary>
    Min,

    /// <summary>The largest value.</summary>
    Max,

    /// <summary>Number of values; number of rows for a categorical metric.</summary>
    Count,

    /// <summary>Number of values equal to 1.</summary>
    CountTrue,

    /// <summary>Number of values equal to 0.</summary>
    CountFalse,
}

/// <summary>One metric of a question.</summary>
public sealed record MetricRequest
{
    /// <summary>Where the values are.</summary>
    public required string JsonPath { get; init; }

    /// <summary>What counts as a value.</summary>
    public MetricKind ValueType { get; init; } = MetricKind.Numeric;

    /// <summary>Empty means the defaults of the kind.</summary>
    public IReadOnlyList<Aggregation> Aggregations { get; init; } = [];

    /// <summary>0–100, at most 20.</summary>
    public IReadOnlyList<double> Percentiles { get; init; } = [];

    /// <summary>A histogram of the window with 2–200 bins of equal width.</summary>
    public int? HistogramBins { get; init; }

    /// <summary>The 1–100 most frequent texts of the window.</summary>
    public int? Categories { get; init; }
}

/// <summary>Matches rows whose value at a path equals one of these.</summary>
/// <param name="JsonPath">Where the value is.</param>
/// <param name="Values">Any of them matches.</param>
public sealed record PathFilter(string JsonPath, IReadOnlyList<ScalarValue> Values);

/// <summary>A JSON scalar: a string, a number, a boolean or null. A missing value is null. Values of different kinds are never equal.</summary>
public readonly record struct ScalarValue
{
    private ScalarValue(string? text, double? number, bool? boolean) => (Text, Number, Boolean) = (text, number, boolean);

    /// <summary>The text of a string; otherwise null.</summary>
    public string? Text { get; }

    /// <summary>The number; null for other kinds.</summary>
    public double? Number { get; }

    /// <summary>The boolean; null for other kinds.</summary>
    public bool? Boolean { get; }

    /// <summary>Whether the value is null or missing.</summary>
    public bool IsNull => Text is null && Number is null && Boolean is null;

    /// <summary>Null, or a missing value.</summary>
    public static ScalarValue Null => default;

    /// <summary>A string.</summary>
    public static ScalarValue Of(string text) => new(text, null, null);

    /// <summary>A finite number; −0 is stored as 0.</summary>
    public static ScalarValue Of(double number) => new(null, number + 0.0, null);

    /// <summary>A boolean.</summary>
    public static ScalarValue Of(bool boolean) => new(null, null, boolean);

    /// <summary>The value as text: numbers in their shortest form, empty for null. Breaks ties between equal counts.</summary>
    public override string ToString() => Text ?? (Number is { } number ? NumberText.Shortest(number) : Boolean is { } truth ? (truth ? "true" : "false") : "");
}

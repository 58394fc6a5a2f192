using Vindex.Statistics.Buckets;

namespace Vindex.Statistics.Questions;

/// <summary>A question as <c>POST /feedback/stats</c> carries it.</summary>
public sealed record StatsRequest
{
    /// <summary>The project, <c>entity/project</c>.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Inclusive start.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Exclusive end; null means now.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Equality; an empty text filters literally.</summary>
    public string? FeedbackType { get; init; }

    /// <summary>Equality, or a prefix when it ends in <c>:*</c>.</summary>
    public string? TriggerRef { get; init; }

    /// <summary>Bucket seconds; null or 0 chooses from the range.</summary>
    public long? Granularity { get; init; }

    /// <summary>IANA zone; empty means UTC.</summary>
    public string Timezone { get; init; } = "UTC";

    /// <summary>What to measure, at most 50.</summary>
    public IReadOnlyList<MetricRequest> Metrics { get; init; } = [];

    /// <summary>One or two of <c>feedback_type</c>, <c>trigger_ref</c> or a path.</summary>
    public IReadOnlyList<string>? GroupBy { get; init; }

    /// <summary>ISO weeks or months in place of a granularity.</summary>
    public CalendarUnit? Calendar { get; init; }

    /// <summary>Answer the same for a range that lies so many seconds earlier.</summary>
    public long? CompareOffsetSeconds { get; init; }

    /// <summary>Equality on the payload; all must hold.</summary>
    public IReadOnlyList<PathFilter> Filter { get; init; } = [];
}

/// <summary>What a metric reads at its path.</summary>
public enum MetricKind
{
    /// <summary>JSON numbers.</summary>
    Numeric,

    /// <summary>JSON true and false, as 1 and 0.</summary>
    Boolean,

    /// <summary>The text of the value; missing or null is the empty text.</summary>
    Categorical,
}

/// <summary>A number to make of the values of a bucket.</summary>
public enum Aggregation
{
    /// <summary>The correctly rounded sum.</summary>
    Sum,

    /// <summary>That sum divided by the count.</summary>
    Avg,

    /// <summary>The least value.</summary>
    Min,

    /// <summary>The greatest value.</summary>
    Max,

    /// <summary>How many values; rows, for a categorical metric.</summary>
    Count,

    /// <summary>How many values equal 1.</summary>
    CountTrue,

    /// <summary>How many values equal 0.</summary>
    CountFalse,
}

/// <summary>One metric of a question.</summary>
public sealed record MetricRequest
{
    /// <summary>Where the values stand.</summary>
    public required string JsonPath { get; init; }

    /// <summary>What counts as a value.</summary>
    public MetricKind ValueType { get; init; } = MetricKind.Numeric;

    /// <summary>Empty means the usual ones of the kind.</summary>
    public IReadOnlyList<Aggregation> Aggregations { get; init; } = [];

    /// <summary>0–100, at most 20.</summary>
    public IReadOnlyList<double> Percentiles { get; init; } = [];

    /// <summary>2–200 bins of equal width over the window.</summary>
    public int? HistogramBins { get; init; }

    /// <summary>The 1–100 most frequent texts of the window.</summary>
    public int? Categories { get; init; }
}

/// <summary>The value at a path equals one of these.</summary>
/// <param name="JsonPath">Where it stands.</param>
/// <param name="Values">One is enough.</param>
public sealed record PathFilter(string JsonPath, IReadOnlyList<ScalarValue> Values);

/// <summary>A JSON scalar: a text, a number, true or false, or null, which stands for no such value. Different kinds are never equal.</summary>
public readonly record struct ScalarValue
{
    private ScalarValue(string? text, double? number, bool? boolean) => (Text, Number, Boolean) = (text, number, boolean);

    /// <summary>The text, if it is one.</summary>
    public string? Text { get; }

    /// <summary>The number, if it is one.</summary>
    public double? Number { get; }

    /// <summary>True or false, if it is one of them.</summary>
    public bool? Boolean { get; }

    /// <summary>Whether it is null.</summary>
    public bool IsNull => Text is null && Number is null && Boolean is null;

    /// <summary>JSON null, or nothing there.</summary>
    public static ScalarValue Null => default;

    /// <summary>A text.</summary>
    public static ScalarValue Of(string text) => new(text, null, null);

    /// <summary>A finite number; −0 counts as 0.</summary>
    public static ScalarValue Of(double number) => new(null, number + 0.0, null);

    /// <summary>True or false.</summary>
    public static ScalarValue Of(bool boolean) => new(null, null, boolean);

    /// <summary>As a text, by which equal counts are ordered: numbers in their shortest form, empty for null.</summary>
    public override string ToString() => Text ?? (Number is { } number ? NumberText.Shortest(number) : Boolean is { } truth ? (truth ? "true" : "false") : "");
}

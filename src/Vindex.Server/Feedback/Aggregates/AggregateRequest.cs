using Vindex.Server.Feedback.Model;

namespace Vindex.Server.Feedback.Aggregates;

/// <summary>The body of <c>POST /feedback/aggregate</c>.</summary>
internal sealed record AggregateRequest
{
    private const long DayMs = 86_400_000;
    private const int MaxDays = 31;
    private const int MaxBuckets = 256;
    private const long LastMs = 253_402_300_799_999;
    private static readonly string[] s_spanTypes = ["agent_turn", "agent_conversation"];
    private static readonly string[] s_dimensions = [AggregateGroup.Scorer, "span_agent_name", "span_agent_version", "span_status_code"];

    public required string ProjectId { get; init; }

    /// <summary>Milliseconds since 1970, inclusive.</summary>
    public required long AfterMs { get; init; }

    /// <summary>Milliseconds since 1970, exclusive.</summary>
    public required long BeforeMs { get; init; }

    /// <summary>Length of a bucket; null for a single bucket.</summary>
    public required long? BucketSeconds { get; init; }

    /// <summary>Prefixes of types; empty for all, like every list here.</summary>
    public required IReadOnlyList<string> FeedbackTypes { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required double? RatingMin { get; init; }

    public required double? RatingMax { get; init; }

    public required IReadOnlyList<string> MonitorIds { get; init; }

    public required IReadOnlyList<string> ScorerIds { get; init; }

    public required IReadOnlyList<string> SpanAgentNames { get; init; }

    public required IReadOnlyList<string> SpanTypes { get; init; }

    public required IReadOnlyList<string> GroupBy { get; init; }

    /// <summary>A total over a whole project, which may cover any range.</summary>
    private bool IsBareTotal => BucketSeconds is null && GroupBy.Count == 0 && RatingMin is null && RatingMax is null
        && FeedbackTypes.Count + Tags.Count + MonitorIds.Count + ScorerIds.Count + SpanAgentNames.Count + SpanTypes.Count == 0;

    /// <summary>Reads the request; only valid if the body has no errors.</summary>
    public static AggregateRequest Read(FeedbackRequestBody body)
    {
        var model = body.Model;
        var request = new AggregateRequest
        {
            ProjectId = model.Required("project_id")?.AsText() ?? "",
            AfterMs = model.Required("after_ms")?.AsInteger(0, LastMs) ?? 0,
            BeforeMs = model.Required("before_ms")?.AsInteger(0, LastMs) ?? 0,
            BucketSeconds = Positive(model.Optional("time_bucket_seconds")),
            FeedbackTypes = Texts(model.Given("feedback_types")),
            Tags = Texts(model.Given("tags")),
            RatingMin = Rating(model.Optional("rating_min")),
            RatingMax = Rating(model.Optional("rating_max")),
            MonitorIds = Texts(model.Given("monitor_ids")),
            ScorerIds = Texts(model.Given("scorer_ids")),
            SpanAgentNames = Texts(model.Given("span_agent_names")),
            SpanTypes = Texts(model.Given("span_types"), s_spanTypes),
            GroupBy = [.. Texts(model.Given("group_by"), s_dimensions).Distinct(StringComparer.Ordinal)],
        };
        model.Close();
        if (!body.Errors.Any) request.Check(model);
        return request;
    }

    private void Check(ModelObject model)
    {
        var range = BeforeMs - AfterMs;
        if (range <= 0) model.RefuseValue("before_ms must be greater than after_ms");
        else if (range > MaxDays * DayMs && !IsBareTotal)
            model.RefuseValue($"The range may be at most {MaxDays} days, unless it is a project's total without buckets, groups and filters");
        else if (BucketSeconds is { } seconds && (range + (seconds * 1000) - 1) / (seconds * 1000) is var buckets and > MaxBuckets)
            model.RefuseValue($"The range would have {buckets} buckets, at most {MaxBuckets} are allowed; increase time_bucket_seconds");
    }

    private static long? Positive(ModelValue? value)
    {
        var number = value?.AsInteger();
        if (number > 0) return Math.Min(number.Value, LastMs / 1000);
        if (number is not null) value!.Value.Refuse("greater_than", "Input should be greater than 0");
        return null;
    }

    private static double? Rating(ModelValue? value)
    {
        var number = value?.AsNumber();
        if (number < 0) value!.Value.Refuse("greater_than_equal", "Input should be greater than or equal to 0");
        else if (number > 1) value!.Value.Refuse("less_than_equal", "Input should be less than or equal to 1");
        return number;
    }

    private static List<string> Texts(ModelValue? list, string[]? allowed = null) =>
        [.. list?.AsList()?.Select(item => (allowed is null ? item.AsText() : item.AsLiteral(allowed)) ?? "") ?? []];
}

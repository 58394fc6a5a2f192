namespace Vindex.Server.Feedback.Queries.Rows;

/// <summary>What a column holds.</summary>
internal enum ColumnType
{
    Text,
    Time,

    /// <summary>The payload.</summary>
    Json,
    Tags,
    TextMap,
    NumberMap,
}

/// <summary>A column of feedback, as queries and answers name it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Text">The text of a text column; null for none.</param>
internal sealed record FeedbackColumn(string Name, ColumnType Type, Func<RowReading, string?>? Text = null)
{
    /// <summary>All of them, in the order of answers.</summary>
    public static IReadOnlyList<FeedbackColumn> All { get; } =
    [
        new("id", ColumnType.Text, row => row.Row.Id),
        new("project_id", ColumnType.Text, row => row.ProjectId),
        new("weave_ref", ColumnType.Text, row => row.Row.WeaveRef),
        new("wb_user_id", ColumnType.Text, row => row.Row.WbUserId),
        new("creator", ColumnType.Text, row => row.Row.Creator),
        new("created_at", ColumnType.Time),
        new("feedback_type", ColumnType.Text, row => row.Row.FeedbackType),
        new("payload", ColumnType.Json),
        new("annotation_ref", ColumnType.Text, row => row.Row.AnnotationRef),
        new("runnable_ref", ColumnType.Text, row => row.Row.RunnableRef),
        new("call_ref", ColumnType.Text, row => row.Row.CallRef),
        new("trigger_ref", ColumnType.Text, row => row.Row.TriggerRef),
        new("queue_id", ColumnType.Text, row => row.Row.QueueId),
        new(ScorerFields.TagsName, ColumnType.Tags),
        new("scorer_tag_reasons", ColumnType.TextMap),
        new("scorer_tag_confidences", ColumnType.NumberMap),
        new(ScorerFields.RatingsName, ColumnType.NumberMap),
        new("scorer_rating_reasons", ColumnType.TextMap),
        new("scorer_rating_confidences", ColumnType.NumberMap),
        Span("span_agent_name"),
        Span("span_agent_version"),
        Span("span_status_code", "UNSET"),
        Span("span_conversation_id"),
        Span("span_trace_id"),
        Span("scorer_trace_id"),
    ];

    private static Dictionary<string, FeedbackColumn> ByName { get; } = All.ToDictionary(column => column.Name, StringComparer.Ordinal);

    public bool IsMap => Type is ColumnType.TextMap or ColumnType.NumberMap;

    public static FeedbackColumn? Find(string name) => ByName.GetValueOrDefault(name);

    private static FeedbackColumn Span(string name, string byDefault = "") => new(name, ColumnType.Text, row => row.Scorer.Text(name, byDefault));
}

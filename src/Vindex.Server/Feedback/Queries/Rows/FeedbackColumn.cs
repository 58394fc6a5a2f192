namespace Vindex.Server.Feedback.Queries.Rows;

/// <summary>The type of a column.</summary>
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

/// <summary>A column of feedback in queries and responses.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Text">Reads the text of a text column; null for other columns.</param>
internal sealed record FeedbackColumn(string Name, ColumnType Type, Func<RowReading, string?>? Text = null)
{
    /// <summary>All columns, in response order.</summary>
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

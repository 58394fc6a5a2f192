using System.Text.Json;

namespace Vindex.Server.Feedback.Queries;

/// <summary>For the API description: which rows, which of their fields, in which order.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Fields">Columns, <c>payload.&lt;path&gt;</c>, or <c>count(*)</c> alone; all columns when absent.</param>
/// <param name="Query"><c>{"$expr": …}</c>; every row when absent.</param>
/// <param name="SortBy">Fields and directions; by creation and id when absent.</param>
/// <param name="Limit">Most rows to answer; all when absent.</param>
/// <param name="Offset">Rows to pass over first.</param>
internal sealed record FeedbackQueryBody(
    string ProjectId,
    IReadOnlyList<string>? Fields = null,
    QueryBody? Query = null,
    IReadOnlyList<SortByBody>? SortBy = null,
    long? Limit = null,
    long? Offset = null);

/// <summary>For the API description: a condition on rows.</summary>
/// <param name="Expr">An object with one of $and, $or, $not, $eq, $gt, $gte, $lt, $lte, $in and $contains.</param>
internal sealed record QueryBody([property: System.Text.Json.Serialization.JsonPropertyName("$expr")] JsonElement Expr);

/// <summary>For the API description: a key of an order.</summary>
/// <param name="Field">A column or <c>payload.&lt;path&gt;</c>.</param>
/// <param name="Direction"><c>asc</c> or <c>desc</c>.</param>
internal sealed record SortByBody(string Field, string Direction);

/// <summary>For the API description: the rows asked for.</summary>
/// <param name="Result">The rows, each with the fields asked for.</param>
/// <param name="TotalCount">Rows that the query selects, whatever limit and offset.</param>
internal sealed record FeedbackQueryAnswerBody(IReadOnlyList<JsonElement> Result, long TotalCount);

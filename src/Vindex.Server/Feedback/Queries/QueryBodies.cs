using System.Text.Json;

namespace Vindex.Server.Feedback.Queries;

/// <summary>Which rows and fields to return, and in which order.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Fields">Columns, <c>payload.&lt;path&gt;</c>, or only <c>count(*)</c>; default all columns.</param>
/// <param name="Query"><c>{"$expr": …}</c>; default all rows.</param>
/// <param name="SortBy">Fields and directions; default by creation time and id.</param>
/// <param name="Limit">Maximum number of rows; default all.</param>
/// <param name="Offset">Number of rows to skip.</param>
internal sealed record FeedbackQueryBody(
    string ProjectId,
    IReadOnlyList<string>? Fields = null,
    QueryBody? Query = null,
    IReadOnlyList<SortByBody>? SortBy = null,
    long? Limit = null,
    long? Offset = null);

/// <summary>A condition on rows.</summary>
/// <param name="Expr">An object with one of $and, $or, $not, $eq, $gt, $gte, $lt, $lte, $in and $contains.</param>
internal sealed record QueryBody([property: System.Text.Json.Serialization.JsonPropertyName("$expr")] JsonElement Expr);

/// <summary>A sort key.</summary>
/// <param name="Field">A column or <c>payload.&lt;path&gt;</c>.</param>
/// <param name="Direction"><c>asc</c> or <c>desc</c>.</param>
internal sealed record SortByBody(string Field, string Direction);

/// <summary>The matching rows.</summary>
/// <param name="Result">The rows with the requested fields.</param>
/// <param name="TotalCount">Number of matching rows, regardless of limit and offset.</param>
internal sealed record FeedbackQueryAnswerBody(IReadOnlyList<JsonElement> Result, long TotalCount);

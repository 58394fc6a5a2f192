using System.Text.Json;

namespace Vindex.Server.Feedback.Queries;

/// <summary>The body of <c>POST /feedback/query</c>. What it holds is valid as long as the body that it was read from.</summary>
internal sealed record FeedbackQueryRequest(
    string ProjectId, IReadOnlyList<string>? Fields, JsonElement? Expression, IReadOnlyList<(string Field, bool Descending)> SortBy, long? Limit, long? Offset)
{
    private static readonly string[] s_directions = ["asc", "desc"];

    /// <summary>The request; null when the body does not fit, of which its errors tell.</summary>
    public static FeedbackQueryRequest? Read(ModelBody body)
    {
        var model = body.Model;
        var request = new FeedbackQueryRequest(
            model.Required("project_id")?.AsText() ?? "",
            model.Optional("fields")?.AsList()?.Select(field => field.AsText() ?? "").ToList(),
            ReadExpression(model.Optional("query")),
            [.. model.Optional("sort_by")?.AsList()?.Select(SortKey) ?? []],
            model.Optional("limit")?.AsInteger(),
            model.Optional("offset")?.AsInteger());
        model.Close();
        return body.Errors.Any ? null : request;
    }

    /// <summary>What stands under <c>$expr</c> of a query in a body; null when there is none. Other endpoints with a query read it with this.</summary>
    public static JsonElement? ReadExpression(ModelValue? query)
    {
        if (query?.AsModel() is not { } model) return null;
        var expression = model.Required("$expr");
        model.Close();
        return expression?.Element;
    }

    private static (string Field, bool Descending) SortKey(ModelValue item)
    {
        if (item.AsModel() is not { } key) return default;
        var field = key.Required("field")?.AsText();
        var direction = key.Required("direction")?.AsLiteral(s_directions);
        key.Close();
        return (field ?? "", direction == "desc");
    }
}

/// <summary>For the API description: which rows, which of their fields, in which order.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Fields">Columns, <c>payload.&lt;path&gt;</c>, or <c>count(*)</c> alone; all columns when absent.</param>
/// <param name="Query"><c>{"$expr": …}</c>; every row when absent.</param>
/// <param name="SortBy">Fields and directions; by creation and id when absent.</param>
/// <param name="Limit">Most rows to answer; all when absent.</param>
/// <param name="Offset">Rows to pass over first.</param>
internal sealed record FeedbackQueryBody(
    string ProjectId, IReadOnlyList<string>? Fields = null, QueryBody? Query = null, IReadOnlyList<SortByBody>? SortBy = null, long? Limit = null, long? Offset = null);

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

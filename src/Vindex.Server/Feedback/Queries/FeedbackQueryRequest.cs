using System.Text.Json;
using Vindex.Server.Feedback.Model;

namespace Vindex.Server.Feedback.Queries;

/// <summary>The body of <c>POST /feedback/query</c>. Its contents are valid as long as the body.</summary>
internal sealed record FeedbackQueryRequest(
    string ProjectId, IReadOnlyList<string>? Fields, JsonElement? Expression, IReadOnlyList<(string Field, bool Descending)> SortBy, long? Limit, long? Offset)
{
    private static readonly string[] s_directions = ["asc", "desc"];

    /// <summary>Reads the request; only valid if the model has no errors.</summary>
    public static FeedbackQueryRequest Read(ModelObject model)
    {
        var request = new FeedbackQueryRequest(
            model.Required("project_id")?.AsText() ?? "",
            model.Optional("fields")?.AsList()?.Select(field => field.AsText() ?? "").ToList(),
            ReadExpression(model.Optional("query")),
            [.. model.Optional("sort_by")?.AsList()?.Select(SortKey) ?? []],
            model.Optional("limit")?.AsInteger(),
            model.Optional("offset")?.AsInteger());
        model.Close();
        return request;
    }

    /// <summary>The expression under <c>$expr</c> of a query in a body; null if there is none. Also used by other endpoints with a query.</summary>
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

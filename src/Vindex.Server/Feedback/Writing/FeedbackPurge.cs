using System.Text.Json;
using Vindex.Server.Feedback.Model;

namespace Vindex.Server.Feedback.Writing;

/// <summary>The body of <c>POST /feedback/purge</c>.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Ids">The ids in the query; null if the query is anything but a list of ids.</param>
internal sealed record FeedbackPurge(string ProjectId, IReadOnlyList<string>? Ids)
{
    /// <summary>Reads the request; only valid if the model has no errors.</summary>
    public static FeedbackPurge Read(ModelObject model)
    {
        var projectId = model.Required("project_id")?.AsText() ?? "";
        var query = model.Required("query")?.AsModel();
        var expression = query?.Required("$expr")?.AsDictionary();
        query?.Close();
        model.Close();
        return new FeedbackPurge(projectId, expression is null ? null : ReadIds(expression));
    }

    // `$eq` of the field id and a literal text, or `$or` of such; null for anything else.
    private static List<string>? ReadIds(ModelObject expression)
    {
        var members = expression.Members.ToList();
        if (members is not [var (name, operand)]) return null;
        if (name == "$eq") return ReadId(operand.Element) is { } id ? [id] : null;
        if (name != "$or" || operand.Element.ValueKind != JsonValueKind.Array || operand.Element.GetArrayLength() == 0) return null;
        var ids = new List<string>();
        foreach (var item in operand.Element.EnumerateArray())
        {
            if (Only(item, "$eq") is not { } pair || ReadId(pair) is not { } id) return null;
            ids.Add(id);
        }

        return ids;
    }

    private static string? ReadId(JsonElement pair)
    {
        if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2) return null;
        var isId = Only(pair[0], "$getField") is { ValueKind: JsonValueKind.String } field && field.ValueEquals("id");
        return isId && Only(pair[1], "$literal") is { ValueKind: JsonValueKind.String } literal ? literal.GetString() : null;
    }

    private static JsonElement? Only(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.GetPropertyCount() == 1 && element.TryGetProperty(name, out var value) ? value : null;
}

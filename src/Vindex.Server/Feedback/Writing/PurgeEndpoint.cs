using System.Text.Json;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Feedback;

/// <summary>Removes feedback by its ids, and by nothing else.</summary>
internal static class PurgeEndpoint
{
    public static async Task<IResult> PurgeAsync(HttpContext context, ProjectAccess access, FeedbackWriter writer, IStore store)
    {
        var (body, refused) = await ModelBody.ReadAsync(context, ModelBody.OneLimit);
        if (body is null) return refused!;
        string projectId;
        IReadOnlyList<string>? ids;
        using (body)
        {
            projectId = body.Model.Required("project_id")?.AsText() ?? "";
            var query = body.Model.Required("query")?.AsModel();
            var expression = query?.Required("$expr")?.AsDictionary();
            query?.Close();
            body.Model.Close();
            if (body.Errors.Any) return body.Errors;
            ids = ReadIds(expression!);
        }

        var cancellationToken = context.RequestAborted;
        if (await access.FindAsync(context.Caller(), projectId, cancellationToken) is not { } sight) return FeedbackRefusal.ProjectNotFound;
        if (ids is null) return FeedbackRefusal.BadRequest("Can only purge feedback by specifying one or more feedback ids");
        ids = await writer.ExistingAsync(sight, ids, cancellationToken);
        if (await writer.RefuseIdsAsync(sight, ids, cancellationToken) is { } refusal) return refusal;
        if (ids.Count > 0) await store.Feedback.PurgeAsync(sight.Key, ids, cancellationToken);
        return JsonAnswer.Ok("{}"u8.ToArray());
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

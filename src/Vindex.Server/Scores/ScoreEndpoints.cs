using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Scores;

/// <summary>Single scores and lists of them.</summary>
internal static class ScoreEndpoints
{
    private const int DefaultLimit = 25;
    private const int MaxLimit = 200;

    /// <summary>The parameters of the list besides its filters, for the API description.</summary>
    public static IReadOnlyList<QueryParameter> PageParameters { get; } =
    [
        new("skip", "Number of entries to skip; cursor is faster for distant pages. Default 0.", "integer"),
        new("limit", $"Number of entries to return, 1 to {MaxLimit}; default {DefaultLimit}.", "integer"),
        new("cursor", "next_cursor of the previous page, with the same filters and sort; cannot be combined with skip."),
    ];

    public static async Task<Ok<ScoreListBody>> ListAsync(HttpContext context, ScoreService scores, AccessScopes scopes, bool global)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        if (await scopes.ReadAsync(context.Caller(), global, query, context.RequestAborted) is not { } scope) return Problem.NotFound();
        var list = ScoreSelection.Read(query, scope);
        var skip = query.Integer("skip", 0, int.MaxValue, 0);
        var limit = query.Integer("limit", 1, MaxLimit, DefaultLimit);
        var name = list.Name(scope.Access);
        var after = ReadCursor(query, name);
        if (query.Errors.Any) return Problem.Invalid(query.Errors);

        var page = await scores.ListAsync(scope.Access, list, after, skip, limit, context.RequestAborted);
        var total = await scores.CountAsync(scope.Access, list.Filter, context.RequestAborted);
        return new ScoreListBody([.. page.Items.Select(ScoreItemBody.Of)], total, skip, limit, Cursor.Write(page.Next, name));
    }

    public static async Task<Ok<ScoreBody>> OneAsync(HttpContext context, string id, ScoreService scores, bool global) =>
        (await scores.FindAsync(AccessScopes.Access(context.Caller(), global), id, context.RequestAborted)).ToOk(ScoreBody.Of);

    public static async Task<NoContent> DeleteAsync(HttpContext context, string id, ScoreService scores, bool global) =>
        (await scores.DeleteAsync(context.Caller(), AccessScopes.Access(context.Caller(), global), id, context.RequestAborted)).ToNoContent();

    private static PagePosition? ReadCursor(QueryReader query, string list)
    {
        if (query.Text("cursor", 256) is not { } text) return null;
        if (query.Text("skip", 20) is not null) query.Errors.Add("skip", "cannot be combined with cursor");
        if (Cursor.TryRead(text, list, out var position)) return position;
        query.Errors.Add("cursor", "must be the unchanged next_cursor of the previous page, with the same filters and sort");
        return null;
    }
}

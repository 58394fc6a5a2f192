using System.Text.Json;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Scores;

/// <summary>Single scores and lists of them.</summary>
internal static class ScoreRecords
{
    private const int DefaultLimit = 25;
    private const int MaxLimit = 200;
    private const int MaxHistory = 100;

    /// <summary>The parameters of the list beside its filters, for the API description.</summary>
    public static IReadOnlyList<QueryParameter> PageParameters { get; } =
    [
        new("skip", "Number of entries to skip; cursor is faster for distant pages. Default 0.", "integer"),
        new("limit", $"Number of entries to return, 1 to {MaxLimit}; default {DefaultLimit}.", "integer"),
        new("cursor", "next_cursor of the previous page, with the same filters and sort; cannot be combined with skip."),
    ];

    public static async Task<IResult> ListAsync(HttpContext context, IStore store, AccessScopeOf scopeOf)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        if (await scopeOf.ReadAsync(context, query) is not { } scope) return Problem.NotFound();
        var (filter, sort) = ScoreQuery.Read(query, scope);
        var skip = query.Integer("skip", 0, int.MaxValue, 0);
        var limit = query.Integer("limit", 1, MaxLimit, DefaultLimit);
        var name = new ScoreQuery(filter, sort).Name(scope.Access);
        var after = ReadCursor(query, name);
        if (query.Errors.Any) return Problem.Invalid(query.Errors);

        var page = await store.Scores.ListAsync(scope.Access, filter, sort, after, skip, limit, context.RequestAborted);
        var total = await store.Scores.CountAsync(scope.Access, filter, context.RequestAborted);
        return JsonAnswer.Ok(
            new ScoreListBody([.. page.Items.Select(ScoreItemBody.Of)], total, skip, limit, Cursor.Write(page.Next, name)), ScoresJson.Shared.ScoreListBody);
    }

    public static async Task<IResult> OneAsync(HttpContext context, string id, IStore store, AccessScopeOf scopeOf)
    {
        if (await store.Scores.FindAsync(scopeOf.Access(context), id, context.RequestAborted) is not { } score) return Problem.NotFound();
        var history = await store.Scores.HistoryAsync(score.Item.CustomerId, score.Item.TicketId, MaxHistory, context.RequestAborted);
        var detail = JsonSerializer.Deserialize(score.Detail, ScoringJson.Shared.ScoreDetail)!;
        var delivery = await store.Deliveries.LatestAsync(id, context.RequestAborted);
        return JsonAnswer.Ok(ScoreBody.Of(score, detail, history, delivery), ScoresJson.Shared.ScoreBody);
    }

    public static async Task<IResult> DeleteAsync(HttpContext context, string id, IStore store, Audit audit, AccessScopeOf scopeOf)
    {
        // Looked up first for the audit entry's company: an admin's scope does not tell it.
        var access = scopeOf.Access(context);
        if (await store.Scores.FindAsync(access, id, context.RequestAborted) is not { } score) return Problem.NotFound();
        var entry = audit.Entry(context.Caller(), "score.deleted", score.Item.CompanyId, id);
        return await store.Scores.DeleteAsync(access, id, entry, context.RequestAborted) ? Results.NoContent() : Problem.NotFound();
    }

    private static PagePosition? ReadCursor(QueryReader query, string list)
    {
        if (query.Text("cursor", 256) is not { } text) return null;
        if (query.Text("skip", 20) is not null) query.Errors.Add("skip", "cannot be combined with cursor");
        if (Cursor.TryRead(text, list, out var position)) return position;
        query.Errors.Add("cursor", "must be the unchanged next_cursor of the previous page, with the same filters and sort");
        return null;
    }
}

using Microsoft.AspNetCore.Http.Extensions;
using Vindex.Server.Companies;
using Vindex.Server.Installations;
using Vindex.Server.Pages;
using Vindex.Server.Scores;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Tickets;

/// <summary>The ticket list. Its URL has the same filters as <c>/portal/scores</c>, but shows the latest score of each ticket unless told otherwise.</summary>
internal static class TicketsEndpoint
{
    private const int PageSize = 50;

    /// <summary>Of up to this many tickets or scores, those that match a filter are counted; it takes a few milliseconds.</summary>
    private const long MostCounted = 100_000;

    private static readonly string[] s_parameters = ["q", "band", "fails", "min", "max", "key", "from", "to", "customer_id", "sort"];

    public static async Task<IResult> GetAsync(
        HttpContext context, ScoreService scores, AccessScopes scopes, CustomerService customers, TrackerLinks trackers)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        if (await scopes.ReadAsync(visit.Caller, global: false, query, context.RequestAborted) is not { } scope) return Problem.NotFound();
        var list = ScoreSelection.Read(query, scope with { Zone = visit.Zone }, latest: true);
        var latest = list.Filter.LatestOnly;
        var after = ReadCursor(query, list.Name(scope.Access));
        var page = query.Errors.Any
            ? new ListPage<ScoreItem>([], null)
            : await scores.ListAsync(scope.Access, list, after, 0, PageSize, context.RequestAborted);
        var address = Address(context.Request, visit.Zone.Id);
        var links = await trackers.OfAsync(visit.Company.Id, page.Items, context.RequestAborted);
        var rows = new TicketRowsModel(
            [.. page.Items.Select(item => TicketRow.Of(item, visit.Zone, links.GetValueOrDefault(item.Id)))],
            page.Next is null ? null : Href(latest, ("cursor", Cursor.Write(page.Next, list.Name(scope.Access)))),
            latest);
        if (context.Request.Headers["HX-Request"].Count > 0 && !query.Errors.Any) return Page.Of<TicketRows>(rows);

        var known = await customers.ListAsync(visit.Caller, visit.Company.Id, context.RequestAborted);
        var shown = Shown(context.Request.Query);
        return Page.Of<TicketsPage>(
            new TicketsModel(
                PortalFrames.Of(context, latest ? "Tickets" : "Scores", PortalSection.Tickets),
                shown,
                known is Outcome<IReadOnlyList<CompanyCustomer>>.Done { Value: var all } ? [.. all.Select(one => (one.Customer.Id, one.Customer.Name))] : [],
                rows,
                await CountAsync(scores, scope.Access, list.Filter, after is null ? page : null, context.RequestAborted),
                latest,
                LatestSwitch.Of(latest, one => Href(one)),
                "/portal/scores/export" + address([(LatestSwitch.Parameter, LatestSwitch.Value(latest)), ("format", "csv")]),
                visit.Zone.Id,
                [.. query.Errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value)}")]),
            query.Errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

        string Href(bool latestOnly, params (string Name, string? Value)[] more) =>
            PortalPaths.Tickets + address(latestOnly ? more : [(LatestSwitch.Parameter, LatestSwitch.Value(false)), .. more]);
    }

    private static PagePosition? ReadCursor(QueryReader query, string list)
    {
        if (query.Text("cursor", 256) is not { } cursor) return null;
        if (Cursor.TryRead(cursor, list, out var position)) return position;
        query.Errors.Add("cursor", "belongs to another list; start from the first page");
        return null;
    }

    // The first page may hold all matches. Otherwise, they are counted only if that cannot take longer than listing them.
    private static async Task<ListCount> CountAsync(
        ScoreService scores, ScoreAccess access, ScoreFilter filter, ListPage<ScoreItem>? first, CancellationToken cancellationToken)
    {
        var total = await scores.CountAsync(access, ScoreFilter.None with { LatestOnly = filter.LatestOnly }, cancellationToken);
        if (filter.IsCounted && filter.CustomerId is null) return new ListCount(total, null);
        if (first is { Next: null }) return new ListCount(total, first.Items.Count);
        return filter.IsCounted || total <= MostCounted
            ? new ListCount(total, await scores.CountAsync(access, filter, cancellationToken))
            : new ListCount(total, PageSize, IsMore: true);
    }

    // The current filters with an explicit time zone (so that a shared URL means the same to everyone), plus additional parameters.
    private static Func<IReadOnlyList<(string Name, string? Value)>, string> Address(HttpRequest request, string zone) => more =>
    {
        var builder = new QueryBuilder();
        foreach (var parameter in s_parameters)
            if (request.Query[parameter] is [{ Length: > 0 } value, ..]) builder.Add(parameter, value);
        if (request.Query["timezone"].Count > 0 || request.Query["from"].Count > 0 || request.Query["to"].Count > 0) builder.Add("timezone", zone);
        foreach (var (name, value) in more)
            if (value is not null) builder.Add(name, value);
        return builder.ToString();
    };

    private static TicketFilter Shown(IQueryCollection query)
    {
        return new TicketFilter(Text("q"), Text("band"), Text("fails"), Text("from"), Text("to"), Text("customer_id"), Text("sort"))
        {
            Min = Text("min"),
            Max = Text("max"),
            Key = Text("key"),
        };

        string? Text(string name) => query[name] is [{ Length: > 0 and <= 300 } value, ..] ? value : null;
    }
}

using Microsoft.AspNetCore.Http.Extensions;
using Vindex.Server.Companies;
using Vindex.Server.Installations;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Views;
using Vindex.Server.Scores;
using Vindex.Server.Scores.Groups;
using Vindex.Server.Views;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Scores;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Tickets;

/// <summary>The ticket list. Its URL has the same filters as <c>/portal/scores</c>, but shows the latest score of each ticket unless told otherwise.</summary>
internal static class TicketsEndpoint
{
    private const int PageSize = 50;

    /// <summary>Of up to this many tickets or scores, those that match a filter are counted; it takes a few milliseconds.</summary>
    private const long MostCounted = 100_000;

    private static readonly string[] s_parameters =
        ["q", "band", "fails", "min", "max", "key", "from", "to", "since", "until", .. ScoreField.All.Select(field => field.Name), "sort"];

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
        var newer = FreshRows.Read(context.Request.Query);
        if (newer is { } newest) page = FreshRows.Of(page, newest);
        var known = await customers.OwnAsync(visit.Caller, context.RequestAborted);
        var first = after is null ? 0 : query.Integer("at", 0, int.MaxValue, 0);
        var rows = new TicketRowsModel(
            await RowsAsync(context, visit, page.Items, first, known, trackers),
            page.Next is null
                ? null
                : Href(latest, ("cursor", Cursor.Write(page.Next, list.Name(scope.Access))), ("at", (first + page.Items.Count).ToString())),
            latest,
            TicketColumns.Read(context.Request.Query));
        if (newer is not null) return Page.Of<TicketRows>(rows with { More = null });
        if (after is not null && context.Request.Headers["HX-Request"].Count > 0 && !query.Errors.Any) return Page.Of<TicketRows>(rows);

        var shown = Shown(context.Request.Query);
        return Page.Of<TicketsPage>(
            new TicketsModel(
                PortalFrames.Of(context, T(latest ? "section.tickets" : "tickets.scores"), PortalSection.Tickets),
                await ViewBars.OfAsync(context, visit, "tickets"),
                shown,
                [.. shown.Kept.Select(kept => new FilterChip(FilterTexts.Of(kept.Name, kept.Value), Href(latest, (kept.Name, null))))],
                [.. known.Select(one => (one.Id, one.Name))],
                rows,
                await CountAsync(scores, scope.Access, list.Filter, after is null ? page : null, context.RequestAborted),
                latest,
                LatestSwitch.Of(latest, one => Href(one)),
                SortHeaders.Of(shown.Sort, sort => sort is null ? Href(latest, ("sort", null)) : Href(latest, ("sort", null), ("sort", sort))),
                after is null && list.Sort == ScoreSort.CreatedAt ? Href(latest, (FreshRows.Parameter, FreshRows.After(page.Items))) : null,
                "/portal/scores/export" + address([(TicketColumns.Parameter, null), (LatestSwitch.Parameter, LatestSwitch.Value(latest)), ("format", "csv")]),
                visit.Zone.Id,
                [.. query.Errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value.Select(Translated))}")]),
            query.Errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

        string Href(bool latestOnly, params (string Name, string? Value)[] more) =>
            PortalPaths.Tickets + address(latestOnly ? more : [(LatestSwitch.Parameter, LatestSwitch.Value(false)), .. more]);
    }

    // Each row leads to its ticket's page, which knows the list and leads on to the next.
    private static async Task<IReadOnlyList<TicketRow>> RowsAsync(
        HttpContext context, PortalContext visit, IReadOnlyList<ScoreItem> items, int first, IReadOnlyList<Customer> customers, TrackerLinks trackers)
    {
        var links = await trackers.OfAsync(visit.Company.Id, items, context.RequestAborted);
        var list = ViewPage.Find("tickets")!.Normalize(context.Request.QueryString.Value ?? "");
        return
        [
            .. items.Select((item, i) => TicketRow.Of(item, visit.Zone, links.GetValueOrDefault(item.Id)) with
            {
                Href = new ListPlace(list, first + i).Href(item.Id),
                Position = FreshRows.After([item]),
                TicketRef = $"{item.CustomerId}/{item.TicketId}",
                Customer = customers.FirstOrDefault(customer => customer.Id == item.CustomerId)?.Name ?? item.CustomerId,
            }),
        ];
    }

    private static PagePosition? ReadCursor(QueryReader query, string list)
    {
        if (query.Text("cursor", 256) is not { } cursor) return null;
        if (Cursor.TryRead(cursor, list, out var position)) return position;
        query.Errors.Add("cursor", "belongs to another list; start from the first page");
        return null;
    }

    /// <summary>
    /// How many tickets or scores a list has. The first page may hold all matches; otherwise, they are counted only if that cannot take longer than
    /// listing them.
    /// </summary>
    public static async Task<ListCount> CountAsync(
        ScoreService scores, ScoreAccess access, ScoreFilter filter, ListPage<ScoreItem>? first, CancellationToken cancellationToken)
    {
        var total = await scores.CountAsync(access, ScoreFilter.None with { LatestOnly = filter.LatestOnly }, cancellationToken);
        if (filter.IsCounted && filter.CustomerId is null) return new ListCount(total, null);
        if (first is { Next: null }) return new ListCount(total, first.Items.Count);
        return filter.IsCounted || total <= MostCounted
            ? new ListCount(total, await scores.CountAsync(access, filter, cancellationToken))
            : new ListCount(total, PageSize, IsMore: true);
    }

    // The current filters with an explicit time zone (so that a shared URL means the same to everyone), plus additional parameters;
    // those with null are left out.
    private static Func<IReadOnlyList<(string Name, string? Value)>, string> Address(HttpRequest request, string zone) => more =>
    {
        var builder = new QueryBuilder();
        if (!more.Contains((TicketColumns.Parameter, null)))
            foreach (var column in request.Query[TicketColumns.Parameter].OfType<string>()) builder.Add(TicketColumns.Parameter, column);
        foreach (var parameter in s_parameters)
            if (request.Query[parameter] is [{ Length: > 0 } value, ..] && !more.Contains((parameter, null))) builder.Add(parameter, value);
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
            Since = Text("since"),
            Until = Text("until"),
            Groups = [.. ScoreField.Filters.Where(field => Text(field.Name) is not null).Select(field => (field.Name, Text(field.Name)!))],
        };

        string? Text(string name) => query[name] is [{ Length: > 0 and <= 1000 } value, ..] ? value : null;
    }
}

using Microsoft.AspNetCore.Http.Extensions;
using Vindex.Server.Companies;
using Vindex.Server.Pages;
using Vindex.Server.Scores;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Tickets;

/// <summary>The ticket list. Its URL has the same filters as <c>/portal/scores</c>.</summary>
internal static class TicketsEndpoint
{
    private const int PageSize = 50;
    private static readonly string[] s_parameters = ["q", "band", "fails", "min", "max", "key", "from", "to", "customer_id", "sort"];

    public static async Task<IResult> GetAsync(HttpContext context, ScoreService scores, AccessScopes scopes, CustomerService customers)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        if (await scopes.ReadAsync(visit.Caller, global: false, query, context.RequestAborted) is not { } scope) return Problem.NotFound();
        var list = ScoreSelection.Read(query, scope with { Zone = visit.Zone });
        var name = list.Name(scope.Access);
        PagePosition? after = null;
        if (query.Text("cursor", 256) is { } cursor)
        {
            if (Cursor.TryRead(cursor, name, out var position)) after = position;
            else query.Errors.Add("cursor", "belongs to another list; start from the first page");
        }

        var page = query.Errors.Any
            ? new ListPage<ScoreItem>([], null)
            : await scores.ListAsync(scope.Access, list, after, 0, PageSize, context.RequestAborted);
        var address = Address(context.Request, visit.Zone.Id);
        var rows = new TicketRowsModel(
            [.. page.Items.Select(item => TicketRow.Of(item, visit.Zone))],
            page.Next is null ? null : PortalPaths.Tickets + address(("cursor", Cursor.Write(page.Next, name))));
        if (context.Request.Headers["HX-Request"].Count > 0 && !query.Errors.Any) return Page.Of<TicketRows>(rows);

        // Shows only counts that come from counters: counting filtered tickets could take longer than listing them.
        var total = await scores.CountAsync(scope.Access, ScoreFilter.None, context.RequestAborted);
        var known = await customers.ListAsync(visit.Caller, visit.Company.Id, context.RequestAborted);
        return Page.Of<TicketsPage>(
            new TicketsModel(
                PortalFrames.Of(context, "Tickets", PortalSection.Tickets),
                Shown(context.Request.Query),
                known is Outcome<IReadOnlyList<CompanyCustomer>>.Done { Value: var all } ? [.. all.Select(one => (one.Customer.Id, one.Customer.Name))] : [],
                rows,
                total,
                "/portal/scores/export" + address(("format", "csv")),
                visit.Zone.Id,
                [.. query.Errors.ByField.Select(field => $"{field.Key} {string.Join(", ", field.Value)}")]),
            query.Errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    // The current filters with an explicit time zone (so that a shared URL means the same to everyone), plus additional parameters.
    private static Func<(string Name, string? Value), string> Address(HttpRequest request, string zone) => more =>
    {
        var builder = new QueryBuilder();
        foreach (var parameter in s_parameters)
            if (request.Query[parameter] is [{ Length: > 0 } value, ..]) builder.Add(parameter, value);
        if (request.Query["timezone"].Count > 0 || request.Query["from"].Count > 0 || request.Query["to"].Count > 0) builder.Add("timezone", zone);
        if (more.Value is not null) builder.Add(more.Name, more.Value);
        return builder.ToString();
    };

    private static TicketFilter Shown(IQueryCollection query)
    {
        return new TicketFilter(Text("q"), Text("band"), Text("fails"), Text("from"), Text("to"), Text("customer_id"), Text("sort"));

        string? Text(string name) => query[name] is [{ Length: > 0 and <= 300 } value, ..] ? value : null;
    }
}

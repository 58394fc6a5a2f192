using Vindex.Scoring.Backlogs.Analysis;
using Vindex.Server.Backlogs;
using Vindex.Server.Companies;
using Vindex.Server.Languages;
using Vindex.Server.Pages;
using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Backlog;

/// <summary>The page of a backlog as a whole. Its filters are those of <c>/portal/backlog</c>.</summary>
internal static class BacklogPages
{
    public const string Address = PortalPaths.Root + "/backlog";

    public static void Map(RouteGroupBuilder pages) => pages.MapGet("/backlog", GetAsync).RequirePage(Scopes.ScoresRead);

    private static async Task<IResult> GetAsync(HttpContext context, BacklogService backlogs, CustomerService customers)
    {
        if (await PortalContext.OfAsync(context) is not { } portal) return Problem.NotFound();
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var selection = BacklogModule.Read(query);
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        var outcome = await backlogs.AnalyzeAsync(portal.Caller, selection, context.RequestAborted);
        if (outcome is not Outcome<CompanyBacklog>.Done { Value: var backlog }) return Problem.Of(((Outcome<CompanyBacklog>.Refused)outcome).Reason);
        var listed = await customers.ListAsync(portal.Caller, portal.Company.Id, context.RequestAborted);
        var choices = listed is Outcome<IReadOnlyList<CompanyCustomer>>.Done { Value: var all } ? all : [];
        return Page.Of<BacklogPage>(new BacklogModel(
            PortalFrames.Of(context, Texts.T("section.backlog"), PortalSection.Backlog),
            selection.CustomerId,
            selection.Project,
            [.. choices.Select(choice => (choice.Customer.Id, choice.Customer.Name))],
            backlog.Tickets.Count,
            backlog.Total,
            [.. backlog.Findings.Duplicates.Select(pair => Relation.Of(pair, Ticket))],
            [.. backlog.Findings.Conflicts.Select(pair =>
                Relation.Conflict(Ticket(pair.First), pair.KindName, Ticket(pair.Second), [pair.FirstQuote, pair.SecondQuote]))],
            [.. backlog.Findings.Dependencies.Where(one => one.Kind != DependencyKind.Mentions).Select(Dependency)],
            [.. backlog.Findings.Dependencies.Where(one => one.Kind == DependencyKind.Mentions).Select(Dependency)]));

        Relation Dependency(TicketDependency one) => Relation.Dependency(Ticket(one.Ticket), one.KindName, Ticket(one.On), one.Quote, one.OnQuote);

        RelatedTicket Ticket(int index) => new(backlog.Tickets[index].TicketKey, backlog.Tickets[index].Title, PortalPaths.Ticket(backlog.Tickets[index].Id));
    }
}

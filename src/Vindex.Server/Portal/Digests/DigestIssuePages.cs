using Vindex.Server.Alerts.Digests;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Pages;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Scores;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Digests;

/// <summary>The pages that digests link to: an issue, and the tickets of its actions.</summary>
internal static class DigestIssuePages
{
    private const int PageSize = 50;

    public static void Map(RouteGroupBuilder pages)
    {
        var issues = pages.MapGroup("/digests/{issue_id}").RequirePage(Scopes.ScoresRead);
        issues.MapGet("", IssueAsync);
        issues.MapGet("/actions/{number:int}", ActionAsync);
    }

    private static async Task<IResult> IssueAsync(HttpContext context, string issue_id, DigestService service)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await service.FindIssueAsync(visit.Caller, issue_id, context.RequestAborted) is not { } issue) return Problem.NotFound();
        var letter = DigestLetter.Of(DigestDocuments.Content(issue), visit.Company.Name, visit.Zone.Id, issue.Id, path => path);
        return Page.Of<DigestIssuePage>(new DigestIssueModel(PortalFrames.Of(context, T("digests.title"), PortalSection.Overview), letter));
    }

    // The scores of that week, also if the tickets have later ones; those that were deleted are gone.
    private static async Task<IResult> ActionAsync(HttpContext context, string issue_id, int number, DigestService service, IScoreStore scores)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await service.FindIssueAsync(visit.Caller, issue_id, context.RequestAborted) is not { } issue) return Problem.NotFound();
        var actions = DigestDocuments.Content(issue).Actions;
        if (number < 1 || number > actions.Count) return Problem.NotFound();
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var page = query.Integer("page", 1, DigestActions.MostListed, 1);
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        var action = actions[number - 1];
        List<DigestTicket> tickets = [];
        foreach (var id in action.ScoreIds.Skip((page - 1) * PageSize).Take(PageSize))
        {
            if (await scores.FindAsync(visit.Caller.OwnScores, id, context.RequestAborted) is { Item: var item })
                tickets.Add(new DigestTicket(item.TicketKey, item.Title, Wording.Score(item.OverallTenths), AlertPaths.Ticket(item.Id)));
        }

        return Page.Of<DigestActionPage>(new DigestActionModel(
            PortalFrames.Of(context, T("digests.title"), PortalSection.Tickets),
            action.Text,
            DigestNumbers.Detail(action),
            DigestPaths.Issue(issue.Id),
            tickets,
            page * PageSize < action.ScoreIds.Count ? $"{DigestPaths.Action(issue.Id, number)}?page={page + 1}" : null));
    }
}

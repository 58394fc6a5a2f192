using Microsoft.AspNetCore.Antiforgery;
using Vindex.Scoring;
using Vindex.Server.Companies;
using Vindex.Server.Installations;
using Vindex.Server.Languages;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Account;
using Vindex.Server.Portal.Tickets;
using Vindex.Server.Portal.Versions;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Ticket;

/// <summary>The page of a scored ticket, with agreement.</summary>
internal static class TicketEndpoint
{
    public static async Task<IResult> GetAsync(
        HttpContext context, string id, ScoreService scores, AccessScopes scopes, CustomerService customers, TrackerLinks trackers, Agreements words)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var cancellationToken = context.RequestAborted;
        var found = await scores.FindAsync(visit.Caller.OwnScores, id, cancellationToken);
        if (found is not Outcome<WholeScore>.Done { Value: var whole }) return Problem.NotFound();
        var (score, judgement, _, _) = whole;
        var ticket = TicketRow.Of(score.Item, visit.Zone, await trackers.OfAsync(score, cancellationToken));
        var judged = JudgedModels.Of(judgement, score.Item.Title, score.Description, score.AcceptanceCriteria);
        var agreements = await AgreementsAsync(context, visit, score.Item, words);
        var model = new TicketModel(
            PortalFrames.Of(context, ticket.Key, PortalSection.Tickets),
            await Neighbors.OfAsync(visit, context.Request.Query, id, scores, scopes, cancellationToken),
            ticket,
            visit.Company.QualityGateTenths,
            await CustomerAsync(customers, visit, score.Item.CustomerId, cancellationToken),
            Texts.T("ticket.judge", ("model", score.Model), ("profile", score.Profile)),
            score.Source,
            judged,
            [.. agreements.Select(one => new DimensionModel(one.Dimension, one.Value, judged.Sums.GetValueOrDefault(one.Dimension), one))],
            VersionHistory.Of(whole, visit.Zone));
        return Page.Of<TicketPage>(model);
    }

    public static async Task<IResult> AgreeAsync(HttpContext context, string id, ScoreService scores, Agreements agreements)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var cancellationToken = context.RequestAborted;
        if (await scores.FindAsync(visit.Caller.OwnScores, id, cancellationToken) is not Outcome<WholeScore>.Done { Value.Score.Item: var score })
            return Problem.NotFound();
        var form = await FormBody.ReadAsync(context);
        if (form is null || !Dimensions.TryParse(form.Value("dimension"), out var dimension) || form.Value("word") is not ("agree" or "disagree" or "none"))
            return Problem.BadRequest("bad_form", "The form must have a dimension, and the word agree, disagree or none.");

        var actor = visit.Caller.Actor;
        if (form.Value("word") == "none") await agreements.TakeBackAsync(score, dimension, actor, cancellationToken);
        else if (!await agreements.SayAsync(score, visit.Company.Slug, dimension, form.Value("word") == "agree", actor, cancellationToken))
            return Problem.NotFound();
        if (context.Request.Headers["HX-Request"].Count == 0) return SignInPages.SeeOther($"{PortalPaths.Ticket(id)}#{dimension.Name()}");
        return Page.Of<AgreementForm>((await AgreementsAsync(context, visit, score, agreements))[(int)dimension]);
    }

    private static async Task<IReadOnlyList<AgreementModel>> AgreementsAsync(HttpContext context, PortalContext visit, ScoreItem score, Agreements agreements)
    {
        var said = await agreements.OfAsync(score, visit.Company.Slug, context.RequestAborted);
        var six = score.Dimensions.Values;
        var may = visit.Caller.May(Scopes.FeedbackWrite, score.CustomerId);
        var address = may ? PortalPaths.Ticket(score.Id) + "/agreement" : null;
        var token = may ? context.RequestServices.GetRequiredService<IAntiforgery>().GetTokens(context).RequestToken! : "";
        return [.. Dimensions.All.Select(Of)];

        AgreementModel Of(Dimension dimension)
        {
            var words = said.Where(word => word.Key.Dimension == dimension).ToList();
            bool? own = said.TryGetValue((dimension, visit.Caller.Actor), out var word) ? word : null;
            return new AgreementModel(dimension, six[(int)dimension], address, token, words.Count(one => one.Value), words.Count(one => !one.Value), own);
        }
    }

    private static async Task<string> CustomerAsync(CustomerService customers, PortalContext visit, string customerId, CancellationToken cancellationToken) =>
        await customers.ListAsync(visit.Caller, visit.Company.Id, cancellationToken) is Outcome<IReadOnlyList<CompanyCustomer>>.Done { Value: var known }
        && known.FirstOrDefault(one => one.Customer.Id == customerId) is { } found
            ? found.Customer.Name
            : customerId;
}

using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Vindex.Scoring;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Account;
using Vindex.Server.Portal.Tickets;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Ticket;

/// <summary>The page of a scored ticket, with agreement.</summary>
internal static class TicketEndpoint
{
    private const int MostHistory = 30;

    public static async Task<IResult> GetAsync(HttpContext context, string id, IStore store, Agreements agreements)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var cancellationToken = context.RequestAborted;
        if (await store.Scores.FindAsync(visit.Caller.OwnScores, id, cancellationToken) is not { } score) return Problem.NotFound();
        var detail = JsonSerializer.Deserialize(score.Detail, ScoringJson.Shared.ScoreDetail)!;
        var ticket = TicketRow.Of(score.Item, visit.Zone);
        var findings = TicketFacts.Grouped(detail);
        var fields = TicketFacts.Fields(score, findings);
        var customer = await store.Companies.FindCustomerAsync(visit.Company.Id, score.Item.CustomerId, cancellationToken);
        var model = new TicketModel(
            PortalFrames.Of(context, ticket.Key, PortalSection.Tickets),
            ticket,
            visit.Company.QualityGateTenths,
            customer?.Name ?? score.Item.CustomerId,
            $"{score.Model}, profile {score.Profile}",
            score.Source,
            fields,
            TicketFacts.Cards(findings, fields, faults: true),
            TicketFacts.Cards(findings, fields, faults: false),
            TicketFacts.Recommendations(detail, ticket.Six),
            await DimensionsAsync(context, visit, score.Item, agreements),
            TicketFacts.History(await HistoryAsync(store, visit, score.Item, cancellationToken), id, visit.Zone));
        return Page.Of<TicketPage>(model);
    }

    public static async Task<IResult> AgreeAsync(HttpContext context, string id, IStore store, Agreements agreements)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var cancellationToken = context.RequestAborted;
        if (await store.Scores.FindAsync(visit.Caller.OwnScores, id, cancellationToken) is not { Item: var score }) return Problem.NotFound();
        var form = await FormBody.ReadAsync(context);
        if (form is null || !Dimensions.TryParse(form.Value("dimension"), out var dimension) || form.Value("word") is not ("agree" or "disagree" or "none"))
            return Problem.BadRequest("bad_form", "The form must have a dimension, and the word agree, disagree or none.");

        var actor = visit.Caller.Actor;
        if (form.Value("word") == "none") await agreements.TakeBackAsync(score, dimension, actor, cancellationToken);
        else if (!await agreements.SayAsync(score, visit.Company.Slug, dimension, form.Value("word") == "agree", actor, cancellationToken)) return Problem.NotFound();
        if (context.Request.Headers["HX-Request"].Count == 0) return SignInPages.SeeOther($"{PortalPaths.Ticket(id)}#{dimension.Name()}");
        return Page.Of<DimensionRow>((await DimensionsAsync(context, visit, score, agreements))[(int)dimension]);
    }

    private static async Task<IReadOnlyList<DimensionModel>> DimensionsAsync(HttpContext context, PortalContext visit, ScoreItem score, Agreements agreements)
    {
        var said = await agreements.OfAsync(score, visit.Company.Slug, context.RequestAborted);
        var six = TicketRow.SixOf(score.Dimensions);
        var may = visit.May(Scopes.FeedbackWrite);
        var address = may ? PortalPaths.Ticket(score.Id) + "/agreement" : null;
        var token = may ? context.RequestServices.GetRequiredService<IAntiforgery>().GetTokens(context).RequestToken! : "";
        return [.. Dimensions.All.Select(Of)];

        DimensionModel Of(Dimension dimension)
        {
            var words = said.Where(word => word.Key.Dimension == dimension).ToList();
            bool? own = said.TryGetValue((dimension, visit.Caller.Actor), out var word) ? word : null;
            return new DimensionModel(dimension, six[(int)dimension], new AgreementModel(address, token, words.Count(one => one.Value), words.Count(one => !one.Value), own));
        }
    }

    // Finds the history by key, which is indexed. Tickets with different ids can share a key, so others are filtered out.
    private static async Task<IReadOnlyList<ScoreItem>> HistoryAsync(IStore store, PortalContext visit, ScoreItem score, CancellationToken cancellationToken)
    {
        var filter = new ScoreFilter { CustomerId = score.CustomerId, Key = score.TicketKey };
        var page = await store.Scores.ListAsync(visit.Caller.OwnScores, filter, ScoreSort.CreatedAt, null, 0, MostHistory, cancellationToken);
        return [.. page.Items.Where(item => item.TicketId == score.TicketId)];
    }
}

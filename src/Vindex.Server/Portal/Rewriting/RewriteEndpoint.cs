using Microsoft.AspNetCore.Antiforgery;
using Vindex.Scoring.Rewriting;
using Vindex.Server.Judging;
using Vindex.Server.Languages;
using Vindex.Server.Pages;
using Vindex.Server.Rewriting;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Rewriting;

/// <summary>The page that proposes a better text for a scored ticket, and scores it again after an edit. Nothing is stored.</summary>
internal static class RewriteEndpoint
{
    // A page that is opened asks no model: that takes long, costs money and is asked for by a button.
    public static async Task<IResult> GetAsync(HttpContext context, string id, StoredTickets tickets) =>
        await FindAsync(context, id, tickets) is { Reading.Ticket: { } ticket } stored
            ? Show(context, stored, RewriteModel.Of(new ProposedText(ticket, OfflineRewriter.Rewrite(stored.Reading, stored.Judge))))
            : Problem.NotFound();

    public static async Task<IResult> PostAsync(HttpContext context, string id, StoredTickets tickets, TicketRewriter rewriter)
    {
        if (await FindAsync(context, id, tickets) is not { Reading.Ticket: not null } stored) return Problem.NotFound();
        if (await FormBody.ReadAsync(context) is not { } form) return BadForm;
        if (form.Value("ask") == Rewriters.Model)
        {
            return await rewriter.RewriteAsync(stored.Terms, stored.Reading, stored.Judge, context.RequestAborted) switch
            {
                Outcome<ProposedText>.Done { Value: var proposal } => Show(context, stored, RewriteModel.Of(proposal)),
                Outcome<ProposedText>.Refused { Reason: var reason } => Problem.Of(reason),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        if (form.Value("text") is not { Length: <= RewriteModel.MaxText } text) return BadForm;
        return Show(context, stored, RewriteModel.OfEdited(stored.Reading, stored.Judge, text.ReplaceLineEndings("\n")));
    }

    /// <summary>The ticket as a work order, in Markdown.</summary>
    public static async Task<IResult> OrderAsync(HttpContext context, string id, StoredTickets tickets, PublicAddress address) =>
        await PortalContext.OfAsync(context) is { } visit
        && await tickets.OrderAsync(visit.Caller, id, address.Of(PortalPaths.Ticket(id)), context.RequestAborted) is { } order
            ? Microsoft.AspNetCore.Http.Results.Text(order, "text/markdown; charset=utf-8")
            : Problem.NotFound();

    private static async Task<StoredTicket?> FindAsync(HttpContext context, string id, StoredTickets tickets) =>
        await PortalContext.OfAsync(context) is { } visit ? await tickets.FindAsync(visit.Caller, id, context.RequestAborted) : null;

    private static Problem BadForm => Problem.BadRequest("bad_form", $"The form must have a text of at most {RewriteModel.MaxText} characters.");

    private static IResult Show(HttpContext context, StoredTicket stored, RewriteModel rewrite)
    {
        var model = rewrite with { Offer = (stored.Terms as JudgingTerms.Model)?.Judge?.Settings.Model };
        var item = stored.Score.Item;
        var token = context.RequestServices.GetRequiredService<IAntiforgery>().GetTokens(context).RequestToken!;
        var frame = PortalFrames.Of(context, Texts.T("rewrite.page-title", ("key", item.TicketKey)), PortalSection.Tickets);
        return Page.Of<RewritePage>(new RewritePageModel(frame, PortalPaths.Ticket(item.Id), item.TicketKey, token, model));
    }
}

using Microsoft.AspNetCore.Antiforgery;
using Vindex.Scoring.Rewriting;
using Vindex.Server.Pages;
using Vindex.Server.Rewriting;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Rewriting;

/// <summary>The page that proposes a better text for a scored ticket, and scores it again after an edit. Nothing is stored.</summary>
internal static class RewriteEndpoint
{
    public static async Task<IResult> GetAsync(HttpContext context, string id, StoredTickets tickets, IRewriter rewriter)
    {
        if (await FindAsync(context, id, tickets) is not { Reading.Ticket: { } ticket } stored) return Problem.NotFound();
        var rewrite = await rewriter.RewriteAsync(stored.Reading, stored.Judge, context.RequestAborted);
        return Show(context, stored, RewriteModel.Of(ticket, rewrite));
    }

    public static async Task<IResult> PostAsync(HttpContext context, string id, StoredTickets tickets)
    {
        if (await FindAsync(context, id, tickets) is not { Reading.Ticket: not null } stored) return Problem.NotFound();
        if (await FormBody.ReadAsync(context) is not { } form || form.Value("text") is not { Length: <= RewriteModel.MaxText } text)
            return Problem.BadRequest("bad_form", $"The form must have a text of at most {RewriteModel.MaxText} characters.");
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

    private static IResult Show(HttpContext context, StoredTicket stored, RewriteModel model)
    {
        var item = stored.Score.Item;
        var token = context.RequestServices.GetRequiredService<IAntiforgery>().GetTokens(context).RequestToken!;
        var frame = PortalFrames.Of(context, $"{item.TicketKey}: a better text", PortalSection.Tickets);
        return Page.Of<RewritePage>(new RewritePageModel(frame, PortalPaths.Ticket(item.Id), item.TicketKey, token, model));
    }
}

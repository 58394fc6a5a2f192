using Vindex.Server.Portal.Tickets;
using Vindex.Server.Scores;
using Vindex.Server.Web;
using Vindex.Storage.Scores;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Dashboards.Cards;

/// <summary>Reads the first tickets of a list.</summary>
internal sealed class TicketCards(ScoreService scores, AccessScopes scopes)
{
    private const int Shown = 10;

    /// <summary>Reads them.</summary>
    /// <param name="visit">Who asks.</param>
    /// <param name="query">The filters of the list.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<ReadCard> ReadAsync(PortalContext visit, QueryReader query, CancellationToken cancellationToken)
    {
        if (await scopes.ReadAsync(visit.Caller, global: false, query, cancellationToken) is not { } scope)
            return new ReadCard("", new CardContent.Nothing(T("cards.no-customer")));
        var list = ScoreSelection.Read(query, scope with { Zone = visit.Zone }, latest: true);
        var page = await scores.ListAsync(scope.Access, list, null, 0, Shown, cancellationToken);
        var count = await TicketsEndpoint.CountAsync(scores, scope.Access, list.Filter, page, cancellationToken);
        var counted = count.Text(list.Filter.LatestOnly);
        var caption = page.Next is null ? counted : T("cards.first-of", ("counted", counted), ("shown", page.Items.Count));
        return new ReadCard(caption, page.Items.Count == 0
            ? new CardContent.Nothing(T(list.Filter.LatestOnly ? "cards.no-match.ticket" : "cards.no-match.score"))
            : new CardContent.Tickets([.. page.Items.Select(Ticket)]));
    }

    private static CardTicket Ticket(ScoreItem item) => new(item.TicketKey, item.Title, PortalPaths.Ticket(item.Id), item.OverallTenths);
}

using Vindex.Server.Dashboards;
using Vindex.Server.Languages;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Dashboards.Cards;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Storage.Dashboards;

namespace Vindex.Server.Portal.Dashboards;

/// <summary>A dashboard with its cards, each of which can be downloaded.</summary>
internal static class DashboardEndpoint
{
    public static void Map(RouteGroupBuilder dashboards)
    {
        dashboards.MapGet("/{dashboard_id}", ShowAsync).HeavyRead();
        dashboards.MapGet("/{dashboard_id}/cards/{card_id}.csv", CsvAsync).HeavyRead();
    }

    /// <summary>Cards for pages.</summary>
    /// <param name="cards">The cards.</param>
    /// <param name="read">What they show.</param>
    /// <param name="root">URL of the dashboard.</param>
    public static IReadOnlyList<CardModel> Models(IReadOnlyList<DashboardCard> cards, IReadOnlyList<ReadCard> read, string root) =>
    [
        .. cards.Zip(read, (card, one) => new CardModel(
            card.Id, CardTitles.Of(card), card.Width == DashboardCard.Full, one.Caption, card.Href, $"{root}/cards/{card.Id}.csv", one.Content)),
    ];

    private static async Task<IResult> ShowAsync(HttpContext context, string dashboard_id, DashboardService dashboards, CardReader reader)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var all = await dashboards.ListAsync(visit.Caller, context.RequestAborted);
        if (all.FirstOrDefault(one => one.Id == dashboard_id) is not { } dashboard) return Problem.NotFound();
        var cards = DashboardCard.Of(dashboard);
        var read = await reader.ReadAsync(visit, cards, context.RequestAborted);
        return Page.Of<DashboardPage>(new DashboardModel(
            PortalFrames.Of(context, dashboard.Name, PortalSection.Dashboards),
            DashboardsEndpoint.Entry(dashboard, visit),
            [.. all.Select(one => (one.Name, PortalPaths.Dashboard(one.Id), one.Id == dashboard_id))],
            Models(cards, read, PortalPaths.Dashboard(dashboard_id)),
            Flash.Take(context)));
    }

    // Files are in English, whatever the language of the page with the link.
    private static async Task<IResult> CsvAsync(HttpContext context, string dashboard_id, string card_id, DashboardService dashboards, CardReader reader)
    {
        Language.Current = Language.All[0];
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        var found = await dashboards.FindAsync(visit.Caller, dashboard_id, context.RequestAborted);
        if (found is not Outcome<Dashboard>.Done(var dashboard)) return Problem.NotFound();
        var cards = DashboardCard.Of(dashboard).Where(card => card.Id == card_id).ToList();
        if (cards.Count == 0) return Problem.NotFound();
        return CardCsv.Of(Models(cards, await reader.ReadAsync(visit, cards, context.RequestAborted), PortalPaths.Dashboard(dashboard_id))[0]);
    }
}

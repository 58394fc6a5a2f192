using NodaTime;
using Vindex.Server.Dashboards;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Languages;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Dashboards.Cards;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Requests;

namespace Vindex.Server.Portal.Dashboards.Sharing;

/// <summary>
/// Dashboards that links show: read-only, in a frame of their own, for no search engine. A wrong link, an expired and a revoked one have the same response.
/// </summary>
internal static class SharedEndpoint
{
    private const string Counted = "shared";

    public static void MapShared(this IEndpointRouteBuilder routes)
    {
        var shared = routes.MapGroup(SharingService.Prefix).ExcludeFromDescription()
            .WithMetadata(new LimitedPerAddress(Counted, RateLimits.Shared), NoReferrer.Instance, AnyParameters.Ignored);
        shared.MapGet("/{token}", ShowAsync);
        shared.MapGet("/{token}/cards/{card_id}.csv", CsvAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, string token, SharingService sharing, CardReader reader, ReadGate gate, IOptions<StatsOptions> options, TimeProvider time)
    {
        if (await sharing.OpenAsync(token, isVisit: true, context.RequestAborted) is not { } shared) return Problem.NotFound();
        var (place, problem) = await gate.EnterAsync(shared.Caller.Counted, context.RequestAborted);
        if (problem is not null) return problem;
        using (place)
        {
            var visit = Visit(shared, options.Value);
            var cards = DashboardCard.Of(shared.Dashboard);
            context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
            return Page.Of<SharedPage>(new SharedModel(
                shared.Dashboard.Name,
                shared.Company.Name,
                await ReadAsync(shared, visit, cards, token, reader, context.RequestAborted),
                shared.HasTitles,
                Moment.Of(shared.ExpiresAt, visit.Zone),
                Moment.Of(time.GetUtcNow(), visit.Zone)));
        }
    }

    // Files are in English, whatever the language of the page with the link.
    private static async Task<IResult> CsvAsync(
        HttpContext context, string token, string card_id, SharingService sharing, CardReader reader, ReadGate gate, IOptions<StatsOptions> options)
    {
        Language.Current = Language.All[0];
        if (await sharing.OpenAsync(token, isVisit: false, context.RequestAborted) is not { } shared) return Problem.NotFound();
        var cards = DashboardCard.Of(shared.Dashboard).Where(card => card.Id == card_id).ToList();
        if (cards.Count == 0) return Problem.NotFound();
        var (place, problem) = await gate.EnterAsync(shared.Caller.Counted, context.RequestAborted);
        if (problem is not null) return problem;
        using (place)
        {
            context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
            return CardCsv.Of((await ReadAsync(shared, Visit(shared, options.Value), cards, token, reader, context.RequestAborted))[0]);
        }
    }

    private static async Task<IReadOnlyList<CardModel>> ReadAsync(
        SharedDashboard shared, PortalContext visit, IReadOnlyList<DashboardCard> cards, string token, CardReader reader, CancellationToken cancellationToken)
    {
        var read = await reader.ReadAsync(visit, cards, cancellationToken);
        return
        [
            .. DashboardEndpoint.Models(cards, read, $"{SharingService.Prefix}/{token}").Select(card => card with
            {
                Href = null,
                Content = CardPrivacy.ForLink(card.Content, shared.HasTitles),
            }),
        ];
    }

    private static PortalContext Visit(SharedDashboard shared, StatsOptions options) => new(
        shared.Caller, shared.Company, (shared.Company.TimeZone is { } id ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) : null) ?? options.Zone);
}

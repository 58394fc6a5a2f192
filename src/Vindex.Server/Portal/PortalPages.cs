using Vindex.Server.Portal.Admin;
using Vindex.Server.Portal.Alerts;
using Vindex.Server.Portal.Backlog;
using Vindex.Server.Portal.Compare;
using Vindex.Server.Portal.Dashboards;
using Vindex.Server.Portal.Dashboards.Cards;
using Vindex.Server.Portal.Deliveries;
using Vindex.Server.Portal.Digests;
using Vindex.Server.Portal.Feedback;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Portal.Live;
using Vindex.Server.Portal.Overview;
using Vindex.Server.Portal.Ratings;
using Vindex.Server.Portal.Reviews;
using Vindex.Server.Portal.Rewriting;
using Vindex.Server.Portal.Settings;
using Vindex.Server.Portal.Ticket;
using Vindex.Server.Portal.Tickets;
using Vindex.Server.Portal.Trackers;
using Vindex.Server.Portal.Versions;
using Vindex.Server.Portal.Views;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;

namespace Vindex.Server.Portal;

/// <summary>The pages under <c>/app</c>.</summary>
internal static class PortalPages
{
    public static void AddPortal(this IServiceCollection services) =>
        services.AddSingleton<OverviewNumbers>()
            .AddSingleton<LatestNumbers>()
            .AddSingleton<OverviewReader>()
            .AddSingleton<CompareReader>()
            .AddSingleton<TicketCards>()
            .AddSingleton<CardReader>()
            .AddSingleton<LatestFeedback>()
            .AddSingleton<FeedbackSettings>()
            .AddSingleton<FeedbackExplorer>()
            .AddSingleton<AdminNumbers>()
            .AddSingleton<AdminCompanyParts>()
            .AddSingleton<Agreements>()
            .AddSingleton<DeliveryParts>()
            .AddSingleton<ShownOnce>()
            .AddSingleton<InstallationParts>()
            .AddSingleton<Settings.Teams.TeamParts>()
            .AddSingleton<Settings.Webhooks.WebhookParts>()
            .AddSingleton<TrackerPageParts>();

    public static void MapPortal(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(PortalPaths.Root).ExcludeFromDescription();
        pages.MapGet("", OverviewEndpoint.GetAsync).RequirePage(Scopes.ScoresRead).HeavyRead();
        pages.MapGet("/compare", CompareEndpoint.GetAsync).RequirePage(Scopes.ScoresRead).HeavyRead();
        pages.MapGet("/tickets", TicketsEndpoint.GetAsync).RequirePage(Scopes.ScoresRead).HeavyRead();
        pages.MapGet("/tickets/{id}", TicketEndpoint.GetAsync).RequirePage(Scopes.ScoresRead);
        pages.MapGet("/tickets/{id}/compare/{other}", ComparisonEndpoint.GetAsync).RequirePage(Scopes.ScoresRead).HeavyRead();
        pages.MapGet("/tickets/{id}/rewrite", RewriteEndpoint.GetAsync).RequirePage(Scopes.ScoresRead);
        pages.MapGet("/tickets/{id}/work-order", RewriteEndpoint.OrderAsync).RequirePage(Scopes.ScoresRead);
        pages.MapPost("/tickets/{id}/rewrite", RewriteEndpoint.PostAsync).RequirePage(Scopes.ScoresRead);
        pages.MapPost("/tickets/{id}/agreement", TicketEndpoint.AgreeAsync).RequirePage(Scopes.FeedbackWrite);
        ChecklistPart.Map(pages);
        LiveStream.Map(pages);
        ViewsEndpoint.Map(pages);
        DashboardsEndpoint.Map(pages);
        BacklogPages.Map(pages);
        RatingPages.Map(pages);
        ReviewPages.Map(pages);
        ReviewQueuePages.Map(pages);
        AlertPages.Map(pages);
        DigestPages.Map(pages);
        DeliveriesEndpoint.Map(pages);
        FeedbackEndpoint.Map(pages);
        SettingsPages.Map(pages);
        AdminPages.Map(pages);
    }
}

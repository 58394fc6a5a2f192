using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Dashboards;

/// <summary>Named pages of cards, and links to them.</summary>
internal static class DashboardModule
{
    public static void AddDashboards(this IServiceCollection services)
    {
        services.AddJson(DashboardJson.Shared);
        services.AddRateLimit(RateLimits.Shared);
        services.AddSingleton<DashboardService>();
        services.AddSingleton<SharingService>();
    }

    public static void MapDashboards(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("/portal/dashboards").WithTags("Dashboards").AcceptSessions();
        var reads = all.MapGroup("").RequireScope(Scopes.ScoresRead);
        var writes = all.MapGroup("").RequireScope(Scopes.ScoresWrite);
        reads.MapGet("", ListAsync).WithName("list_dashboards").WithSummary("The company's dashboards, by name");
        writes.MapPost("", CreateAsync).WithName("create_dashboard").WithSummary("Creates a dashboard without cards")
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
        reads.MapGet("/sharing", RulesAsync).WithName("get_sharing").WithSummary("Who may share dashboards, and what links may show");
        all.MapPut("/sharing", SetRulesAsync).RequireScope(Scopes.InstallationsWrite)
            .WithName("set_sharing").WithSummary("Sets who may share dashboards, and what links may show");
        reads.MapGet("/{dashboard_id}", FindAsync).WithName("get_dashboard").WithSummary("A dashboard with its cards")
            .WithMetadata(new Problems(StatusCodes.Status404NotFound));
        reads.MapGet("/{dashboard_id}/shares", SharesAsync).WithName("list_shares").WithSummary("The links to a dashboard that have not expired")
            .WithMetadata(new Problems(StatusCodes.Status404NotFound));
        MapChanges(writes.MapGroup("/{dashboard_id}").WithMetadata(new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)));
    }

    private static void MapChanges(RouteGroupBuilder one)
    {
        one.MapPatch("", ChangeAsync).WithName("change_dashboard").WithSummary("Renames a dashboard");
        one.MapDelete("", DeleteAsync).WithName("delete_dashboard").WithSummary("Deletes a dashboard and its links");
        one.MapPost("/cards", PinAsync).WithName("pin_card").WithSummary("Pins a chart or list of a page, with its filters");
        one.MapPatch("/cards/{card_id}", ChangeCardAsync).WithName("change_card").WithSummary("Changes title, width or place of a card");
        one.MapDelete("/cards/{card_id}", RemoveCardAsync).WithName("remove_card").WithSummary("Removes a card");
        one.MapPost("/shares", ShareAsync).WithName("create_share").WithSummary("Creates a read-only link that expires")
            .WithDescription("For signed-in people whose company lets them share. The link is shown only in this response.");
        one.MapDelete("/shares/{share_id}", RevokeAsync).WithName("revoke_share").WithSummary("Ends a link");
    }

    private static async Task<Ok<DashboardListBody>> ListAsync(HttpContext context, DashboardService dashboards) =>
        Outcome.Of(await dashboards.ListAsync(context.Caller(), context.RequestAborted))
            .ToOk(list => new DashboardListBody([.. list.Select(DashboardBody.Of)]));

    private static async Task<Created<DashboardBody>> CreateAsync(HttpContext context, Body<NewDashboardBody> body, DashboardService dashboards) =>
        body.Problem is { } problem
            ? problem
            : (await dashboards.CreateAsync(context.Caller(), body.Input, context.RequestAborted)).ToCreated(DashboardBody.Of);

    private static async Task<Ok<DashboardBody>> FindAsync(HttpContext context, string dashboard_id, DashboardService dashboards) =>
        (await dashboards.FindAsync(context.Caller(), dashboard_id, context.RequestAborted)).ToOk(DashboardBody.Of);

    private static async Task<Ok<DashboardBody>> ChangeAsync(
        HttpContext context, string dashboard_id, Body<DashboardChangeBody> body, DashboardService dashboards) =>
        body.Problem is { } problem
            ? problem
            : (await dashboards.ChangeAsync(context.Caller(), dashboard_id, body.Input, context.RequestAborted)).ToOk(DashboardBody.Of);

    private static async Task<NoContent> DeleteAsync(HttpContext context, string dashboard_id, DashboardService dashboards) =>
        (await dashboards.DeleteAsync(context.Caller(), dashboard_id, context.RequestAborted)).ToNoContent();

    private static async Task<Created<CardBody>> PinAsync(HttpContext context, string dashboard_id, Body<NewCardBody> body, DashboardService dashboards) =>
        body.Problem is { } problem
            ? problem
            : (await dashboards.PinAsync(context.Caller(), dashboard_id, body.Input, context.RequestAborted)).ToCreated(CardBody.Of);

    private static async Task<Ok<DashboardBody>> ChangeCardAsync(
        HttpContext context, string dashboard_id, string card_id, Body<CardChangeBody> body, DashboardService dashboards) =>
        body.Problem is { } problem
            ? problem
            : (await dashboards.ChangeCardAsync(context.Caller(), dashboard_id, card_id, body.Input, context.RequestAborted)).ToOk(DashboardBody.Of);

    private static async Task<NoContent> RemoveCardAsync(HttpContext context, string dashboard_id, string card_id, DashboardService dashboards) =>
        (await dashboards.RemoveCardAsync(context.Caller(), dashboard_id, card_id, context.RequestAborted)).ToNoContent();

    private static async Task<Ok<ShareListBody>> SharesAsync(HttpContext context, string dashboard_id, SharingService sharing) =>
        (await sharing.ListAsync(context.Caller(), dashboard_id, context.RequestAborted)).ToOk(list => new ShareListBody([.. list.Select(ShareBody.Of)]));

    private static async Task<Created<CreatedShareBody>> ShareAsync(
        HttpContext context, string dashboard_id, Body<NewShareBody> body, SharingService sharing) =>
        body.Problem is { } problem
            ? problem
            : (await sharing.CreateAsync(context.Caller(), dashboard_id, body.Input, context.RequestAborted)).ToCreated(CreatedShareBody.Of);

    private static async Task<NoContent> RevokeAsync(HttpContext context, string dashboard_id, string share_id, SharingService sharing) =>
        (await sharing.RevokeAsync(context.Caller(), dashboard_id, share_id, context.RequestAborted)).ToNoContent();

    private static async Task<Ok<SharingBody>> RulesAsync(HttpContext context, SharingService sharing) =>
        Outcome.Of(await sharing.RulesAsync(context.Caller(), context.RequestAborted)).ToOk(SharingBody.Of);

    private static async Task<Ok<SharingBody>> SetRulesAsync(HttpContext context, Body<SharingBody> body, SharingService sharing) =>
        body.Problem is { } problem ? problem : (await sharing.SetRulesAsync(context.Caller(), body.Input, context.RequestAborted)).ToOk(SharingBody.Of);
}

using Vindex.Server.Security;

namespace Vindex.Server.Portal;

/// <summary>The pages under <c>/app</c>.</summary>
internal static class PortalRoutes
{
    public static void AddPortal(this IServiceCollection services) => services.AddSingleton<OverviewNumbers>();

    public static void MapPortal(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(PortalPaths.Root).ExcludeFromDescription();
        pages.MapGet("", OverviewEndpoint.GetAsync).RequireScope(Scopes.ScoresRead);
        pages.MapGet("/tickets", TicketsEndpoint.GetAsync).RequireScope(Scopes.ScoresRead);
    }
}

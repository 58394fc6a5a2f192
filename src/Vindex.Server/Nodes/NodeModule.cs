using Vindex.Server.Background;
using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Nodes;

/// <summary>The processes that share the store.</summary>
internal static class NodeModule
{
    /// <summary>Must come before all workers: what starts first stops last.</summary>
    public static void AddNodes(this IServiceCollection services)
    {
        services.AddJson(NodeJson.Shared);
        services.AddSingleton<NodeMessages>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeMessages>());
        services.AddSingleton<ThisNode>();
        services.AddSingleton<StatisticsLag>();
        services.AddSingleton<NodeService>();
        services.AddWorker<NodePresence>();
    }

    public static void MapNodes(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/admin").WithTags("Operations").RequireAdmin()
            .MapGet("/nodes", ListAsync).WithName("list_nodes").WithSummary("The servers that share the store, with what each of them is working on");

    private static async Task<Ok<NodeListBody>> ListAsync(HttpContext context, NodeService nodes) => await nodes.ListAsync(context.RequestAborted);
}

using Vindex.Server.Web;

namespace Vindex.Server.Feedback;

/// <summary><c>GET /server_info</c>, which Weave's Python client asks for before it sends anything.</summary>
internal static class ServerInfo
{
    private static readonly ServerInfoBody s_any = new("0.0.0");

    public static void MapServerInfo(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/server_info", () => JsonAnswer.Ok(s_any, FeedbackJson.Shared.ServerInfoBody)).WithTags("Feedback").WithName("server_info")
            .WithSummary("What clients of Weave's feedback API ask a server first").Produces<ServerInfoBody>();
}

/// <summary>What a client may be.</summary>
/// <param name="MinRequiredWeavePythonVersion">The oldest version of Weave's Python client that works: any.</param>
internal sealed record ServerInfoBody(string MinRequiredWeavePythonVersion);

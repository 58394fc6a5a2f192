using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Mcp;

/// <summary>
/// <c>POST /mcp</c>: streamable HTTP without sessions (Model Context Protocol, "Transports"). Every request has its own short-lived protocol server, so that
/// nothing of one caller can reach another, and any node can answer.
/// </summary>
internal static class McpEndpoint
{
    private const string EventStream = "text/event-stream";
    private static readonly JsonTypeInfo<JsonRpcMessage> s_message =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    public static void MapMcp(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/mcp", AnswerAsync)
            .WithName("mcp")
            .ExcludeFromDescription()
            .WithMetadata(Access.AnyKey, new LimitedPerKey("mcp", RateLimits.Mcp))
            .HeavyRead();

    private static async Task<IResult> AnswerAsync(HttpContext context, ToolCalls tools)
    {
        if (!Accepts(context.Request, EventStream) || !Accepts(context.Request, JsonAnswer.ContentType))
            return Problem.NotAcceptable($"Send the header Accept: {JsonAnswer.ContentType}, {EventStream}.");
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            if (Read(body.Root) is not { } message)
                return Problem.BadRequest("not_json_rpc", "The body is not a JSON-RPC 2.0 message of the Model Context Protocol.");
            return await RunAsync(context, message, tools.Options(context.Caller())) ? Results.Empty : Results.StatusCode(StatusCodes.Status202Accepted);
        }
    }

    private static async Task<bool> RunAsync(HttpContext context, JsonRpcMessage message, McpServerOptions options)
    {
        var response = context.Response;
        response.ContentType = EventStream;
        response.Headers.CacheControl = "no-cache, no-store";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // Without a logger: the SDK logs messages, and with them the text of tickets.
        await using var transport = new StreamableHttpServerTransport { Stateless = true };
        await using var server = McpServer.Create(transport, options, serviceProvider: context.RequestServices);
        var running = server.RunAsync(context.RequestAborted);
        var answered = await transport.HandlePostRequestAsync(message, response.Body, context.RequestAborted);
        await transport.DisposeAsync();
        await running;
        if (!answered) response.ContentType = null;
        return answered;
    }

    private static JsonRpcMessage? Read(JsonElement root)
    {
        try
        {
            return root.Deserialize(s_message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    private static bool Accepts(HttpRequest request, string type) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) || accepted.MatchesAllTypes);
}

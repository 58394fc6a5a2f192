using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Vindex.Cli.Http;
using Vindex.Server.Mcp;

namespace Vindex.Cli.Mcp;

/// <summary>The tools of a server that this process does not have itself. Calls are passed on.</summary>
internal sealed class RemoteTools : IAsyncDisposable
{
    private static readonly TimeSpan s_connectPatience = TimeSpan.FromSeconds(15);
    private readonly McpClient _client;
    private readonly HttpClient _http;

    private RemoteTools(McpClient client, HttpClient http, IReadOnlyList<Tool> tools) => (_client, _http, Tools) = (client, http, tools);

    /// <summary>Their descriptions.</summary>
    public IReadOnlyList<Tool> Tools { get; }

    /// <summary>Connects and asks for the tools; otherwise returns the reason why that is not possible.</summary>
    /// <param name="address">The server.</param>
    /// <param name="key">The API key.</param>
    /// <param name="local">Names of tools that are not needed.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<(RemoteTools? Tools, string? Problem)> ConnectAsync(
        ServerAddress address, string key, IReadOnlyList<string> local, CancellationToken cancellationToken)
    {
        var endpoint = new Uri(address.Base!, "mcp");
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !address.IsLoopback,
            ConnectTimeout = s_connectPatience,
        };
        var http = new HttpClient(handler);
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        try
        {
            var options = new HttpClientTransportOptions { Endpoint = endpoint, TransportMode = HttpTransportMode.StreamableHttp };
            var client = await McpClient.CreateAsync(new HttpClientTransport(options, http), cancellationToken: cancellationToken);
            var tools = await client.ListToolsAsync(cancellationToken: cancellationToken);
            return (new RemoteTools(client, http, [.. tools.Select(tool => tool.ProtocolTool).Where(tool => !local.Contains(tool.Name))]), null);
        }
        catch (Exception e) when (e is HttpRequestException or McpException or IOException)
        {
            http.Dispose();
            return (null, $"{endpoint.AbsoluteUri}: {Problem(e)}");
        }
    }

    /// <summary>Whether a tool is one of them.</summary>
    public bool Has(string name) => Tools.Any(tool => tool.Name == name);

    /// <summary>Calls one of them.</summary>
    public async ValueTask<CallToolResult> CallAsync(CallToolRequestParams call, CancellationToken cancellationToken)
    {
        try
        {
            var arguments = call.Arguments?.ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal);
            return await _client.CallToolAsync(call.Name, arguments, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return ToolAnswer.Error($"The server did not answer: {Problem(e)}").ToProtocol();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _http.Dispose();
    }

    private static string Problem(Exception e) => e is HttpRequestException { StatusCode: { } status }
        ? (int)status switch
        {
            401 => "the server does not accept the API key",
            404 => "there is no MCP server at this address",
            429 => "too many requests; try again in a minute",
            var code => $"the server answered with HTTP {code}",
        }
        : e.Message;
}

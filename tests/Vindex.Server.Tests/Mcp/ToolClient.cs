using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Shouldly;
using Vindex.Server.Tests.Hosting;

namespace Vindex.Server.Tests.Mcp;

/// <summary>A client of the Model Context Protocol, connected to a test server with an API key.</summary>
internal sealed class ToolClient : IAsyncDisposable
{
    private readonly McpClient _client;
    private readonly HttpClient _http;

    private ToolClient(McpClient client, HttpClient http) => (_client, _http) = (client, http);

    public McpClient Protocol => _client;

    public static async Task<ToolClient> ConnectAsync(TestServer server, HttpClient http)
    {
        var options = new HttpClientTransportOptions { Endpoint = new Uri(server.Address, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp };
        return new ToolClient(await McpClient.CreateAsync(new HttpClientTransport(options, http)), http);
    }

    /// <summary>With a key of these scopes.</summary>
    public static async Task<ToolClient> ConnectAsync(TestCompany company, params string[] scopes) =>
        await ConnectAsync(company.Server, await company.ClientAsync(scopes));

    /// <summary>The text of a call that succeeds.</summary>
    public async Task<string> CallAsync(string tool, object arguments)
    {
        var result = await SendAsync(tool, arguments);
        Text(result).ShouldSatisfyAllConditions(text => (result.IsError ?? false).ShouldBeFalse(text));
        return Text(result);
    }

    /// <summary>The text of a call that the tool refuses.</summary>
    public async Task<string> RefusedAsync(string tool, object arguments)
    {
        var result = await SendAsync(tool, arguments);
        (result.IsError ?? false).ShouldBeTrue(Text(result));
        return Text(result);
    }

    public async Task<IReadOnlyList<string>> ToolNamesAsync() => [.. (await _client.ListToolsAsync()).Select(tool => tool.Name)];

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _http.Dispose();
    }

    private async Task<CallToolResult> SendAsync(string tool, object arguments) => await _client.CallToolAsync(
        tool, arguments.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(arguments)));

    private static string Text(CallToolResult result) => string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}

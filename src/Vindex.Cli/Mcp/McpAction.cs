using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Vindex.Cli.Http;
using Vindex.Cli.Invocation;
using Vindex.Cli.Operations;
using Vindex.Server.Mcp;

namespace Vindex.Cli.Mcp;

/// <summary>Runs <c>vindex mcp</c>. Only the protocol is written to standard output.</summary>
internal static class McpAction
{
    public static async Task<int> RunAsync(string? url, string? apiKey, bool plainHttp, CancellationToken cancellationToken)
    {
        if (url is null) return await ServeAsync(remote: null, cancellationToken);
        var address = ServerAddress.Read(url, plainHttp);
        if (address.Base is null) return Say.Refused(address.Reason!);
        var (key, keyReason) = ApiKeyText.Read(apiKey);
        if (key is null) return Say.Refused(keyReason!);
        var (remote, problem) = await RemoteTools.ConnectAsync(address, key, LocalTools.Names, cancellationToken);
        if (remote is null) return Say.Refused(problem!);
        await using (remote) return await ServeAsync(remote, cancellationToken);
    }

    private static async Task<int> ServeAsync(RemoteTools? remote, CancellationToken cancellationToken)
    {
        var local = new LocalTools();
        var options = ToolCalls.Options();
        options.Handlers.ListToolsHandler = (_, _) =>
            ValueTask.FromResult(new ListToolsResult { Tools = [.. LocalTools.Descriptions.Select(tool => tool.ToProtocol()), .. remote?.Tools ?? []] });
        options.Handlers.CallToolHandler = async (request, token) =>
        {
            var name = request.Params?.Name ?? "";
            if (LocalTools.Has(name)) return local.Call(name, request.Params!.Arguments).ToProtocol();
            if (remote?.Has(name) == true) return await remote.CallAsync(request.Params!, token);
            throw ToolCalls.UnknownTool(name, [.. LocalTools.Names, .. remote?.Tools.Select(tool => tool.Name) ?? []]);
        };
        await using var transport = new StdioServerTransport(options);
        await using var server = McpServer.Create(transport, options);
        await server.RunAsync(cancellationToken);
        return ExitCode.Ok;
    }
}

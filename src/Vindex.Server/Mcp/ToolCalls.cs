using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Vindex.Server.Security;
using Vindex.Statistics;
using Vindex.Storage;

namespace Vindex.Server.Mcp;

/// <summary>Lists and calls tools on behalf of an API key, which sees the tools that its scopes allow.</summary>
internal sealed partial class ToolCalls(IEnumerable<ITool> tools, ILogger<ToolCalls> logger)
{
    private readonly Dictionary<string, ITool> _tools = tools.ToDictionary(tool => tool.Name, StringComparer.Ordinal);

    /// <summary>The settings of a protocol server for one caller.</summary>
    public McpServerOptions Options(Caller caller)
    {
        var options = Options();
        options.Handlers.ListToolsHandler = (_, _) => ValueTask.FromResult(List(caller));
        options.Handlers.CallToolHandler = async (request, cancellationToken) => (await CallAsync(caller, request.Params!, cancellationToken)).ToProtocol();
        return options;
    }

    /// <summary>The settings that all protocol servers share.</summary>
    public static McpServerOptions Options() => new()
    {
        ServerInfo = McpModule.Information,
        ServerInstructions = McpModule.Instructions,
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
    };

    /// <summary>The protocol's error for a tool that does not exist.</summary>
    public static McpProtocolException UnknownTool(string name, IEnumerable<string> known) =>
        new($"Unknown tool {ScoreText.Quoted(name)}; there are {string.Join(", ", known)}.", McpErrorCode.InvalidParams);

    private static ListToolsResult List(Caller caller) =>
        new() { Tools = [.. ToolDescription.All.Where(tool => caller.Scopes.Contains(tool.Scope)).Select(tool => tool.ToProtocol())] };

    // Whatever is wrong with a call is an error of the tool, so that the model can correct it.
    private async Task<ToolAnswer> CallAsync(Caller caller, CallToolRequestParams call, CancellationToken cancellationToken)
    {
        if (!_tools.TryGetValue(call.Name, out var tool)) throw UnknownTool(call.Name, _tools.Keys);
        var description = ToolDescription.Of(tool.Name);
        if (!caller.Scopes.Contains(description.Scope))
            return ToolAnswer.Error($"{tool.Name} requires the scope {description.Scope}, which the API key does not have.");
        var (arguments, errors) = ToolArguments.Read(description, call.Arguments);
        if (arguments is null) return ToolAnswer.Error(errors!);
        try
        {
            return await tool.RunAsync(caller, arguments, cancellationToken);
        }
        catch (StoreUnavailableException exception)
        {
            LogStoreFailed(exception, tool.Name);
            return ToolAnswer.Error("The store is temporarily unavailable; try again in a few seconds.");
        }
        catch (StatisticsUnavailableException exception)
        {
            LogStatisticsFailed(exception, tool.Name);
            return ToolAnswer.Error("Statistics are temporarily unavailable; try again in a few seconds.");
        }
#pragma warning disable CA1031 // The SDK would report it without a log entry.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(exception, tool.Name);
            return ToolAnswer.Error("Something went wrong; the server's log has details.");
        }
    }

    [LoggerMessage(LogLevel.Error, "The tool {Tool} could not use the store")]
    private partial void LogStoreFailed(Exception exception, string tool);

    [LoggerMessage(LogLevel.Error, "The tool {Tool} could not use the statistics")]
    private partial void LogStatisticsFailed(Exception exception, string tool);

    [LoggerMessage(LogLevel.Error, "The tool {Tool} failed")]
    private partial void LogFailed(Exception exception, string tool);
}

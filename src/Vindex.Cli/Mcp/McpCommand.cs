using System.CommandLine;
using Vindex.Cli.Http;
using Vindex.Cli.Invocation;

namespace Vindex.Cli.Mcp;

/// <summary><c>vindex mcp</c>: tools for coding agents and other programs that speak the Model Context Protocol, over standard input and output.</summary>
internal static class McpCommand
{
    public static Command Create()
    {
        var url = new Option<string?>("--url")
        {
            Description = "Also offer the tools of this server: stored tickets and statistics (https, or http on this machine)",
            HelpName = "URL",
        };
        var apiKey = new Option<string?>("--api-key")
        {
            Description = $"With --url: the API key; better in {ApiKeyText.Variable}, where other users do not see it",
            HelpName = "KEY",
        };
        var plainHttp = new Option<bool>("--plain-http") { Description = "With --url: send the API key unencrypted, in a network of your own" };
        var command = new ExampledCommand("mcp", "Serve tools for agents over the Model Context Protocol (stdio)")
        {
            Notes =
            [
                "A client starts this command and talks to it over standard input and output; it ends when its input ends.",
                "Without --url it needs no server and no network: score_ticket, score_backlog, propose_rewrite and work_order judge in this process and store nothing.",
                "With --url also the tools of the server that the API key's scopes allow, such as find_tickets, get_ticket and ask_statistics.",
                "A server offers all tools over HTTP itself, at /mcp (docs/mcp.md).",
            ],
            Examples =
            [
                new("./vindex mcp", "as the command of a server in a client's settings"),
                new("VINDEX_API_KEY=vx_… ./vindex mcp --url https://vindex.example.com", "with the tickets that a server has scored"),
            ],
        };
        foreach (var option in (Option[])[url, apiKey, plainHttp]) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            foreach (var option in (Option[])[apiKey, plainHttp])
            {
                if (result.GetResult(url) is null && result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} needs --url");
            }
        });
        command.SetAction((parse, cancellationToken) =>
            McpAction.RunAsync(parse.GetValue(url), parse.GetValue(apiKey), parse.GetValue(plainHttp), cancellationToken));
        return command;
    }
}

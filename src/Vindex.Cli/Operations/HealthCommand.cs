using System.CommandLine;
using Vindex.Cli.Http;
using Vindex.Cli.Invocation;

namespace Vindex.Cli.Operations;

/// <summary><c>vindex health</c>: asks a server whether it is ready, for containers and scripts.</summary>
internal static class HealthCommand
{
    public const string DefaultUrl = "http://127.0.0.1:8080";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = $"The server [default: {DefaultUrl}]", HelpName = "URL" };
        var command = new ExampledCommand("health", "Ask a server whether it is ready")
        {
            Notes = ["Exit code 0: ready. 1: it responds, but is not ready. 2: it does not respond."],
            Examples =
            [
                new("./vindex health", "the server on this machine"),
                new("./vindex health --url https://vindex.example.com", "another one"),
            ],
        };
        command.Options.Add(url);
        command.SetAction((parse, cancellationToken) => RunAsync(parse.GetValue(url) ?? DefaultUrl, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string url, CancellationToken cancellationToken)
    {
        var address = ServerAddress.Read(url, plainHttp: true);
        if (address.Base is not { } server) return Say.Refused(address.Reason!);
        var options = new ClientOptions(server, address.IsLoopback, Key: null, s_patience) { Waits = false };
        using var client = new VindexClient(options, TimeProvider.System, static _ => { });
        var answer = await client.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Get, new Uri("health/ready", UriKind.Relative)),
            HttpCompletionOption.ResponseContentRead,
            static _ => Task.FromResult(""),
            cancellationToken);
        if (answer.Response is not { } response) return Say.Refused($"{answer.Trouble}");
        using (response)
        {
            var body = (await response.Content.ReadAsStringAsync(cancellationToken)).TrimEnd();
            await Console.Out.WriteLineAsync(Output.Terminal.TerminalText.OneLine(body.Length > 0 ? body : $"{(int)response.StatusCode}"));
            return response.IsSuccessStatusCode ? ExitCode.Ok : ExitCode.NotReady;
        }
    }
}

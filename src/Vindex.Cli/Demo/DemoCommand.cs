using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Cli.Operations;
using Vindex.Cli.Serve;

namespace Vindex.Cli.Demo;

/// <summary><c>vindex demo</c>: a server with a company and two months of scores to look at.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var urls = ServeCommand.UrlsOption();
        var data = new Option<string?>("--data", "-d") { Description = $"Data folder [default: {DataFolderOption.Default("demo")}]", HelpName = "DIR" };
        var command = new ExampledCommand(
            "demo", "Run a server with a sample company and two months of scores; prints address, login, API key and requests to try")
        {
            TakesSettings = true,
            Notes =
            [
                "The data is kept: the next run uses it again, with the same key and login. Delete the folder to start over.",
                "The address, keys and login are stored in demo.env in that folder, readable only by you; samples/requests reads it.",
            ],
            Examples =
            [
                new("./vindex demo", "on http://127.0.0.1:8080"),
                new("./vindex demo --urls http://127.0.0.1:8080 --data /tmp/look", "elsewhere"),
                new("samples/requests/01-score.sh", "then send a request from another terminal"),
            ],
        };
        command.Options.Add(urls);
        command.Options.Add(data);
        command.SetAction((parse, cancellationToken) => DemoAction.RunAsync(
            parse.GetValue(urls), Path.GetFullPath(parse.GetValue(data) ?? DataFolderOption.Beside("demo")), [.. parse.UnmatchedTokens], cancellationToken));
        return command;
    }
}

using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Cli.Operations;

namespace Vindex.Cli.Serve;

/// <summary><c>vindex serve</c>: the server on one data folder.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var urls = UrlsOption();
        var data = DataFolderOption.Create();
        var settings = new Option<bool>("--show-settings") { Description = "Print all settings with their defaults and descriptions, and exit" };
        var command = new ExampledCommand("serve", "Run the server, which scores over HTTP and keeps the scores in a data folder")
        {
            TakesSettings = true,
            Notes =
            [
                "VINDEX_ADMIN_KEY (32 characters or more) is the admin key, for setting up companies and their keys over HTTP.",
                "Settings: --Name:Of:Setting=value on this line, Vindex__Name__Of__Setting in the environment, or vindex.json in the data folder.",
                "Ctrl-C or SIGTERM stops it once running requests have finished. Exit code 0.",
            ],
            Examples =
            [
                new("./vindex serve", "on http://127.0.0.1:8080, data in .vindex/data"),
                new(
                    "VINDEX_ADMIN_KEY=$(openssl rand -hex 32) ./vindex serve --urls http://0.0.0.0:8080 --data /data",
                    "reachable from other machines (behind a TLS proxy)"),
                new("./vindex serve --Limits:Score:Requests=600 --Logging:Format=plain", "with settings"),
                new("./vindex serve --show-settings > vindex.json", "a settings file to start from"),
            ],
        };
        command.Options.Add(urls);
        command.Options.Add(data);
        command.Options.Add(settings);
        command.SetAction((parse, cancellationToken) => parse.GetValue(settings)
            ? ServeAction.ShowSettingsAsync()
            : ServeAction.RunAsync(parse.GetValue(urls), DataFolderOption.Resolve(parse.GetValue(data)), [.. parse.UnmatchedTokens], cancellationToken));
        return command;
    }

    /// <summary><c>--urls</c>, of serve and demo.</summary>
    public static Option<string?> UrlsOption() => new("--urls", "-u")
    {
        Description = "Addresses to listen on, separated by semicolons [default: http://127.0.0.1:8080]",
        HelpName = "URLS",
    };
}

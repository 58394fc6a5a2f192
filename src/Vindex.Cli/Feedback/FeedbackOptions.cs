using System.CommandLine;
using Vindex.Cli.Http;
using Vindex.Cli.Operations;

namespace Vindex.Cli.Feedback;

/// <summary>The options that import, export and stats share: which project, and where it is.</summary>
internal sealed class FeedbackOptions
{
    private readonly Option<string?> _url = new("--url") { Description = "Address of a running server (https, or http on this machine); replaces the data folder", HelpName = "URL" };
    private readonly Option<string?> _apiKey = new("--api-key") { Description = $"With --url: the API key; better in {ApiKeyText.Variable}, where other users do not see it", HelpName = "KEY" };
    private readonly Option<bool> _plainHttp = new("--plain-http") { Description = "With --url: send the API key unencrypted, in a network of your own" };
    private readonly Option<string?> _data = DataFolderOption.Create();

    /// <summary>Help text about where the data is.</summary>
    public const string Note =
        "Without --url, the command works on the data folder: through the server that has it open (found through server.json in the folder), or directly when no server is running.";

    private FeedbackOptions(Option<string> project) => Project = project;

    /// <summary><c>--project</c>.</summary>
    public Option<string> Project { get; }

    /// <summary>Adds them to a command.</summary>
    public static FeedbackOptions AddTo(Command command, string projectDescription, bool projectRequired)
    {
        var project = new Option<string>("--project", "-p") { Description = projectDescription, HelpName = "COMPANY/PROJECT", Required = projectRequired };
        project.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IsProject(result.Tokens[0].Value))
                result.AddError($"--project expects COMPANY/PROJECT, such as kolibri/scores, not '{result.Tokens[0].Value}'");
        });
        var options = new FeedbackOptions(project);
        command.Options.Add(project);
        command.Options.Add(options._data);
        command.Options.Add(options._url);
        command.Options.Add(options._apiKey);
        command.Options.Add(options._plainHttp);
        command.Validators.Add(result =>
        {
            var remote = result.GetResult(options._url) is not null;
            foreach (var option in (Option[])[options._apiKey, options._plainHttp])
            {
                if (!remote && result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} needs --url");
            }

            if (remote && result.GetResult(options._data) is { Implicit: false }) result.AddError("--url and --data can't be combined");
        });
        return options;
    }

    /// <summary>Where the project is.</summary>
    public FeedbackPlace Place(ParseResult parse) =>
        new(parse.GetValue(_url), parse.GetValue(_apiKey), parse.GetValue(_plainHttp), DataFolderOption.Resolve(parse.GetValue(_data)));

    private static bool IsProject(string text) => text.Split('/') is [{ Length: > 0 }, { Length: > 0 }];
}

/// <summary>Where a project is: on a remote server or in a folder.</summary>
/// <param name="Url">The server; null for the folder.</param>
/// <param name="ApiKey">Its key from the command line; null to use the environment.</param>
/// <param name="PlainHttp">Whether the key may be sent unencrypted.</param>
/// <param name="Folder">The data folder.</param>
internal sealed record FeedbackPlace(string? Url, string? ApiKey, bool PlainHttp, string Folder);

using System.CommandLine;
using Vindex.Cli.Http;
using Vindex.Cli.Operations;

namespace Vindex.Cli.Feedback;

/// <summary>The options that say where the data is: on a server elsewhere, or in a folder of this machine.</summary>
internal sealed class PlaceOptions
{
    private readonly Option<string?> _url = new(
        "--url")
    { Description = "Address of a running server (https, or http on this machine); replaces the data folder", HelpName = "URL" };
    private readonly Option<string?> _apiKey = new(
        "--api-key")
    { Description = $"With --url: the API key; better in {ApiKeyText.Variable}, where other users do not see it", HelpName = "KEY" };
    private readonly Option<bool> _plainHttp = new("--plain-http") { Description = "With --url: send the API key unencrypted, in a network of your own" };
    private readonly Option<string?> _data = DataFolderOption.Create();

    private PlaceOptions()
    {
    }

    /// <summary>Adds them to a command.</summary>
    public static PlaceOptions AddTo(Command command)
    {
        var options = new PlaceOptions();
        command.Options.Add(options._data);
        command.Options.Add(options._url);
        command.Options.Add(options._apiKey);
        command.Options.Add(options._plainHttp);
        command.Validators.Add(result =>
        {
            var remote = options.IsRemote(result);
            foreach (var option in (Option[])[options._apiKey, options._plainHttp])
            {
                if (!remote && result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} needs --url");
            }

            if (remote && result.GetResult(options._data) is { Implicit: false }) result.AddError("--url and --data can't be combined");
        });
        return options;
    }

    /// <summary>Whether a server is named.</summary>
    public bool IsRemote(System.CommandLine.Parsing.SymbolResult result) => result.GetResult(_url) is not null;

    /// <summary>The place that is meant.</summary>
    public FeedbackPlace Read(ParseResult parse) =>
        new(parse.GetValue(_url), parse.GetValue(_apiKey), parse.GetValue(_plainHttp), DataFolderOption.Resolve(parse.GetValue(_data)));
}

/// <summary>Where data is: on a server elsewhere, or in a folder.</summary>
/// <param name="Url">The server; null for the folder.</param>
/// <param name="ApiKey">Its key as it was typed; null when the environment has it.</param>
/// <param name="PlainHttp">The key may go over the network unencrypted.</param>
/// <param name="Folder">The data folder.</param>
internal sealed record FeedbackPlace(string? Url, string? ApiKey, bool PlainHttp, string Folder);

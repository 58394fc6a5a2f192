using System.CommandLine;

namespace Vindex.Cli.Feedback;

/// <summary>The options that import, export and stats share: which project, and where it is.</summary>
internal sealed class FeedbackOptions
{
    private readonly PlaceOptions _place;

    /// <summary>Help text about where the data is.</summary>
    public const string Note =
        "Without --url, the command works on the data folder: through the server that has it open (found through server.json in the folder), or directly when no server is running.";

    private FeedbackOptions(Option<string> project, PlaceOptions place) => (Project, _place) = (project, place);

    /// <summary><c>--project</c>.</summary>
    public Option<string> Project { get; }

    /// <summary>Adds them to a command.</summary>
    public static FeedbackOptions AddTo(Command command, string projectDescription, bool projectRequired)
    {
        var project = new Option<string>("--project", "-p") { Description = projectDescription, HelpName = "COMPANY/PROJECT", Required = projectRequired };
        project.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IsProject(result.Tokens[0].Value))
                result.AddError($"--project expects COMPANY/PROJECT, such as kolibri-bikes/scores, not '{result.Tokens[0].Value}'");
        });
        command.Options.Add(project);
        return new FeedbackOptions(project, PlaceOptions.AddTo(command));
    }

    /// <summary>Where the project is.</summary>
    public FeedbackPlace Place(ParseResult parse) => _place.Read(parse);

    private static bool IsProject(string text) => text.Split('/') is [{ Length: > 0 }, { Length: > 0 }];
}

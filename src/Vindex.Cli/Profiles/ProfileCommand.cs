using System.CommandLine;
using Vindex.Cli.Invocation;

namespace Vindex.Cli.Profiles;

/// <summary><c>vindex profile</c>: works on scoring profiles.</summary>
internal static class ProfileCommand
{
    private static readonly string[] s_formats = ["text", "json"];

    public static Command Create()
    {
        var command = new Command("profile", "Work on scoring profiles");
        command.Subcommands.Add(Propose());
        return command;
    }

    private static ExampledCommand Propose()
    {
        var items = new Option<string>("--items") { Description = "The tickets, each with an id: CSV, JSON or JSON lines", HelpName = "FILE", Required = true };
        var ratings = new Option<string>(
            "--ratings")
        { Description = "People's ratings: JSON lines with id and scores, any of the six from 0 to 10", HelpName = "FILE", Required = true };
        var profile = new Option<string?>("--profile") { Description = "The profile to start from: adam, or a JSON file", HelpName = "NAME|FILE" };
        var output = new Option<string?>("--out", "-o") { Description = "Write the proposed profile to this file", HelpName = "FILE" };
        var format = new Option<string>(
            "--format", "-f")
        { Description = "Output format: text or json", HelpName = string.Join('|', s_formats), DefaultValueFactory = _ => s_formats[0] };
        format.AcceptOnlyFromAmong(s_formats);
        var command = new ExampledCommand("propose", "Propose rule weights that agree better with people's ratings")
        {
            Notes =
            [
                "Each dimension needs 30 rated tickets. Weights are proposed only where scores come clearly closer to the ratings of tickets that the weights were not learned from: four fifths are learned from, one fifth is predicted, for each fifth in turn.",
                "level is how much higher people rate than the profile on average. It is taken off the mean error and changes no weight.",
                "Weights stay between 0.25 and 3. Nothing changes until you use the profile: give its file to vindex score --profile, or save it in the portal.",
                "Of several ratings of a ticket, the mean counts.",
            ],
            Examples =
            [
                new("./vindex profile propose --items tickets.csv --ratings ratings.jsonl", "what would change, and what it would bring"),
                new("./vindex profile propose --items tickets.csv --ratings ratings.jsonl --out team.json", "and write the profile"),
            ],
        };
        foreach (var option in (Option[])[items, ratings, profile, output, format]) command.Options.Add(option);
        command.SetAction(parse => ProposeAction.Run(new ProposeArguments(
            parse.GetRequiredValue(items), parse.GetRequiredValue(ratings), parse.GetValue(profile), parse.GetValue(output),
            parse.GetRequiredValue(format) == "json")));
        return command;
    }
}

/// <summary>The arguments of <c>vindex profile propose</c>.</summary>
/// <param name="Items">The file of the tickets.</param>
/// <param name="Ratings">The file of the ratings.</param>
/// <param name="Profile">The profile to start from; null for the default.</param>
/// <param name="Output">The file to write; null for none.</param>
/// <param name="Json">Whether to print JSON.</param>
internal sealed record ProposeArguments(string Items, string Ratings, string? Profile, string? Output, bool Json);

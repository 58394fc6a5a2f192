using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Scoring;

namespace Vindex.Cli.Feedback.Stats;

/// <summary><c>vindex stats</c>: statistics over a project's feedback.</summary>
internal static class StatsCommand
{
    public static Command Create()
    {
        var command = new ExampledCommand("stats", "Show statistics of a project's feedback as a table and a chart")
        {
            Notes =
            [
                $"Every score is also a row of feedback, in the project COMPANY/scores with the paths overall, {string.Join(", ", Dimensions.Names.SkipLast(1))} and {Dimensions.Names[^1]}.",
                "--from and --to: a date (2026-03-01, its first instant), a local time (2026-03-01T14:30) or an instant (2026-03-01T14:30:00Z).",
                "--filter reads numbers, true, false and null as such and anything else as text; put quotation marks around \"200\" to make it text.",
                "The chart is drawn only in terminals. NO_COLOR=1 turns colors off; without UTF-8 it is drawn in ASCII.",
                FeedbackOptions.Note,
                "Exit code 0: there is an answer, even an empty one. Exit code 2: something failed.",
            ],
            Examples =
            [
                new("./vindex stats --project kolibri-bikes/scores --path overall --by day --timezone Europe/Berlin --percentiles 50,95", "the last 30 days"),
                new("./vindex stats --project kolibri-bikes/assistant --path output.score --by week --from 2026-01-01 --to 2026-04-01", "a quarter by calendar weeks"),
                new("./vindex stats --project kolibri-bikes/assistant --path output.passed --type boolean --group-by trigger_ref", "one row per monitor"),
                new("./vindex stats --project kolibri-bikes/scores --path testable --filter source=api --format csv > testable.csv", "for a spreadsheet"),
            ],
        };
        var place = FeedbackOptions.AddTo(command, "The project", projectRequired: true);
        var options = new StatsQuestionOptions();
        options.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
            StatsAction.RunAsync(options.Read(parse, parse.GetRequiredValue(place.Project)), options.Format(parse), place.Place(parse), cancellationToken));
        return command;
    }
}

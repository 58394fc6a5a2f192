using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Rewriting.Criteria;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Rewrite;

/// <summary><c>vindex criteria</c>: proposes acceptance criteria for a ticket.</summary>
internal static class CriteriaCommand
{
    private static readonly string[] s_formats = ["scenarios", "bullets", "json"];

    public static Command Create()
    {
        var command = new ExampledCommand("criteria", "Propose acceptance criteria for a ticket, from its own words; needs no server")
        {
            Notes =
            [
                "First the criteria that the ticket states, then those that follow from its words. Missing parts are marked as [Question: …].",
                "json names, for each part, the words of the ticket that it comes from.",
            ],
            Examples =
            [
                new("./vindex criteria story.txt", "conditions as Given, When and Then"),
                new("./vindex criteria story.txt --format bullets", "one statement each"),
            ],
        };
        var options = new ProposalOptions(s_formats, "Format: scenarios (Given, When, Then where the ticket has conditions), bullets, or json with the origin of each part");
        options.AddTo(command);
        command.SetAction((parse, _) => ProposalRun.RunAsync(
            options.Read(parse), (reading, judge, format) => ValueTask.FromResult(Propose(reading, judge, format))));
        return command;
    }

    private static (string Text, string Note) Propose(TicketReading reading, TicketJudge judge, string format)
    {
        var criteria = CriteriaProposer.Propose(reading, judge, asBullets: format == "bullets");
        var text = format == "json"
            ? ProposalJson.Of(criteria)
            : string.Join('\n', criteria.Select(criterion => "- " + criterion.Text.Replace("\n", "\n  ", StringComparison.Ordinal)));
        return (text, criteria.Count == 1 ? "1 criterion" : $"{criteria.Count} criteria");
    }
}

using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Scoring;
using Vindex.Scoring.AgentReady;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Rewriting;
using Vindex.Scoring.Rewriting.Formats;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Rewrite;

/// <summary><c>vindex rewrite</c>: proposes a better text for a ticket.</summary>
internal static class RewriteCommand
{
    private static readonly string[] s_formats = ["markdown", "jira", "adf", "json", "work-order"];

    public static Command Create()
    {
        var command = new ExampledCommand("rewrite", "Propose a better text for a ticket, from its own words; needs no server")
        {
            Notes =
            [
                "The ticket's own text is arranged under the headings of its kind, template text is left out, and missing facts are marked as [Question: …].",
                "Nothing is invented: every line is the ticket's own, a heading or a question. The scores before and after are written to standard error.",
                "A text file is one ticket, with the title on the first line. Of a file with several tickets each is rewritten, with a line === before it.",
            ],
            Examples =
            [
                new("./vindex rewrite story.txt", "as Markdown"),
                new("./vindex rewrite story.txt --format jira", "as Jira wiki markup, to paste into a ticket"),
                new("./vindex rewrite backlog.csv --format json > proposals.jsonl", "with scores, questions and difference, one JSON object per ticket"),
                new("./vindex rewrite bug.txt --format work-order > TASK.md", "what a coding agent needs to know, and has to ask first"),
                new("echo 'Fast checkout' | ./vindex rewrite -", "a ticket from standard input"),
            ],
        };
        var options = new ProposalOptions(s_formats, "Format of the text: markdown, jira (wiki markup), adf (an Atlassian document), json with all details, or work-order (for a coding agent, as Markdown)");
        options.AddTo(command);
        command.SetAction(parse => ProposalRun.Run(options.Read(parse), Propose));
        return command;
    }

    private static (string Text, string Note) Propose(TicketReading reading, TicketJudge judge, string format)
    {
        var rewrite = OfflineRewriter.Rewrite(reading, judge);
        var text = format switch
        {
            "jira" => JiraFormat.Write(rewrite.Blocks),
            "adf" => AdfFormat.Write(rewrite.Blocks),
            "json" => ProposalJson.Of(reading.Ticket!, rewrite),
            "work-order" => WorkOrder.Write(reading.Ticket!, rewrite),
            _ => MarkdownFormat.Write(rewrite.Blocks),
        };
        return (text, $"score {Overall(rewrite.Before)} before, {Overall(rewrite.After)} after; {Count(rewrite.Questions.Count)}");
    }

    private static string Overall(Judgement judgement) => judgement.Scores.Overall.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);

    private static string Count(int questions) => questions == 1 ? "1 question" : $"{questions} questions";
}

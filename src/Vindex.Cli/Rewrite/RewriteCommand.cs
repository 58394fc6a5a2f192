using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Cli.Judging;
using Vindex.Cli.Output.Terminal;
using Vindex.Cli.Score;
using Vindex.Scoring;
using Vindex.Scoring.AgentReady;
using Vindex.Scoring.Rewriting;
using Vindex.Scoring.Rewriting.Formats;
using Vindex.Server.Rewriting;

namespace Vindex.Cli.Rewrite;

/// <summary><c>vindex rewrite</c>: proposes a better text for a ticket.</summary>
internal static class RewriteCommand
{
    private static readonly string[] s_formats = ["markdown", "jira", "adf", "json", "work-order"];

    public static Command Create()
    {
        var command = new ExampledCommand("rewrite", "Propose a better text for a ticket; needs no server")
        {
            Notes =
            [
                "The ticket's own text is arranged under the headings of its kind, template text is left out, and missing facts are marked as [Question: …].",
                "Nothing is invented: every line is the ticket's own, a heading or a question. The scores before and after are written to standard error.",
                $"With --judge a model words the text; the ticket is sent to it, and words that the ticket does not have are listed. Its API key is {ModelChoice.KeyVariable}.",
                "A text file is one ticket, with the title on the first line. Of a file with several tickets each is rewritten, with a line === before it.",
            ],
            Examples =
            [
                new("./vindex rewrite story.txt", "as Markdown"),
                new("./vindex rewrite story.txt --format jira", "as Jira wiki markup, to paste into a ticket"),
                new("./vindex rewrite backlog.csv --format json > proposals.jsonl", "with scores, questions and difference, one JSON object per ticket"),
                new("./vindex rewrite bug.txt --format work-order > TASK.md", "what a coding agent needs to know, and has to ask first"),
                new("./vindex rewrite story.txt --judge ollama:qwen3:8b", "worded by a model on this machine"),
                new("echo 'Fast checkout' | ./vindex rewrite -", "a ticket from standard input"),
            ],
        };
        var options = new ProposalOptions(s_formats, "Format of the text: markdown, jira (wiki markup), adf (an Atlassian document), json with all details, or work-order (for a coding agent, as Markdown)");
        var model = new Option<string?>("--judge") { Description = "The model that words the text", HelpName = "PROVIDER:MODEL[@URL]" };
        options.AddTo(command);
        command.Options.Add(model);
        command.SetAction((parse, cancellationToken) => RunAsync(options.Read(parse), parse.GetValue(model), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ProposalArguments arguments, string? model, CancellationToken cancellationToken)
    {
        if (model is null)
        {
            return await ProposalRun.RunAsync(
                arguments,
                (reading, judge, format) => ValueTask.FromResult(Write(new ProposedText(reading.Ticket!, OfflineRewriter.Rewrite(reading, judge)), format)));
        }

        var choice = ModelChoice.Read(model, price: null, Environment.GetEnvironmentVariable(ModelChoice.KeyVariable));
        if (choice.Settings is not { } settings) return ScoreAction.Refuse(Console.Error, choice.Reason!);
        using var asking = new ModelRewriting(settings);
        return await ProposalRun.RunAsync(
            arguments, async (reading, judge, format) => Write(await asking.RewriteAsync(reading, judge, cancellationToken), format));
    }

    private static (string Text, string Note) Write(ProposedText proposal, string format)
    {
        var rewrite = proposal.Rewrite;
        var text = format switch
        {
            "jira" => JiraFormat.Write(rewrite.Blocks),
            "adf" => AdfFormat.Write(rewrite.Blocks),
            "json" => ProposalJson.Of(proposal),
            "work-order" => WorkOrder.Write(proposal.Ticket, rewrite),
            _ => MarkdownFormat.Write(rewrite.Blocks),
        };
        var added = NewPhrases.Find(proposal.Ticket, rewrite.Blocks);
        var check = added.Count == 0 ? "" : $"; not in the ticket, so check: {TerminalText.OneLine(string.Join(", ", added))}";
        var remark = proposal.Remark is null ? "" : $"; {proposal.Remark}";
        return (text, $"score {Overall(rewrite.Before)} before, {Overall(rewrite.After)} after; {Count(rewrite.Questions.Count)}{check}{remark}");
    }

    private static string Overall(Judgement judgement) => judgement.Scores.Overall.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);

    private static string Count(int questions) => questions == 1 ? "1 question" : $"{questions} questions";
}

using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Cli.Judging;
using Vindex.Cli.Score.Remote;

namespace Vindex.Cli.Score;

/// <summary><c>vindex score</c>: judges the tickets of a file in this process, or has a server do it.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var command = new ExampledCommand("score", "Score the tickets in a file on the six INVEST criteria; needs no server")
        {
            Notes =
            [
                "CSV as exported by Jira, Azure DevOps, Linear and Trello: columns are recognized by name.",
                "JSON and JSON lines: id, summary, description?, acceptance_criteria?, key?, issue_type?. Text: one ticket, with the title on the first line.",
                "Exit code 0: all tickets were scored. 1: --min is set and a ticket scores below it. 2: a row could not be read (the others are scored).",
                "With --url the scores are the server's and stay there. It waits when the server asks for that; the same ticket within 24 hours is scored once.",
                "With --judge PROVIDER:MODEL the tickets' text is sent to that model; its API key is read from VINDEX_MODEL_KEY (docs/models.md).",
                "junit reports tickets below --min (default 7.0) as failures; the exit code is 1 only with --min.",
                "NO_COLOR=1 turns colors off; pipes and files never get any.",
            ],
            Examples =
            [
                new("./vindex score samples/backlog.csv", "a table of the tickets, and where the backlog is weakest"),
                new("./vindex score samples/backlog.csv --backlog", "also near-duplicates, conflicts and dependencies"),
                new("./vindex score story.txt", "one ticket in detail: how each score came about, the words behind it, and what to do"),
                new("./vindex score backlog.csv --min 6.5", "in a build: exits with 1 when a ticket scores below 6.5"),
                new("./vindex score backlog.csv --min 6.5 --rubric 2", "the same with the previous rubric"),
                new("./vindex score backlog.jsonl --format jsonl > scores.jsonl", "one JSON object per ticket, in input order"),
                new("./vindex score backlog.csv --format junit > scores.xml", "a test report: a ticket below 7.0 is a failed test"),
                new("./vindex score backlog.csv --format sarif > scores.sarif", "what lowers the scores, as alerts on lines of the file"),
                new("VINDEX_API_KEY=vx_… ./vindex score backlog.csv --url https://vindex.example.com --min", "on a server that keeps the scores"),
                new("./vindex score backlog.csv --judge ollama:qwen3:8b", "by a model on this machine"),
                new("VINDEX_MODEL_KEY=sk-… ./vindex score backlog.csv --judge consensus:openai:gpt-4.1-mini --runs 3", "the mean of a hosted model, asked three times, and the offline judge"),
                new("echo 'As a rider I want to see my last trips' | ./vindex score -", "a ticket from standard input"),
            ],
        };
        var options = new ScoreOptions();
        options.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
        {
            var arguments = options.Read(parse);
            if (options.Server(parse) is { } server) return RemoteScore.RunAsync(arguments, server, cancellationToken);
            return arguments.Judge == ScoreOptions.Offline ? Task.FromResult(ScoreAction.Run(arguments)) : ModelScore.RunAsync(arguments, cancellationToken);
        });
        return command;
    }

    /// <summary>
    /// <c>--min</c> may stand without a number, also right before the file: <c>--min backlog.csv</c> means <c>--min=7.0 backlog.csv</c>. The parser would
    /// take the file for the number.
    /// </summary>
    public static string[] CompleteMinimum(string[] args)
    {
        var completed = args.ToArray();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is not ("--min" or "-m")) continue;
            var next = i + 1 < args.Length ? args[i + 1] : "";
            if (next.Length == 0 || !LooksLikeNumber(next)) completed[i] = $"--min={Gate.Usual}";
        }

        return completed;
    }

    private static bool LooksLikeNumber(string text) =>
        (char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' && text.Length > 1 && char.IsAsciiDigit(text[1])) && !File.Exists(text);
}

using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Cli.Score.Remote;
using Vindex.Scoring.Judging;

namespace Vindex.Cli.Score;

/// <summary><c>vindex score</c>: judges the tickets of a file in this process, or has a server do it.</summary>
internal static class ScoreCommand
{
    private static readonly string[] s_formats = ["table", "json", "jsonl", "csv", "junit", "sarif"];

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "CSV, JSON, JSON lines or text; - reads standard input" }.NotBlank();
        var format = new Option<string>("--format", "-f")
        {
            Description = "Output format: table (for people), json, jsonl, csv, junit or sarif (for builds)",
            HelpName = "table|json|jsonl|csv|junit|sarif",
            DefaultValueFactory = _ => "table",
        };
        format.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !s_formats.Contains(result.Tokens[0].Value))
                result.AddError($"unknown format '{result.Tokens[0].Value}'; choose one of {string.Join(", ", s_formats)}");
        });
        var min = new Option<decimal?>("--min", "-m")
        {
            Description = $"Exit with 1 when a ticket scores below this ({Gate.Usual} when no number is given)",
            HelpName = "0.0-10.0",
            Arity = ArgumentArity.ZeroOrOne,
        };
        min.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IsScore(result.Tokens[0].Value)) result.AddError($"--min expects a score from 0.0 to 10.0, not '{result.Tokens[0].Value}'");
        });
        var profile = new Option<string?>("--profile", "-p")
        {
            Description = "Scoring profile: a name or a JSON file",
            HelpName = "NAME|FILE.json",
        };
        var rubric = new Option<string>("--rubric")
        {
            Description = "Rubric version; pin it if scores must not change with an update",
            HelpName = string.Join('|', JudgeVersions.All),
            DefaultValueFactory = _ => JudgeVersions.Latest,
        };
        rubric.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !JudgeVersions.All.Contains(result.Tokens[0].Value))
                result.AddError($"unknown rubric '{result.Tokens[0].Value}'; choose one of {string.Join(", ", JudgeVersions.All)}");
        });
        var backlog = new Option<bool>("--backlog", "-b") { Description = "Also list near-duplicates, conflicts and dependencies between the tickets (table and json)" };
        var url = new Option<string?>("--url") { Description = "Score on this server, which keeps the scores (https, or http on this machine)", HelpName = "URL" };
        var apiKey = new Option<string?>("--api-key") { Description = "API key for the server; prefer VINDEX_API_KEY, which other users can't see", HelpName = "KEY" };
        var customer = new Option<string?>("--customer") { Description = "With --url: the customer that the tickets belong to", HelpName = "ID" };
        var plainHttp = new Option<bool>("--plain-http") { Description = "With --url: send the API key unencrypted, in a network of your own" };
        var command = new ExampledCommand("score", "Score the tickets in a file on the six INVEST criteria; needs no server")
        {
            Notes =
            [
                "CSV as exported by Jira, Azure DevOps, Linear and Trello: columns are recognised by name.",
                "JSON and JSON lines: id, summary, description?, acceptance_criteria?, key?, issue_type?. Text: one ticket, with the title on the first line.",
                "Exit code 0: all tickets were scored. 1: --min is set and a ticket scores below it. 2: a row could not be read (the others are scored).",
                "With --url the scores are the server's and stay there. It waits when the server asks for that; the same ticket within 24 hours is scored once.",
                "junit reports tickets below --min (default 7.0) as failures; the exit code is 1 only with --min.",
                "NO_COLOR=1 turns colours off; pipes and files never get any.",
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
                new("echo 'As a rider I want to see my last trips' | ./vindex score -", "a ticket from standard input"),
            ],
        };
        command.Arguments.Add(file);
        command.Options.Add(format);
        command.Options.Add(min);
        command.Options.Add(profile);
        command.Options.Add(rubric);
        command.Options.Add(backlog);
        command.Options.Add(url);
        command.Options.Add(apiKey);
        command.Options.Add(customer);
        command.Options.Add(plainHttp);
        command.Validators.Add(result =>
        {
            if (result.GetValue(backlog) && result.GetResult(format) is { Implicit: false, Tokens: [{ Value: "jsonl" or "csv" or "junit" or "sarif" }] })
                result.AddError("--backlog works only with --format table or json");
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(url) is not null)
            {
                if (result.GetResult(rubric) is { Implicit: false }) result.AddError("--rubric can't be combined with --url: the server judges with its own version");
                return;
            }

            foreach (var option in (Option[])[apiKey, customer, plainHttp])
            {
                if (result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} needs --url");
            }
        });
        command.SetAction((parse, cancellationToken) =>
        {
            var arguments = new ScoreArguments(
                parse.GetRequiredValue(file),
                parse.GetRequiredValue(format),
                parse.GetResult(min) is null ? null : parse.GetValue(min) ?? Gate.Usual,
                parse.GetValue(profile))
            {
                Rubric = parse.GetRequiredValue(rubric),
                ApiKey = parse.GetValue(apiKey),
                Customer = parse.GetValue(customer),
                PlainHttp = parse.GetValue(plainHttp),
                AsBacklog = parse.GetValue(backlog),
            };
            return parse.GetValue(url) is { } server ? RemoteScore.RunAsync(arguments, server, cancellationToken) : Task.FromResult(ScoreAction.Run(arguments));
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

    private static bool LooksLikeNumber(string text) => (char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' && text.Length > 1 && char.IsAsciiDigit(text[1])) && !File.Exists(text);

    private static bool IsScore(string text) =>
        decimal.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, null, out var value) && value is >= 0 and <= 10;
}

/// <summary>What <c>vindex score</c> was asked.</summary>
/// <param name="File">A path, or <c>-</c>.</param>
/// <param name="Format">One of table, json, jsonl, csv, junit, sarif.</param>
/// <param name="Minimum">The gate; null without.</param>
/// <param name="Profile">A name or a file; null for the default.</param>
internal sealed record ScoreArguments(string File, string Format, decimal? Minimum, string? Profile)
{
    /// <summary>The version of the rubric, one of <see cref="JudgeVersions.All"/>.</summary>
    public string Rubric { get; init; } = JudgeVersions.Latest;

    /// <summary>The server's API key as it was typed; null when the environment has it.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The customer that the tickets belong to on the server; null for the company's default one.</summary>
    public string? Customer { get; init; }

    /// <summary>The tickets are looked at together as well.</summary>
    public bool AsBacklog { get; init; }

    /// <summary>Whether the key may be sent unencrypted.</summary>
    public bool PlainHttp { get; init; }
}

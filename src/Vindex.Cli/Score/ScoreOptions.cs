using System.CommandLine;
using System.CommandLine.Parsing;
using Vindex.Cli.Invocation;
using Vindex.Cli.Judging;
using Vindex.Models;
using Vindex.Models.Settings;
using Vindex.Scoring.Judging;

namespace Vindex.Cli.Score;

/// <summary>The argument and the options of <c>vindex score</c>.</summary>
internal sealed class ScoreOptions
{
    /// <summary>The judge that asks no model.</summary>
    public const string Offline = "offline";

    private static readonly string[] s_formats = ["table", "json", "jsonl", "csv", "junit", "sarif"];
    private readonly Argument<string> _file = new Argument<string>("FILE") { Description = "CSV, JSON, JSON lines or text; - reads standard input" }.NotBlank();
    private readonly Option<string> _format = new("--format", "-f")
    {
        Description = "Output format: table (for people), json, jsonl, csv, junit or sarif (for builds)",
        HelpName = "table|json|jsonl|csv|junit|sarif",
        DefaultValueFactory = _ => "table",
    };
    private readonly Option<decimal?> _min = new("--min", "-m")
    {
        Description = $"Exit with 1 when a ticket scores below this ({Gate.Usual} when no number is given)",
        HelpName = "0.0-10.0",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> _profile = new("--profile", "-p")
    {
        Description = "Scoring profile: a name or a JSON file",
        HelpName = "NAME|FILE.json",
    };
    private readonly Option<string> _rubric = new("--rubric")
    {
        Description = "Rubric version; pin it if scores must not change with an update",
        HelpName = string.Join('|', JudgeVersions.All),
        DefaultValueFactory = _ => JudgeVersions.Latest,
    };
    private readonly Option<string> _judge = new("--judge")
    {
        Description = "Who scores: offline, or a model as PROVIDER:MODEL[@URL]; with consensus: before it, the mean of both",
        HelpName = "offline|PROVIDER:MODEL[@URL]",
        DefaultValueFactory = _ => Offline,
    };
    private readonly Option<int> _runs = new("--runs")
    {
        Description = "With a model: ask so many times and take the median (1, 3, 5, 7 or 9)",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<string?> _price = new("--price")
    {
        Description = "With a model: the prices of a million tokens sent and received, to report the cost",
        HelpName = "IN/OUT",
    };
    private readonly Option<bool> _backlog = new(
        "--backlog", "-b")
    { Description = "Also list near-duplicates, conflicts and dependencies between the tickets (table and json)" };
    private readonly Option<string?> _url = new(
        "--url")
    { Description = "Score on this server, which keeps the scores (https, or http on this machine)", HelpName = "URL" };
    private readonly Option<string?> _apiKey = new(
        "--api-key")
    { Description = "API key for the server; prefer VINDEX_API_KEY, which other users can't see", HelpName = "KEY" };
    private readonly Option<string?> _customer = new("--customer") { Description = "With --url: the customer that the tickets belong to", HelpName = "ID" };
    private readonly Option<bool> _plainHttp = new("--plain-http") { Description = "With --url: send the API key unencrypted, in a network of your own" };

    public ScoreOptions()
    {
        _format.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !s_formats.Contains(result.Tokens[0].Value))
                result.AddError($"unknown format '{result.Tokens[0].Value}'; choose one of {string.Join(", ", s_formats)}");
        });
        _min.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IsScore(result.Tokens[0].Value))
                result.AddError($"--min expects a score from 0.0 to 10.0, not '{result.Tokens[0].Value}'");
        });
        _runs.Validators.Add(CheckRuns);
        _rubric.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !JudgeVersions.All.Contains(result.Tokens[0].Value))
                result.AddError($"unknown rubric '{result.Tokens[0].Value}'; choose one of {string.Join(", ", JudgeVersions.All)}");
        });
    }

    /// <summary>Accepts only numbers of runs whose median is one of the answers.</summary>
    public static void CheckRuns(OptionResult result)
    {
        if (result.Tokens.Count == 1 && !(int.TryParse(result.Tokens[0].Value, out var runs) && runs is >= 1 and <= JudgingPlan.MostRuns && runs % 2 == 1))
            result.AddError($"--runs expects 1, 3, 5, 7 or 9, not '{result.Tokens[0].Value}'");
    }

    /// <summary>Adds them to the command, with the rules for combining them.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_file);
        foreach (var option in (Option[])[_format, _min, _profile, _rubric, _judge, _runs, _price, _backlog, _url, _apiKey, _customer, _plainHttp])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_backlog) && result.GetResult(_format) is { Implicit: false, Tokens: [{ Value: "jsonl" or "csv" or "junit" or "sarif" }] })
                result.AddError("--backlog works only with --format table or json");
        });
        command.Validators.Add(CheckJudge);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_url) is not null)
            {
                if (result.GetResult(_judge) is { Implicit: false })
                    result.AddError("--judge can't be combined with --url: the server has its own settings for models");
                if (result.GetResult(_rubric) is { Implicit: false })
                    result.AddError("--rubric can't be combined with --url: the server judges with its own version");
                return;
            }

            foreach (var option in (Option[])[_apiKey, _customer, _plainHttp])
            {
                if (result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} needs --url");
            }
        });
    }

    private void CheckJudge(CommandResult result)
    {
        if (result.GetValue(_judge) is { } judge && judge != Offline)
        {
            if (!ModelChoice.IsModel(judge))
                result.AddError($"unknown judge '{judge}'; choose {Offline} or PROVIDER:MODEL, with one of the providers {string.Join(", ", ModelProvider.Names)}");
            if (result.GetResult(_rubric) is { Implicit: false }) result.AddError("--rubric can't be combined with a model");
        }
        else
        {
            foreach (var option in (Option[])[_runs, _price])
            {
                if (result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} needs --judge with a model");
            }
        }
    }

    /// <summary>The server to score on; null to score in this process.</summary>
    public string? Server(ParseResult parse) => parse.GetValue(_url);

    public ScoreArguments Read(ParseResult parse) => new(
        parse.GetRequiredValue(_file),
        parse.GetRequiredValue(_format),
        parse.GetResult(_min) is null ? null : parse.GetValue(_min) ?? Gate.Usual,
        parse.GetValue(_profile))
    {
        Rubric = parse.GetRequiredValue(_rubric),
        Judge = parse.GetRequiredValue(_judge),
        Runs = parse.GetValue(_runs),
        Price = parse.GetValue(_price),
        ApiKey = parse.GetValue(_apiKey),
        Customer = parse.GetValue(_customer),
        PlainHttp = parse.GetValue(_plainHttp),
        AsBacklog = parse.GetValue(_backlog),
    };

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

    /// <summary><c>offline</c>, or a model.</summary>
    public string Judge { get; init; } = ScoreOptions.Offline;

    /// <summary>How often a model is asked.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>A model's prices; null if unknown.</summary>
    public string? Price { get; init; }

    /// <summary>The server's API key as it was typed; null when the environment has it.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The customer that the tickets belong to on the server; null for the company's default one.</summary>
    public string? Customer { get; init; }

    /// <summary>The tickets are looked at together as well.</summary>
    public bool AsBacklog { get; init; }

    /// <summary>Whether the key may be sent unencrypted.</summary>
    public bool PlainHttp { get; init; }
}

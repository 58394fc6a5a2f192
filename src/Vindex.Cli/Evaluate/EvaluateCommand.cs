using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Cli.Judging;
using Vindex.Cli.Score;

namespace Vindex.Cli.Evaluate;

/// <summary><c>vindex evaluate</c>: measures a judge against readers' ratings or people's labels.</summary>
internal static class EvaluateCommand
{
    private static readonly string[] s_formats = ["text", "json"];

    public static Command Create()
    {
        var items = FileOption("--items", "The tickets: JSON lines with id, group, summary and description");
        items.Required = true;
        var ratings = FileOption("--ratings", "Readers' ratings: JSON lines with id, kind, scores, overall and spans");
        var labels = FileOption("--labels", "People's labels: CSV with id, dataset, criterion, dimension and defect (0 or 1)");
        var (judge, runs, price) = JudgeOptions();
        var format = new Option<string>(
            "--format", "-f")
        { Description = "Output format: text or json", HelpName = string.Join('|', s_formats), DefaultValueFactory = _ => s_formats[0] };
        format.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !s_formats.Contains(result.Tokens[0].Value))
                result.AddError($"unknown format '{result.Tokens[0].Value}'; choose one of {string.Join(", ", s_formats)}");
        });
        var command = new ExampledCommand("evaluate", "Measure how well a judge agrees with readers' ratings or people's labels")
        {
            Notes =
            [
                "With --ratings: rank correlation with the readers' mean, mean absolute error and bias by dimension; the length of the text alone and the agreement between two readers for comparison; accuracy of the kind; precision, recall and F1 of the spans.",
                "With --labels: AUC and kappa by criterion; a score below 5 counts as a defect for kappa.",
                "Intervals are 95 % bootstrap intervals over groups, with a fixed seed: the same files always give the same figures.",
            ],
            Examples =
            [
                new("./vindex evaluate --items items.jsonl --ratings ratings.jsonl", "compare the current judge with readers' ratings"),
                new("./vindex evaluate --items items.jsonl --ratings ratings.jsonl --judge rubric-2", "the previous version"),
                new(
                    "./vindex evaluate --items items.jsonl --ratings ratings.jsonl --judge rubric-3 --judge ollama:qwen3:8b --runs 3",
                    "compare the current judge with a model, in one table"),
                new(
                    "./vindex evaluate --items items.jsonl --labels labels.csv --judge scores.jsonl --format json",
                    "compare any judge's scores with people's labels, as JSON"),
            ],
        };
        foreach (var option in (Option[])[items, ratings, labels, judge, runs, price, format]) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(ratings) is null == result.GetResult(labels) is null) result.AddError("give either --ratings or --labels to measure against");
        });
        command.SetAction((parse, cancellationToken) => EvaluateAction.RunAsync(
            new EvaluateArguments(
                parse.GetRequiredValue(items)!, parse.GetValue(ratings), parse.GetValue(labels), parse.GetRequiredValue(format) == "json",
                Requests(parse.GetRequiredValue(judge), parse.GetValue(price) ?? [], parse.GetValue(runs), parse.GetRequiredValue(items)!)),
            cancellationToken));
        return command;
    }

    private static (Option<string[]> Judge, Option<int> Runs, Option<string[]> Price) JudgeOptions()
    {
        var judge = new Option<string[]>("--judge")
        {
            Description = "A built-in judge, a model as PROVIDER:MODEL[@URL] (its key in VINDEX_MODEL_KEY), or a file of scores by any judge; repeat it to compare judges",
            HelpName = string.Join('|', JudgeSource.Names) + "|PROVIDER:MODEL|SCORES.jsonl",
            DefaultValueFactory = _ => [JudgeSource.Names[0]],
        };
        var runs = new Option<int>("--runs")
        {
            Description = "With models: judge each ticket so many times, to measure the spread; the median counts (1, 3, 5, 7 or 9)",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var price = new Option<string[]>("--price")
        {
            Description = "With models: prices of a million tokens sent and received; repeat it, in the order of the models",
            HelpName = "IN/OUT",
        };
        runs.Validators.Add(ScoreOptions.CheckRuns);
        return (judge, runs, price);
    }

    private static List<ModelRequest> Requests(string[] judges, string[] prices, int runs, string items)
    {
        var requests = new List<ModelRequest>();
        var models = 0;
        foreach (var judge in judges)
            requests.Add(new(judge, ModelChoice.IsModel(judge) ? prices.ElementAtOrDefault(models++) : null, runs, items));
        return requests;
    }

    private static Option<string?> FileOption(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "FILE" };
        option.Validators.Add(result =>
        {
            if (result is { Implicit: false } && string.IsNullOrWhiteSpace(result.GetValueOrDefault<string?>()))
                result.AddError($"{name} is empty; name a file");
        });
        return option;
    }
}

/// <summary>The arguments of <c>vindex evaluate</c>.</summary>
/// <param name="Items">The file of the tickets.</param>
/// <param name="Ratings">The file of the ratings; null with labels.</param>
/// <param name="Labels">The file of the labels; null with ratings.</param>
/// <param name="Json">Whether to write JSON.</param>
/// <param name="Requests">The judges.</param>
internal sealed record EvaluateArguments(string Items, string? Ratings, string? Labels, bool Json, IReadOnlyList<ModelRequest> Requests);

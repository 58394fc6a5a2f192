using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Vindex.Cli.Invocation;

namespace Vindex.Cli.Feedback.Stats;

/// <summary><c>vindex stats</c>: statistics over a project's feedback.</summary>
internal static class StatsCommand
{
    private static readonly string[] s_formats = ["table", "json", "csv"];
    private static readonly string[] s_types = ["numeric", "boolean", "categorical"];
    private static readonly string[] s_aggregations = ["sum", "avg", "min", "max", "count", "count_true", "count_false"];
    private static readonly string[] s_units = ["minute", "hour", "day", "week", "month"];

    public static Command Create()
    {
        var path = new Option<string[]>("--path") { Description = "Where the values stand in the payload, such as output.score; may be given again", HelpName = "PATH", Required = true, Arity = ArgumentArity.OneOrMore };
        path.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError("--path is empty; name a key of the payload, such as output.score");
        });
        var type = Word("--type", "Type of the values", s_types, "numeric");
        var aggregations = List("--aggregations", "Aggregations to compute [default: avg,min,max; for booleans count_true,count_false; for texts count]", "avg,min,…", text =>
            s_aggregations.Contains(text) ? null : $"unknown aggregation '{text}'{Meant(text, s_aggregations)}; choose from {string.Join(", ", s_aggregations)}");
        var percentiles = List("--percentiles", "Percentiles, 0 to 100", "50,95,…", text =>
            IsPercentile(text) ? null : $"--percentiles expects comma-separated numbers from 0 to 100, not '{text}'");
        var by = new Option<string?>("--by", "-b") { Description = "Length of a bucket [default: chosen from the range]", HelpName = "minute|hour|day|week|month|SECONDS" };
        by.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value is var text && !s_units.Contains(text) && StatsQuestion.Seconds(text) is not > 0)
                result.AddError($"--by expects {string.Join(", ", s_units)} or a number of seconds, not '{text}'{Meant(text, s_units)}");
        });
        var from = TimeText.Option("--from", "Start of the range [default: 30 days, including today]");
        var to = TimeText.Option("--to", "End of the range, exclusive [default: now]");
        var zone = TimeText.ZoneOption("Time zone of days, weeks and months, and of --from and --to");
        var feedbackType = new Option<string?>("--feedback-type") { Description = "Only this feedback type", HelpName = "TYPE" };
        var trigger = new Option<string?>("--trigger") { Description = "Only this trigger; a trailing :* matches any ending", HelpName = "REF" };
        var groupBy = List("--group-by", "Group by one or two fields: feedback_type, trigger_ref or a path", "FIELD[,FIELD]", _ => null);
        var filter = new Option<string[]>("--filter") { Description = "Only rows with this value; can be repeated (the same path: any of the values)", HelpName = "PATH=VALUE" };
        filter.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1)) result.AddError($"--filter expects PATH=VALUE, such as label=good, not '{token.Value}'");
        });
        var format = Word("--format", "Output format: table (for people), json (the server's response) or csv (one row per bucket)", s_formats, "table", "-f");
        var command = new ExampledCommand("stats", "Show statistics of a project's feedback as a table and a chart")
        {
            Notes =
            [
                "Every score is also a row of feedback, in the project COMPANY/scores with the paths overall, independent, negotiable, valuable, estimable, small and testable.",
                "--from and --to: a date (2026-03-01, its first instant), a local time (2026-03-01T14:30) or an instant (2026-03-01T14:30:00Z).",
                "--filter reads numbers, true, false and null as such and anything else as text; put quotation marks around \"200\" to make it text.",
                "The chart is drawn only in terminals. NO_COLOR=1 turns colours off; without UTF-8 it is drawn in ASCII.",
                FeedbackOptions.Note,
                "Exit code 0: there is an answer, even an empty one. Exit code 2: something failed.",
            ],
            Examples =
            [
                new("./vindex stats --project kolibri/scores --path overall --by day --timezone Europe/Berlin --percentiles 50,95", "the last 30 days"),
                new("./vindex stats --project kolibri/support --path output.score --by week --from 2026-01-01 --to 2026-04-01", "a quarter by calendar weeks"),
                new("./vindex stats --project kolibri/support --path output.passed --type boolean --group-by trigger_ref", "one row per monitor"),
                new("./vindex stats --project kolibri/scores --path testable --filter source=api --format csv > testable.csv", "for a spreadsheet"),
            ],
        };
        var options = FeedbackOptions.AddTo(command, "The project", projectRequired: true);
        foreach (var option in (Option[])[path, type, aggregations, percentiles, by, from, to, zone, feedbackType, trigger, groupBy, filter, format]) command.Options.Add(option);
        command.SetAction((parse, cancellationToken) =>
        {
            var days = TimeText.Zone(parse.GetValue(zone));
            var chosen = parse.GetRequiredValue(format);
            var question = new StatsQuestion(parse.GetRequiredValue(options.Project), [.. parse.GetRequiredValue(path).Distinct(StringComparer.Ordinal)])
            {
                Type = parse.GetRequiredValue(type),
                Aggregations = [.. Items(parse.GetValue(aggregations)).Distinct(StringComparer.Ordinal)],
                Percentiles = [.. Items(parse.GetValue(percentiles)).Select(text => double.Parse(text, CultureInfo.InvariantCulture)).Distinct()],
                By = parse.GetValue(by),
                From = TimeText.Read(parse.GetValue(from), days),
                To = TimeText.Read(parse.GetValue(to), days),
                Zone = days,
                FeedbackType = parse.GetValue(feedbackType),
                Trigger = parse.GetValue(trigger),
                GroupBy = [.. Items(parse.GetValue(groupBy))],
                Filters = [.. (parse.GetValue(filter) ?? []).Select(ReadFilter)],
                ForTable = chosen == "table",
            };
            return StatsAction.RunAsync(question, chosen, options.Place(parse), cancellationToken);
        });
        return command;
    }

    private static Option<string> Word(string name, string description, string[] words, string usual, params string[] aliases)
    {
        var option = new Option<string>(name, aliases) { Description = description, HelpName = string.Join('|', words), DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !words.Contains(result.Tokens[0].Value))
                result.AddError($"{name} expects {string.Join(", ", words)}, not '{result.Tokens[0].Value}'{Meant(result.Tokens[0].Value, words)}");
        });
        return option;
    }

    private static Option<string[]> List(string name, string description, string form, Func<string, string?> problem)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = form };
        option.Validators.Add(result =>
        {
            foreach (var item in Items([.. result.Tokens.Select(token => token.Value)]))
            {
                if (problem(item) is { } reason) result.AddError(reason);
            }
        });
        return option;
    }

    private static IEnumerable<string> Items(string[]? values) => (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static bool IsPercentile(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100;

    private static string Meant(string word, string[] words) => Nearest.Of(word, words) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    private static (string Path, string Value) ReadFilter(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var value = text[(equals + 1)..];
        try
        {
            using var document = JsonDocument.Parse(value);
            if (document.RootElement.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) return (text[..equals], document.RootElement.GetRawText());
        }
        catch (JsonException)
        {
            // Words are no JSON: they are text.
        }

        return (text[..equals], $"\"{JsonEncodedText.Encode(value)}\"");
    }
}

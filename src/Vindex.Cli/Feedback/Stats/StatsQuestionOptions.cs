using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Vindex.Server.Web.Requests;

namespace Vindex.Cli.Feedback.Stats;

/// <summary>The options of <c>vindex stats</c> that make the question.</summary>
internal sealed class StatsQuestionOptions
{
    private static readonly string[] s_formats = ["table", "json", "csv"];
    private static readonly string[] s_types = ["numeric", "boolean", "categorical"];
    private static readonly string[] s_aggregations = ["sum", "avg", "min", "max", "count", "count_true", "count_false"];
    private static readonly string[] s_units = ["minute", "hour", "day", "week", "month"];

    private readonly Option<string[]> _path = new(
        "--path")
    {
        Description = "Path of the values in the payload, such as output.score; can be repeated",
        HelpName = "PATH",
        Required = true,
        Arity = ArgumentArity.OneOrMore
    };
    private readonly Option<string> _type = Word("--type", "Type of the values", s_types, "numeric");
    private readonly Option<string[]> _aggregations = List("--aggregations", "Aggregations to compute [default: avg,min,max; for booleans count_true,count_false; for texts count]", "avg,min,…", text =>
        s_aggregations.Contains(text) ? null : $"unknown aggregation '{text}'{Meant(text, s_aggregations)}; choose from {string.Join(", ", s_aggregations)}");
    private readonly Option<string[]> _percentiles = List("--percentiles", "Percentiles, 0 to 100", "50,95,…", text =>
        IsPercentile(text) ? null : $"--percentiles expects comma-separated numbers from 0 to 100, not '{text}'");
    private readonly Option<string?> _by = new(
        "--by", "-b")
    { Description = "Length of a bucket [default: chosen from the range]", HelpName = "minute|hour|day|week|month|SECONDS" };
    private readonly Option<string?> _from = TimeText.Option("--from", "Start of the range [default: 30 days, including today]");
    private readonly Option<string?> _to = TimeText.Option("--to", "End of the range, exclusive [default: now]");
    private readonly Option<string?> _zone = TimeText.ZoneOption("Time zone of days, weeks and months, and of --from and --to");
    private readonly Option<string?> _feedbackType = new("--feedback-type") { Description = "Only this feedback type", HelpName = "TYPE" };
    private readonly Option<string?> _trigger = new("--trigger") { Description = "Only this trigger; a trailing :* matches any ending", HelpName = "REF" };
    private readonly Option<string[]> _groupBy = List(
        "--group-by", "Group by one or two fields: feedback_type, trigger_ref or a path", "FIELD[,FIELD]", _ => null);
    private readonly Option<string[]> _filter = new(
        "--filter")
    { Description = "Only rows with this value; can be repeated (the same path: any of the values)", HelpName = "PATH=VALUE" };
    private readonly Option<string> _format = Word(
        "--format", "Output format: table (for people), json (the server's response) or csv (one row per bucket)", s_formats, "table", "-f");

    public StatsQuestionOptions()
    {
        _path.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                result.AddError("--path is empty; name a key of the payload, such as output.score");
        });
        _by.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value is var text && !s_units.Contains(text) && StatsQuestion.Seconds(text) is not > 0)
                result.AddError($"--by expects {string.Join(", ", s_units)} or a number of seconds, not '{text}'{Meant(text, s_units)}");
        });
        _filter.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
                result.AddError($"--filter expects PATH=VALUE, such as label=good, not '{token.Value}'");
        });
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[
            _path, _type, _aggregations, _percentiles, _by, _from, _to, _zone, _feedbackType, _trigger, _groupBy, _filter, _format
        ])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The output format.</summary>
    public string Format(ParseResult parse) => parse.GetRequiredValue(_format);

    public StatsQuestion Read(ParseResult parse, string project)
    {
        var days = TimeText.Zone(parse.GetValue(_zone));
        return new StatsQuestion(project, [.. parse.GetRequiredValue(_path).Distinct(StringComparer.Ordinal)])
        {
            Type = parse.GetRequiredValue(_type),
            Aggregations = [.. Items(parse.GetValue(_aggregations)).Distinct(StringComparer.Ordinal)],
            Percentiles = [.. Items(parse.GetValue(_percentiles)).Select(text => double.Parse(text, CultureInfo.InvariantCulture)).Distinct()],
            By = parse.GetValue(_by),
            From = TimeText.Read(parse.GetValue(_from), days),
            To = TimeText.Read(parse.GetValue(_to), days),
            Zone = days,
            FeedbackType = parse.GetValue(_feedbackType),
            Trigger = parse.GetValue(_trigger),
            GroupBy = [.. Items(parse.GetValue(_groupBy))],
            Filters = [.. (parse.GetValue(_filter) ?? []).Select(ReadFilter)],
            ForTable = Format(parse) == "table",
        };
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

    private static IEnumerable<string> Items(string[]? values) =>
        (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static bool IsPercentile(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100;

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

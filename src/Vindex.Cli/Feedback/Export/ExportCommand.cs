using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Vindex.Cli.Invocation;

namespace Vindex.Cli.Feedback.Export;

/// <summary><c>vindex export</c>: a project's feedback, or a company, as JSON lines.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var output = new Option<string?>(
            "--out", "-o")
        { Description = "File to write; compressed when its name ends in .gz [default: standard output]", HelpName = "FILE" }.NotBlank();
        var company = new Option<string?>("--company")
        {
            Description = "A whole company instead of a project: customers, profiles, scores and feedback",
            HelpName = "COMPANY",
        };
        var from = TimeText.Option("--from", "Only rows created at or after this time");
        var to = TimeText.Option("--to", "Only rows created before this time");
        var zone = TimeText.ZoneOption("Time zone of --from and --to");
        var type = new Option<string?>("--type") { Description = "Only this feedback type", HelpName = "TYPE" };
        var trigger = new Option<string?>("--trigger") { Description = "Only this trigger; a trailing :* matches any ending", HelpName = "REF" };
        var query = CreateQuery();
        var command = new ExampledCommand("export", "Export a project's feedback, or a whole company, as JSON lines that import can read")
        {
            Notes =
            [
                "--from and --to: a date (2026-03-01, its first instant), a local time (2026-03-01T14:30) or an instant (2026-03-01T14:30:00Z).",
                "The --out file is written under a temporary name and replaces an existing file only when it is complete.",
                "--company needs a key with the scope admin where --url is used. Keys, users, secrets, jobs and callbacks are not exported.",
                FeedbackOptions.Note,
                "Exit code 0: everything was written. Exit code 2: something failed.",
            ],
            Examples =
            [
                new("./vindex export --project kolibri-bikes/assistant > feedback.ndjson", "everything"),
                new("./vindex export --company kolibri --out kolibri.ndjson.gz", "a whole company, compressed"),
                new("./vindex export --project kolibri-bikes/scores --from 2026-03-01 --to 2026-04-01 --out march.ndjson.gz", "the scores of March, compressed"),
                new(
                    "./vindex export --project kolibri-bikes/assistant --query '{\"$expr\":{\"$eq\":[{\"$getField\":\"creator\"},{\"$literal\":\"ada\"}]}}'",
                    "only Ada's feedback"),
            ],
        };
        var options = FeedbackOptions.AddTo(command, "The project", projectRequired: false);
        Option[] filters = [from, to, zone, type, trigger, query];
        foreach (var option in (Option[])[company, output, .. filters]) command.Options.Add(option);
        command.Validators.Add(result => CheckSource(result, company, options.Project, filters));
        command.SetAction((parse, cancellationToken) =>
        {
            if (parse.GetValue(company) is { } slug)
                return ExportAction.RunAsync(new CompanyExport(slug), parse.GetValue(output), options.Place(parse), cancellationToken);
            var times = TimeText.Zone(parse.GetValue(zone));
            var selection = new ExportSelection(parse.GetValue(options.Project)!)
            {
                From = TimeText.Read(parse.GetValue(from), times),
                To = TimeText.Read(parse.GetValue(to), times),
                Type = parse.GetValue(type),
                Trigger = parse.GetValue(trigger),
                Query = parse.GetValue(query),
            };
            return ExportAction.RunAsync(new ProjectExport(selection), parse.GetValue(output), options.Place(parse), cancellationToken);
        });
        return command;
    }

    private static void CheckSource(CommandResult result, Option company, Option project, Option[] filters)
    {
        if (result.GetResult(company) is null == result.GetResult(project) is null) result.AddError("name either --project or --company");
        if (result.GetResult(company) is null) return;
        foreach (var option in filters.Where(option => result.GetResult(option) is { Implicit: false }))
            result.AddError($"{option.Name} selects rows of a project and can't be combined with --company");
    }

    private static Option<string?> CreateQuery()
    {
        var query = new Option<string?>("--query")
        {
            Description = "Only rows that match a query expression, as in POST /feedback/query",
            HelpName = "{\"$expr\":…}",
        };
        query.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IsObject(result.Tokens[0].Value))
                result.AddError("--query expects a JSON object such as {\"$expr\":{\"$eq\":[{\"$getField\":\"creator\"},{\"$literal\":\"ada\"}]}}");
        });
        return query;
    }

    private static bool IsObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

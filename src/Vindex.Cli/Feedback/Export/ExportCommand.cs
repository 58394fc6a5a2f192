using System.CommandLine;
using System.Text.Json;
using Vindex.Cli.Invocation;

namespace Vindex.Cli.Feedback.Export;

/// <summary><c>vindex export</c>: a project's feedback as JSON lines.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var output = new Option<string?>(
            "--out", "-o")
        { Description = "File to write; compressed when its name ends in .gz [default: standard output]", HelpName = "FILE" }.NotBlank();
        var from = TimeText.Option("--from", "Only rows created at or after this time");
        var to = TimeText.Option("--to", "Only rows created before this time");
        var zone = TimeText.ZoneOption("Time zone of --from and --to");
        var type = new Option<string?>("--type") { Description = "Only this feedback type", HelpName = "TYPE" };
        var trigger = new Option<string?>("--trigger") { Description = "Only this trigger; a trailing :* matches any ending", HelpName = "REF" };
        var query = new Option<string?>(
            "--query")
        { Description = "Only rows that match a query expression, as in POST /feedback/query", HelpName = "{\"$expr\":…}" };
        query.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IsObject(result.Tokens[0].Value))
                result.AddError("--query expects a JSON object such as {\"$expr\":{\"$eq\":[{\"$getField\":\"creator\"},{\"$literal\":\"ada\"}]}}");
        });
        var command = new ExampledCommand("export", "Export a project's feedback as JSON lines that import can read")
        {
            Notes =
            [
                "--from and --to: a date (2026-03-01, its first instant), a local time (2026-03-01T14:30) or an instant (2026-03-01T14:30:00Z).",
                "The --out file is written under a temporary name and replaces an existing file only when it is complete.",
                FeedbackOptions.Note,
                "Exit code 0: everything was written. Exit code 2: something failed.",
            ],
            Examples =
            [
                new("./vindex export --project kolibri/support > feedback.ndjson", "everything"),
                new("./vindex export --project kolibri/scores --from 2026-03-01 --to 2026-04-01 --out march.ndjson.gz", "the scores of March, compressed"),
                new(
                    "./vindex export --project kolibri/support --query '{\"$expr\":{\"$eq\":[{\"$getField\":\"creator\"},{\"$literal\":\"ada\"}]}}'",
                    "only Ada's feedback"),
            ],
        };
        var options = FeedbackOptions.AddTo(command, "The project", projectRequired: true);
        foreach (var option in (Option[])[output, from, to, zone, type, trigger, query]) command.Options.Add(option);
        command.SetAction((parse, cancellationToken) =>
        {
            var times = TimeText.Zone(parse.GetValue(zone));
            var selection = new ExportSelection(parse.GetRequiredValue(options.Project))
            {
                From = TimeText.Read(parse.GetValue(from), times),
                To = TimeText.Read(parse.GetValue(to), times),
                Type = parse.GetValue(type),
                Trigger = parse.GetValue(trigger),
                Query = parse.GetValue(query),
            };
            return ExportAction.RunAsync(selection, parse.GetValue(output), options.Place(parse), cancellationToken);
        });
        return command;
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

using System.CommandLine;
using Vindex.Cli.Invocation;

namespace Vindex.Cli.Feedback.Import;

/// <summary><c>vindex import</c>: feedback of a file into a project.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "JSON lines, one row of feedback per line, or an exported company; optionally .gz; - reads standard input" }.NotBlank();
        var command = new ExampledCommand("import", "Import feedback from a file into a project, or an exported company")
        {
            Notes =
            [
                "A line: {\"weave_ref\": \"…\", \"feedback_type\": \"…\", \"payload\": {…}}, with the fields of POST /feedback/create, plus optional id, created_at and wb_user_id, as export writes them.",
                "--project applies to every line and overrides the line's own project_id; without it, each line must have a project_id.",
                "A rejected line does not stop the others; the first ten are reported with their reasons. Lines with an id can safely be imported again: they replace the existing rows.",
                "A file written by export --company is recognized by its first line: its company is created if it does not exist, and what is there already stays.",
                FeedbackOptions.Note,
                "Exit code 0: all lines were imported. 1: some lines were rejected. 2: the import failed.",
            ],
            Examples =
            [
                new("./vindex import feedback.ndjson --project kolibri-bikes/assistant", "into the data folder"),
                new("./vindex import feedback.ndjson.gz --project kolibri-bikes/assistant --data /data", "a compressed file, into another folder"),
                new("zcat old/*.gz | ./vindex import - --project kolibri-bikes/assistant", "from standard input"),
                new("VINDEX_API_KEY=vx_… ./vindex import feedback.ndjson --project kolibri-bikes/assistant --url https://vindex.example.com", "to a remote server"),
            ],
        };
        command.Arguments.Add(file);
        var options = FeedbackOptions.AddTo(command, "Project for all lines; overrides their own", projectRequired: false);
        command.SetAction((parse, cancellationToken) =>
            ImportAction.RunAsync(parse.GetRequiredValue(file), parse.GetValue(options.Project), options.Place(parse), cancellationToken));
        return command;
    }
}

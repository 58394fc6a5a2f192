using System.CommandLine;
using Vindex.Cli.Invocation;

namespace Vindex.Cli.Feedback.Import;

/// <summary><c>vindex import</c>: feedback of a file into a project.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "JSON lines, one feedback a line, also .gz; - reads standard input" }.NotBlank();
        var command = new ExampledCommand("import", "Write feedback of a file into a project")
        {
            Notes =
            [
                "A line: {\"weave_ref\": \"…\", \"feedback_type\": \"…\", \"payload\": {…}}, with the fields of POST /feedback/create; it may carry id, created_at and wb_user_id, as export writes them.",
                "--project is the project of every line, also of those that name another; without it each line names its own (project_id).",
                "A line that is refused leaves the others; the first ten are told with their reasons. Lines with an id can be imported again: they replace themselves.",
                FeedbackOptions.Note,
                "Ends with 0 when all lines are in, 1 when some were refused, 2 when the import could not be carried out.",
            ],
            Examples =
            [
                new("./vindex import feedback.ndjson --project kolibri/support", "into the data folder beside the script"),
                new("./vindex import feedback.ndjson.gz --project kolibri/support --data /data", "a packed file, into another folder"),
                new("zcat old/*.gz | ./vindex import - --project kolibri/support", "from standard input"),
                new("VINDEX_API_KEY=vx_… ./vindex import feedback.ndjson --project kolibri/support --url https://vindex.example.com", "to a server elsewhere"),
            ],
        };
        command.Arguments.Add(file);
        var options = FeedbackOptions.AddTo(command, "Project of all lines, in place of the one they name", projectRequired: false);
        command.SetAction((parse, cancellationToken) =>
            ImportAction.RunAsync(parse.GetRequiredValue(file), parse.GetValue(options.Project), options.Place(parse), cancellationToken));
        return command;
    }
}

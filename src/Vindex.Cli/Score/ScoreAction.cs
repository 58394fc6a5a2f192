using Vindex.Cli.Invocation;
using Vindex.Cli.Output;
using Vindex.Scoring.Rubric;

namespace Vindex.Cli.Score;

/// <summary>Carries <c>vindex score</c> out: opens the input, picks the output, runs.</summary>
internal static class ScoreAction
{
    public static int Run(ScoreArguments arguments)
    {
        var error = Console.Error;
        var profile = ProfileChoice.Load(arguments.Profile);
        if (profile.Profile is null) return Refuse(error, profile.Reason!);
        using var input = BacklogInput.Open(arguments.File);
        if (input.Backlog is not { } backlog) return Refuse(error, $"{input.Name}: {input.Reason}");

        using var standardOutput = new StandardOutput();
        using var output = Output(arguments.Format, standardOutput);
        var run = new ScoreRun(input.Name, output, Gate(arguments.Minimum), Progress(arguments.Format, input), error);
        try
        {
            return run.Run(backlog, new RubricJudge(profile.Profile));
        }
        catch (IOException e) when (e is not ReaderGoneException)
        {
            return Refuse(error, $"{input.Name}: it cannot be read to its end: {e.Message}");
        }
    }

    private static int Refuse(TextWriter error, string reason)
    {
        error.WriteLine($"vindex: {reason}");
        return ExitCode.BadInput;
    }

    private static Gate? Gate(decimal? minimum) => minimum is { } value ? new Gate(value) : null;

    private static ITicketOutput Output(string format, Stream output) => format switch
    {
        "jsonl" => new JsonLinesOutput(output),
        "json" => new JsonOutput(output),
        "csv" => new CsvOutput(output),
        _ => Table(output),
    };

    // Apart, so that the other formats do not load what only the table needs.
    private static TableOutput Table(Stream output) => new(new Page(Screen.OfStandardOutput()), output);

    // Data that runs over the same terminal would be torn by a bar; the table is written at the end.
    private static ProgressBar Progress(string format, BacklogInput input)
    {
        var screen = Screen.OfStandardError();
        var shows = screen.IsTerminal && (format == "table" || Console.IsOutputRedirected);
        return shows ? new ProgressBar(Console.Error, screen.Width, input.FractionRead) : ProgressBar.None;
    }
}

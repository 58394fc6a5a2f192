using Vindex.Cli.Invocation;
using Vindex.Cli.Output;
using Vindex.Cli.Output.Formats;
using Vindex.Cli.Output.Terminal;
using Vindex.Scoring.Judging;

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

        var judge = JudgeVersions.Load(profile.Profile, arguments.Rubric);
        using var standardOutput = new StandardOutput();
        using var output = Output(arguments, input.Name, standardOutput, () => new JudgeName(TicketJudge.Provider, judge.ModelName));
        var run = new ScoreRun(input.Name, output, Gate(arguments.Minimum), Progress(arguments.Format, input), Relations(arguments), error);
        try
        {
            return run.Run(backlog, judge);
        }
        catch (IOException e) when (e is not BrokenPipeException)
        {
            return Refuse(error, $"{input.Name}: reading stopped early: {e.Message}");
        }
    }

    /// <summary>Tells why nothing was judged, and gives the exit code.</summary>
    public static int Refuse(TextWriter error, string reason)
    {
        error.WriteLine($"vindex: {reason}");
        return ExitCode.BadInput;
    }

    /// <summary>The gate of <c>--min</c>.</summary>
    public static Gate? Gate(decimal? minimum) => minimum is { } value ? new Gate(value) : null;

    /// <summary>What <c>--backlog</c> asks for.</summary>
    public static RelationFinder? Relations(ScoreArguments arguments) => arguments.AsBacklog ? new RelationFinder() : null;

    /// <summary>How tickets are written.</summary>
    /// <param name="arguments">What was asked.</param>
    /// <param name="file">The input's name.</param>
    /// <param name="output">Where to.</param>
    /// <param name="judge">Who judged; asked when all tickets are.</param>
    public static ITicketOutput Output(ScoreArguments arguments, string file, Stream output, Func<JudgeName?> judge) => arguments.Format switch
    {
        "jsonl" => new JsonLinesOutput(output),
        "json" => new JsonOutput(output, judge),
        "csv" => new CsvOutput(output),
        "junit" => JUnit(output, file, arguments.Minimum),
        "sarif" => new SarifOutput(output, SarifLocation.Of(arguments.File, Environment.CurrentDirectory)),
        _ => Table(output, judge),
    };

    private static JUnitOutput JUnit(Stream output, string file, decimal? minimum) => new(output, file, minimum ?? Score.Gate.Usual);

    // Apart, so that the other formats do not load what only the table needs.
    private static TableOutput Table(Stream output, Func<JudgeName?> judge) => new(new ConsolePage(Screen.OfStandardOutput()), output, judge);

    /// <summary>A bar where somebody sees it.</summary>
    // Data that runs over the same terminal would be torn by a bar; the table is written at the end.
    public static ProgressBar Progress(string format, BacklogInput input)
    {
        var screen = Screen.OfStandardError();
        var shows = screen.IsTerminal && (format == "table" || Console.IsOutputRedirected);
        return shows ? new ProgressBar(Console.Error, screen.Width, input.FractionRead) : ProgressBar.None;
    }
}

using System.Text;
using Vindex.Cli.Invocation;
using Vindex.Cli.Output;
using Vindex.Cli.Output.Terminal;
using Vindex.Scoring.Quality;

namespace Vindex.Cli.Evaluate;

/// <summary>Runs <c>vindex evaluate</c>.</summary>
internal static class EvaluateAction
{
    /// <summary>Returns the exit code.</summary>
    public static int Run(EvaluateArguments arguments)
    {
        var (report, reason) = Measure(arguments, Console.Error);
        if (report is null)
        {
            Console.Error.WriteLine($"vindex: {reason}");
            return ExitCode.BadInput;
        }

        using var output = new StandardOutput();
        output.Write(Encoding.UTF8.GetBytes(report));
        output.Flush();
        return ExitCode.Ok;
    }

    private static (string? Report, string? Reason) Measure(EvaluateArguments arguments, TextWriter error)
    {
        var items = EvaluationFiles.Items(arguments.Items);
        if (items.Rows is not { } tickets) return (null, items.Reason);
        var known = tickets.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<Rating> ratings = [];
        IReadOnlyList<DefectLabel> labels = [];
        if (arguments.Ratings is { } ratingsFile)
        {
            var read = EvaluationFiles.Ratings(ratingsFile);
            if (read.Rows is not { } rows) return (null, read.Reason);
            if (Stranger(rows, rating => rating.Id, known) is { } stranger) return (null, Describe(ratingsFile, stranger, arguments.Items));
            ratings = [.. rows.Select(row => row.Value)];
        }
        else
        {
            var read = EvaluationFiles.Labels(arguments.Labels!);
            if (read.Rows is not { } rows) return (null, read.Reason);
            if (Stranger(rows, label => label.Id, known) is { } stranger) return (null, Describe(arguments.Labels!, stranger, arguments.Items));
            labels = [.. rows.Select(row => row.Value)];
        }

        var (answers, reason) = JudgeSource.Answers(arguments.Judge, arguments.Items, message => error.WriteLine($"vindex: {message}"));
        if (answers is null) return (null, reason);
        return arguments.Ratings is not null
            ? OfPanel(arguments, PanelQuality.Measure(tickets, answers, ratings))
            : OfLabels(arguments, LabelQuality.Measure(tickets, answers, labels));
    }

    private static (string? Report, string? Reason) OfPanel(EvaluateArguments arguments, PanelQuality? quality)
    {
        if (quality is null) return (null, $"no rated ticket has a score of {arguments.Judge}");
        return (arguments.Json ? MeasurementJson.Write(arguments.Judge, quality) : PanelReport.Write(arguments.Judge, quality), null);
    }

    private static (string? Report, string? Reason) OfLabels(EvaluateArguments arguments, LabelQuality? quality)
    {
        if (quality is null) return (null, $"no criterion has tickets both with and without the defect among those with a score of {arguments.Judge}");
        return (arguments.Json ? MeasurementJson.Write(arguments.Judge, quality) : LabelReport.Write(arguments.Judge, quality), null);
    }

    private static (int Line, string Id)? Stranger<T>(IReadOnlyList<PlacedRow<T>> rows, Func<T, string> id, HashSet<string> known)
    {
        foreach (var row in rows)
        {
            if (!known.Contains(id(row.Value))) return (row.Line, id(row.Value));
        }

        return null;
    }

    private static string Describe(
        string file,
        (int Line, string Id) stranger,
        string items) => $"{file}: line {stranger.Line:N0}: {items} does not contain the ticket '{TerminalText.OneLine(stranger.Id)}'";
}

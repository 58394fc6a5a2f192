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
    public static async Task<int> RunAsync(EvaluateArguments arguments, CancellationToken cancellationToken)
    {
        var (report, reason) = await MeasureAsync(arguments, Console.Error, cancellationToken);
        if (report is null)
        {
            await Console.Error.WriteLineAsync($"vindex: {reason}");
            return ExitCode.BadInput;
        }

        await using var output = new StandardOutput();
        output.Write(Encoding.UTF8.GetBytes(report));
        output.Flush();
        return ExitCode.Ok;
    }

    private static async Task<(string? Report, string? Reason)> MeasureAsync(EvaluateArguments arguments, TextWriter error, CancellationToken cancellationToken)
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

        var judges = new List<MeasuredJudge>();
        foreach (var request in arguments.Requests)
        {
            var (judge, reason) = await JudgeSource.AnswersAsync(request, message => error.WriteLine($"vindex: {message}"), cancellationToken);
            if (judge is null) return (null, reason);
            judges.Add(judge);
        }

        return arguments.Ratings is not null
            ? OfPanel(arguments.Json, judges, judge => PanelQuality.Measure(tickets, judge.Answers, ratings))
            : OfLabels(arguments.Json, judges, judge => LabelQuality.Measure(tickets, judge.Answers, labels));
    }

    private static (string? Report, string? Reason) OfPanel(bool json, List<MeasuredJudge> judges, Func<MeasuredJudge, PanelQuality?> measure)
    {
        var measured = new List<(MeasuredJudge Judge, PanelQuality Quality)>();
        foreach (var judge in judges)
        {
            if (measure(judge) is not { } quality) return (null, $"no rated ticket has a score of {judge.Name}");
            measured.Add((judge, quality));
        }

        if (json) return (MeasurementJson.Write(measured), null);
        return (measured.Count == 1 ? WithUse(PanelReport.Write(judges[0].Name, measured[0].Quality), judges[0]) : JudgeComparison.Write(measured), null);
    }

    private static (string? Report, string? Reason) OfLabels(bool json, List<MeasuredJudge> judges, Func<MeasuredJudge, LabelQuality?> measure)
    {
        var measured = new List<(MeasuredJudge Judge, LabelQuality Quality)>();
        foreach (var judge in judges)
        {
            if (measure(judge) is not { } quality)
                return (null, $"no criterion has tickets both with and without the defect among those with a score of {judge.Name}");
            measured.Add((judge, quality));
        }

        if (json) return (MeasurementJson.Write(measured), null);
        return (measured.Count == 1 ? WithUse(LabelReport.Write(judges[0].Name, measured[0].Quality), judges[0]) : JudgeComparison.Write(measured), null);
    }

    private static string WithUse(string report, MeasuredJudge judge) => judge.Use is { } use ? $"{report}\n{use}\n" : report;

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

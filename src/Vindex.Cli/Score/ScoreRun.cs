using Vindex.Cli.Invocation;
using Vindex.Cli.Judging;
using Vindex.Cli.Output.Formats;
using Vindex.Cli.Output.Terminal;
using Vindex.Cli.Score.Remote;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Judging;

namespace Vindex.Cli.Score;

/// <summary>Judges all rows of a file and writes what came of them: tickets to the output, problems and the gate's verdict to standard error.</summary>
/// <param name="file">The file's name in messages.</param>
/// <param name="output">Where judged tickets go.</param>
/// <param name="gate">The gate of <c>--min</c>; null without.</param>
/// <param name="progress">Shows how far it is.</param>
/// <param name="relations">Follows the tickets for <c>--backlog</c>; null without.</param>
/// <param name="error">Standard error.</param>
internal sealed class ScoreRun(string file, ITicketOutput output, Gate? gate, ProgressBar progress, RelationFinder? relations, TextWriter error)
{
    private const int ProblemsTold = 20;

    private readonly BacklogSummary _summary = new();
    private readonly List<RowProblem> _problems = [];

    /// <summary>Judges in this process. Returns the exit code.</summary>
    public int Run(Backlog backlog, TicketJudge judge)
    {
        foreach (var row in OrderedJudging.Judge(backlog.Rows(), judge, output.Render)) Take(row);
        return Finish(backlog.Failure, null);
    }

    /// <summary>Has a server judge. Returns the exit code.</summary>
    public async Task<int> RunAsync(Backlog backlog, RemoteJudging judging, CancellationToken cancellationToken)
    {
        await foreach (var row in judging.JudgeAsync(backlog.Rows(), cancellationToken)) Take(row);
        return Finish(judging.Stopped is null ? backlog.Failure : null, judging.Stopped);
    }

    /// <summary>Has a model judge. Returns the exit code.</summary>
    public async Task<int> RunAsync(Backlog backlog, ModelJudging judging, CancellationToken cancellationToken)
    {
        await foreach (var row in judging.JudgeAsync(backlog.Rows(), output, cancellationToken)) Take(row);
        return Finish(judging.Stopped is null ? backlog.Failure : null, judging.Stopped);
    }

    private void Take(JudgedRow row)
    {
        if (row.Ticket is { } ticket)
        {
            _summary.Add(ticket);
            gate?.Check(ticket);
            relations?.Add(ticket);
            output.Write(ticket);
        }
        else
        {
            _problems.Add(row.Problem!);
        }

        progress.Advance(_summary.Total + _problems.Count);
    }

    private int Finish(string? failure, string? stopped)
    {
        if (failure is not null) _problems.Add(new RowProblem(null, null, failure));
        _summary.Relations = relations?.Find();
        progress.Clear();
        output.Finish(_summary, stopped is null ? _problems : [.. _problems, new RowProblem(null, null, stopped)]);
        Tell(_problems, _summary.Total);
        if (stopped is not null) error.WriteLine($"vindex: {stopped}{(_summary.Total > 0 ? $" ({Output.Terminal.TerminalText.Count(_summary.Total, "ticket")} {(_summary.Total == 1 ? "was" : "were")} scored before)" : "")}");
        if (gate is not null && _summary.Total > 0) error.WriteLine($"vindex: {gate.Verdict()}");
        if (_problems.Count > 0 || stopped is not null) return ExitCode.BadInput;
        return gate is { Failed: > 0 } ? ExitCode.BelowGate : ExitCode.Ok;
    }

    private void Tell(List<RowProblem> problems, int judged)
    {
        foreach (var problem in problems.Take(ProblemsTold)) error.WriteLine($"vindex: {problem.Describe(file)}");
        if (problems.Count > ProblemsTold) error.WriteLine($"vindex: and {problems.Count - ProblemsTold} more like these");
        if (problems.Count > 0 && judged > 0) error.WriteLine($"vindex: {problems.Count} of {judged + problems.Count} rows could not be scored");
    }
}

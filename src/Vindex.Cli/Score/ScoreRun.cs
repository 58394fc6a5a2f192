using Vindex.Cli.Invocation;
using Vindex.Cli.Output;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Rubric;

namespace Vindex.Cli.Score;

/// <summary>Judges all rows of a file and writes what came of them: tickets to the output, problems and the gate's verdict to standard error.</summary>
/// <param name="file">The file's name in messages.</param>
/// <param name="output">Where judged tickets go.</param>
/// <param name="gate">The gate of <c>--min</c>; null without.</param>
/// <param name="progress">Shows how far it is.</param>
/// <param name="error">Standard error.</param>
internal sealed class ScoreRun(string file, ITicketOutput output, Gate? gate, ProgressBar progress, TextWriter error)
{
    private const int ProblemsTold = 20;

    /// <summary>Returns the exit code.</summary>
    public int Run(Backlog backlog, RubricJudge judge)
    {
        var summary = new BacklogSummary();
        var problems = new List<RowProblem>();
        foreach (var row in OrderedJudging.Judge(backlog.Rows(), judge))
        {
            if (row.Ticket is { } ticket)
            {
                summary.Add(ticket);
                gate?.Check(ticket);
                output.Write(ticket);
            }
            else
            {
                problems.Add(row.Problem!);
            }

            progress.Advance(summary.Total + problems.Count);
        }

        if (backlog.Failure is { } failure) problems.Add(new RowProblem(null, null, failure));
        progress.Clear();
        output.Finish(summary, problems);
        Tell(problems, summary.Total);
        if (gate is not null && summary.Total > 0) error.WriteLine($"vindex: {gate.Verdict()}");
        if (problems.Count > 0) return ExitCode.BadInput;
        return gate is { Failed: > 0 } ? ExitCode.BelowGate : ExitCode.Ok;
    }

    private void Tell(List<RowProblem> problems, int judged)
    {
        foreach (var problem in problems.Take(ProblemsTold)) error.WriteLine($"vindex: {problem.Describe(file)}");
        if (problems.Count > ProblemsTold) error.WriteLine($"vindex: and {problems.Count - ProblemsTold} more like these");
        if (problems.Count > 0 && judged > 0) error.WriteLine($"vindex: {problems.Count} of {judged + problems.Count} rows could not be judged; the others were");
    }
}

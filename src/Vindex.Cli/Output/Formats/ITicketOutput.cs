using Vindex.Cli.Score;

namespace Vindex.Cli.Output.Formats;

/// <summary>A way to write judged tickets. Called in input order, from one thread.</summary>
internal interface ITicketOutput : IDisposable
{
    /// <summary>One more ticket.</summary>
    void Write(ScoredTicket ticket);

    /// <summary>That was all.</summary>
    void Finish(BacklogSummary summary, IReadOnlyList<RowProblem> problems);
}

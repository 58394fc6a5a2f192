using Vindex.Cli.Score;

namespace Vindex.Cli.Output.Formats;

/// <summary>A way to write judged tickets. Called in input order, from one thread, but for <see cref="Render"/>.</summary>
internal interface ITicketOutput : IDisposable
{
    /// <summary>A ticket as it will be written, where nothing else needs to be known; null where it does. Called from several threads, in any order.</summary>
    byte[]? Render(ScoredTicket ticket) => null;

    /// <summary>One more ticket.</summary>
    void Write(ScoredTicket ticket);

    /// <summary>That was all.</summary>
    void Finish(BacklogSummary summary, IReadOnlyList<RowProblem> problems);
}

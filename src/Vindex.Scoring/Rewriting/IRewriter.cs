using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rewriting;

/// <summary>Proposes a better text for a ticket.</summary>
public interface IRewriter
{
    /// <summary>Proposes a text.</summary>
    /// <param name="reading">A reading that was not refused.</param>
    /// <param name="judge">Judges the ticket before and after.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<TicketRewrite> RewriteAsync(TicketReading reading, TicketJudge judge, CancellationToken cancellationToken);
}

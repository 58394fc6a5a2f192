using Vindex.Storage.Audit;
using Vindex.Storage.Scores;

namespace Vindex.Storage.Reviews;

/// <summary>
/// Reviews, and whose turn it is in them. A ticket is handed to no more people than its review wants: who holds it counts like who rated it, until the hold is
/// older than <c>heldSince</c>. Someone who holds a ticket for longer may still rate it, so each hold that ran out can add one rating, and nothing else can.
/// </summary>
public interface IReviewStore
{
    /// <summary>Adds a review. False if the company does not exist or the id is taken. Places whose score the company does not have are left out.</summary>
    /// <param name="review">The review.</param>
    /// <param name="places">Its tickets.</param>
    /// <param name="turns">Turns that were taken already; none for a new review.</param>
    /// <param name="audit">What is added to the audit log.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<bool> AddAsync(
        Review review, IReadOnlyList<ReviewPlace> places, IReadOnlyList<ReviewTurn> turns, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>
    /// The reviews of the access's company with at least one ticket that it covers, newest first; with access to all customers, also those without.
    /// </summary>
    /// <param name="access">What the caller may see.</param>
    /// <param name="actor">The asking person.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<IReadOnlyList<ReviewProgress>> ListAsync(ScoreAccess access, string actor, CancellationToken cancellationToken);

    /// <summary>One review, from one moment's state; null if the list does not have it.</summary>
    Task<ReviewContent?> FindAsync(ScoreAccess access, string id, CancellationToken cancellationToken);

    /// <summary>
    /// The id of the score to rate next, which the person then holds: the one that they hold already, or else one with the fewest people who have it, in the
    /// order of places. Tickets that they rated or skipped are left out. Null if there is none, or the review is closed or not the company's.
    /// </summary>
    /// <param name="access">What the person may see.</param>
    /// <param name="id">The review.</param>
    /// <param name="actor">The person.</param>
    /// <param name="now">The time of the call.</param>
    /// <param name="heldSince">Older holds have run out.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<string?> NextAsync(ScoreAccess access, string id, string actor, DateTimeOffset now, DateTimeOffset heldSince, CancellationToken cancellationToken);

    /// <summary>Takes a place for a person who is about to rate a ticket. Who has held or rated it before always has one.</summary>
    /// <param name="access">What the person may see.</param>
    /// <param name="id">The review.</param>
    /// <param name="turn">The ticket and the person.</param>
    /// <param name="now">The time of the call.</param>
    /// <param name="heldSince">Older holds have run out.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<ReviewClaim> ClaimAsync(
        ScoreAccess access, string id, ReviewedScore turn, DateTimeOffset now, DateTimeOffset heldSince, CancellationToken cancellationToken);

    /// <summary>Notes that a person rated or skipped a ticket. What was rated stays rated. False if the review does not have the ticket (any longer).</summary>
    Task<bool> EndTurnAsync(string id, ReviewedScore turn, TurnState state, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Closes a review, or opens it again with null. False if the company does not have it, or it is that already.</summary>
    Task<bool> CloseAsync(string companyId, string id, DateTimeOffset? closedAt, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Deletes a review; the ratings that were given in it are feedback and stay. False if the company does not have it.</summary>
    Task<bool> DeleteAsync(string companyId, string id, AuditEntry audit, CancellationToken cancellationToken);
}

/// <summary>A score that a person rates.</summary>
/// <param name="ScoreId">The score.</param>
/// <param name="Actor">The person, as in the audit log.</param>
public readonly record struct ReviewedScore(string ScoreId, string Actor);

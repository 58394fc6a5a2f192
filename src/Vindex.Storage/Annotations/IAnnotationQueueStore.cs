using Vindex.Storage.Audit;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Annotations;

/// <summary>
/// Annotation queues of projects, and who has which of their items. An item has as many places as its queue wants reviewers. Who is done with it has a place
/// for good, who has claimed it until the claim runs out, and who skipped it has none. They go with their project or company.
/// </summary>
public interface IAnnotationQueueStore
{
    /// <summary>Adds a queue, unless its id is taken or the project has as many as it may have.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="refs">What is to be annotated, in the order of positions.</param>
    /// <param name="most">How many queues a project may have.</param>
    /// <param name="audit">What is added to the audit log if the queue is.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<AnnotationAdded> AddAsync(AnnotationQueue queue, IReadOnlyList<string> refs, int most, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>
    /// Adds what was done in a queue elsewhere, for imports. Claims of unknown items are left out, and what is known of a person and an item stays.
    /// </summary>
    Task AddClaimsAsync(ProjectKey project, string id, IReadOnlyList<AnnotationClaim> claims, CancellationToken cancellationToken);

    /// <summary>The queues of a project, newest first.</summary>
    Task<IReadOnlyList<AnnotationProgress>> ListAsync(ProjectKey project, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>One queue; null if the project does not have it.</summary>
    Task<AnnotationProgress?> FindAsync(ProjectKey project, string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Whether the project has a queue.</summary>
    Task<bool> ExistsAsync(ProjectKey project, string id, CancellationToken cancellationToken);

    /// <summary>The queues of all projects of a company, oldest first.</summary>
    Task<IReadOnlyList<AnnotationQueue>> OfCompanyAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>Items from a position on, with their claims; null if the project does not have the queue.</summary>
    Task<AnnotationItems?> ItemsAsync(ProjectKey project, string id, int from, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The item that a person works on, whose claim is prolonged: the one that they have claimed already, or else the first that has a place left and that they
    /// have neither done nor skipped. Null if there is none, or the project does not have the queue.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="id">The queue.</param>
    /// <param name="reviewer">The person.</param>
    /// <param name="now">The time of the call.</param>
    /// <param name="until">When the claim runs out.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<AnnotationItem?> ClaimAsync(
        ProjectKey project, string id, string reviewer, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that a person is done with an item, or skips it. A claim that ran out still counts while the item has a place left. What is done stays done.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="id">The queue.</param>
    /// <param name="claim">The item, the person, the new state and the time of the call.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<ClaimEnd> EndAsync(ProjectKey project, string id, AnnotationClaim claim, CancellationToken cancellationToken);

    /// <summary>Deletes a queue with its items; feedback that names it stays. False if the project does not have it.</summary>
    Task<bool> DeleteAsync(ProjectKey project, string id, AuditEntry audit, CancellationToken cancellationToken);
}

using Vindex.Storage.Audit;

namespace Vindex.Storage.Trackers;

/// <summary>The result of adding a project.</summary>
public enum ProjectAdded
{
    /// <summary>It is stored.</summary>
    Added,

    /// <summary>There is no such connection, or no such customer.</summary>
    NotFound,

    /// <summary>The project, or its customer, is tracked already.</summary>
    Taken,
}

/// <summary>Connections to trackers and the projects that are read from them, as people manage them.</summary>
public interface ITrackerStore
{
    /// <summary>Adds a connection. False if there is no such company.</summary>
    Task<bool> AddAsync(TrackerConnection connection, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>A company's connections, oldest first.</summary>
    Task<IReadOnlyList<TrackerConnection>> ListAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>A company's connection; null if there is none.</summary>
    Task<TrackerConnection?> FindAsync(string companyId, string id, CancellationToken cancellationToken);

    /// <summary>A connection, for its webhook; null if there is none.</summary>
    Task<TrackerConnection?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a connection unless it was changed since; its failure is forgotten, its projects are due, and a worker's lease ends. Null if it was
    /// changed or is gone.
    /// </summary>
    Task<TrackerConnection?> UpdateAsync(TrackerConnection changed, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Deletes a connection with its projects; customers and scores stay. False if there is none.</summary>
    Task<bool> DeleteAsync(string companyId, string id, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Adds a project.</summary>
    Task<ProjectAdded> AddProjectAsync(TrackedProject project, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The projects of a connection, oldest first.</summary>
    Task<IReadOnlyList<TrackedProject>> ProjectsAsync(string trackerId, CancellationToken cancellationToken);

    /// <summary>
    /// Stores selection, write-back and webhook of a project, which is read in full again from <see cref="TrackedProject.DueAt"/> on if its selection is
    /// another one. Results that are to be written become due when write-back is switched on or changed. False if it is gone.
    /// </summary>
    Task<bool> UpdateProjectAsync(TrackedProject changed, DateTimeOffset now, AuditEntry? audit, CancellationToken cancellationToken);

    /// <summary>Deletes a project; its customer and scores stay. False if there is none.</summary>
    Task<bool> DeleteProjectAsync(string trackerId, string id, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The numbers of a connection's projects.</summary>
    Task<IReadOnlyList<TrackedCounts>> CountsAsync(string trackerId, CancellationToken cancellationToken);

    /// <summary>Makes all projects of a connection due, in full or for what changed, and forgets its failure. False if there is none.</summary>
    Task<bool> WakeAsync(string companyId, string id, bool full, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that an issue may have changed: in the project that it is in, and in each other project of the connection where it was seen. Returns in how many.
    /// </summary>
    /// <param name="trackerId">The connection.</param>
    /// <param name="projectId">The project's id in the tracker.</param>
    /// <param name="issueId">The issue's id within the tracker's API.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<int> NoteChangeAsync(string trackerId, string projectId, string issueId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What would be written next to the issues of a project, were writing on; the first by key.</summary>
    Task<IReadOnlyList<TrackedTicket>> WritableAsync(string projectId, int limit, CancellationToken cancellationToken);
}

/// <summary>
/// Reading from trackers, as workers do it. A connection is leased with a fencing token, so that one worker at a time reads it; with an older token nothing is
/// stored.
/// </summary>
public interface ITrackerWork
{
    /// <summary>Leases the connection that waited longest among those with something to do; null if there is none.</summary>
    Task<TrackerLease?> LeaseAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Extends leases; returns the ids of connections whose lease is lost.</summary>
    Task<IReadOnlyList<string>> RenewAsync(IReadOnlyList<TrackerLease> leases, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Ends all leases, for a store that no other process can open.</summary>
    Task TakeBackAsync(CancellationToken cancellationToken);

    /// <summary>Gives a lease back, with the failure that ended it; null if there was none.</summary>
    Task ReleaseAsync(TrackerLease lease, TrackerOutage? failure, CancellationToken cancellationToken);

    /// <summary>The oldest issues that webhooks named.</summary>
    Task<IReadOnlyList<TrackedChange>> ChangesAsync(string trackerId, int limit, CancellationToken cancellationToken);

    /// <summary>The issues of a project that were read before, by their ids.</summary>
    Task<IReadOnlyDictionary<string, TrackedTicket>> KnownAsync(string projectId, IReadOnlyCollection<string> issueIds, CancellationToken cancellationToken);

    /// <summary>The content hashes of the latest scores of a customer's tickets.</summary>
    Task<IReadOnlyDictionary<string, string>> LatestHashesAsync(
        string customerId, IReadOnlyCollection<string> ticketIds, CancellationToken cancellationToken);

    /// <summary>
    /// In one transaction: new scores, what is known of each issue, the changes that are answered, and the project's position. A ticket whose latest score
    /// has the same content hash by now gets no second one; a step about an older state than the known one changes nothing. Null if the lease is lost or the
    /// project is gone; nothing is stored then.
    /// </summary>
    /// <param name="lease">The lease.</param>
    /// <param name="project">The project. Its position and due time are stored.</param>
    /// <param name="steps">The issues.</param>
    /// <param name="endsFullPass">Whether a full pass ends with them: issues that it did not come to are gone.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<StoredSteps?> StoreAsync(
        TrackerLease lease, TrackedProject project, IReadOnlyList<TicketStep> steps, bool endsFullPass, DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>The next results to write to issues, of projects whose write-back is on.</summary>
    Task<IReadOnlyList<DueWrite>> WritesAsync(string trackerId, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Notes that a write begins. False if the lease is lost.</summary>
    Task<bool> BeginWriteAsync(TrackerLease lease, string projectId, string issueId, CancellationToken cancellationToken);

    /// <summary>Puts off all writes of a project that are due earlier.</summary>
    Task PostponeWritesAsync(string projectId, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Stores how a write ended.</summary>
    Task EndWriteAsync(WriteEnd end, CancellationToken cancellationToken);
}

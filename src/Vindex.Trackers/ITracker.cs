namespace Vindex.Trackers;

/// <summary>
/// A tracker's published API: what synchronizing and writing back need of it. Every call may throw a <see cref="TrackerException"/>, and nothing else but
/// cancellation. Implementations hold no state of a connection: all of it is in the arguments.
/// </summary>
public interface ITracker
{
    /// <summary>The product's name, as in the URLs of events: <c>jiraforge</c>, <c>github</c>, <c>gitlab</c>, <c>azuredevops</c>, <c>linear</c>.</summary>
    string Product { get; }

    /// <summary>What it can do.</summary>
    TrackerAbilities Abilities { get; }

    /// <summary>Signs in and reads who that is; says which permissions are missing.</summary>
    Task<TrackerIdentity> CheckAsync(TrackerAccess access, CancellationToken cancellationToken);

    /// <summary>Lists a page of the projects that the credentials can see.</summary>
    /// <param name="access">The connection.</param>
    /// <param name="cursor">The cursor of the page; null for the first.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<TrackerPage<TrackerProject>> ListProjectsAsync(TrackerAccess access, string? cursor, CancellationToken cancellationToken);

    /// <summary>
    /// Lists a page of issues, oldest change first where the API allows it. A cursor stays valid over restarts of this program. Issues that change while pages
    /// are read may be listed twice, but none is left out.
    /// </summary>
    /// <param name="access">The connection.</param>
    /// <param name="selection">Which issues.</param>
    /// <param name="cursor">The cursor of the page; null for the first.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<TrackerPage<TrackerIssue>> ListIssuesAsync(TrackerAccess access, IssueSelection selection, string? cursor, CancellationToken cancellationToken);

    /// <summary>Reads one issue; null if it was deleted or is no longer visible.</summary>
    Task<TrackerIssue?> FindIssueAsync(TrackerAccess access, IssueAddress issue, CancellationToken cancellationToken);

    /// <summary>Registers a webhook for changes of a project's issues, or updates the one of that URL.</summary>
    /// <param name="access">The connection.</param>
    /// <param name="projectId">The project.</param>
    /// <param name="hook">Where to send changes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The id of the webhook at the tracker; null if the API has none for these credentials (see <see cref="TrackerAbilities.RegistersHooks"/>).</returns>
    Task<string?> RegisterHookAsync(TrackerAccess access, string projectId, TrackerHook hook, CancellationToken cancellationToken);

    /// <summary>Removes a webhook; one that is gone already counts as removed.</summary>
    Task RemoveHookAsync(TrackerAccess access, string projectId, string hookId, CancellationToken cancellationToken);

    /// <summary>Reads what a webhook says; which issue changed, and who changed it.</summary>
    /// <param name="body">The body, a JSON object.</param>
    /// <param name="header">Finds a header's value by its name.</param>
    HookReading ReadHook(ReadOnlyMemory<byte> body, Func<string, string?> header);

    /// <summary>
    /// Writes the comment: updates the one of that id, or adds one where it is null or gone. The text is Markdown of paragraphs, emphasis, links and lists;
    /// the implementation turns it into the tracker's own format.
    /// </summary>
    /// <returns>The id of the comment.</returns>
    Task<string> PutCommentAsync(TrackerAccess access, IssueAddress issue, string? commentId, string markdown, CancellationToken cancellationToken);

    /// <summary>
    /// The id of the newest comment of the signed-in account that contains a marker, in the tracker's own format or as it is shown; null if there is none.
    /// Used after a crash between adding a comment and storing its id.
    /// </summary>
    Task<string?> FindCommentAsync(TrackerAccess access, IssueAddress issue, string marker, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);

    /// <summary>
    /// Sets labels: adds <paramref name="add"/>, removes those of <paramref name="remove"/> that are present, and leaves all others as they are. Labels that the
    /// tracker must know first are created. Changes nothing, and sends no write, if the labels are right already.
    /// </summary>
    /// <returns>Whether something was written.</returns>
    Task<bool> SetLabelsAsync(
        TrackerAccess access, IssueAddress issue, IReadOnlyCollection<string> add, IReadOnlyCollection<string> remove, CancellationToken cancellationToken);

    /// <summary>Writes a number to a field of the issue, for trackers with fields (see <see cref="TrackerAbilities.HasFields"/>).</summary>
    Task SetFieldAsync(TrackerAccess access, IssueAddress issue, string field, double value, CancellationToken cancellationToken);
}

using System.Diagnostics;
using Vindex.Server.Feedback.ImportExport;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Storage.Annotations;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>Annotation queues of a project: creating, listing and deleting them.</summary>
internal sealed class AnnotationQueueService(
    ProjectAccess access, IAnnotationQueueStore store, ExportService exports, ReadTurns turns, Ids ids, Audit audit, TimeProvider time)
{
    private const int MostQueues = 1000;

    private static readonly FeedbackRefusal s_readsFeedback =
        new FeedbackRefusal.Forbidden("A filter reads feedback, which requires the scope feedback:read; give refs instead");

    /// <summary>The message for a queue that is not there.</summary>
    public static string Missing(string id) => $"Queue {id} not found or has been deleted";

    /// <summary>Creates a queue. Returns its id.</summary>
    public async Task<FeedbackOutcome<string>> CreateAsync(Caller caller, AnnotationQueueRequest request, CancellationToken cancellationToken)
    {
        var (scope, refused) = await access.FindWholeAsync(caller, request.ProjectId, cancellationToken);
        if (scope is null) return refused!;
        if (request.Filter is not null && !MayRead(caller)) return s_readsFeedback;
        var found = request.Refs is { } given ? QueueRefs.Of(given) : await OfFilterAsync(caller, request.Filter!, cancellationToken);
        if (found is FeedbackOutcome<IReadOnlyList<string>>.Refused(var refusal)) return refusal;
        var refs = ((FeedbackOutcome<IReadOnlyList<string>>.Done)found).Value;
        var queue = new AnnotationQueue(ids.Uuid(), scope.Key, request.Name, request.Reviewers, caller.Actor, time.GetUtcNow());
        var entry = audit.Entry(
            caller, "annotation_queue.created", scope.Key.CompanyId, queue.Id, ("project_id", scope.ProjectId), ("name", queue.Name), ("items", $"{refs.Count}"));
        return await store.AddAsync(queue, refs, MostQueues, entry, cancellationToken) switch
        {
            AnnotationAdded.Added => queue.Id,
            AnnotationAdded.Full => new FeedbackRefusal.Invalid($"A project has at most {MostQueues} annotation queues; delete one that is no longer needed"),
            AnnotationAdded.CompanyGone => FeedbackRefusal.ProjectNotFound,
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The queues of a project, newest first.</summary>
    public async Task<FeedbackOutcome<AnnotationQueueListBody>> ListAsync(Caller caller, string projectId, CancellationToken cancellationToken)
    {
        var (scope, refused) = await access.FindWholeAsync(caller, projectId, cancellationToken);
        if (scope is null) return refused!;
        var queues = await store.ListAsync(scope.Key, time.GetUtcNow(), cancellationToken);
        return new AnnotationQueueListBody([.. queues.Select(queue => AnnotationQueueBody.Of(scope.ProjectId, queue))]);
    }

    /// <summary>One queue.</summary>
    public async Task<FeedbackOutcome<AnnotationQueueBody>> FindAsync(Caller caller, string projectId, string id, CancellationToken cancellationToken)
    {
        var (scope, refused) = await access.FindWholeAsync(caller, projectId, cancellationToken);
        if (scope is null) return refused!;
        return await store.FindAsync(scope.Key, id, time.GetUtcNow(), cancellationToken) is { } queue
            ? AnnotationQueueBody.Of(scope.ProjectId, queue)
            : new FeedbackRefusal.NotFound(Missing(id));
    }

    /// <summary>Deletes a queue. Feedback that names it stays.</summary>
    public async Task<FeedbackOutcome<Success>> DeleteAsync(Caller caller, string projectId, string id, CancellationToken cancellationToken)
    {
        var (scope, refused) = await access.FindWholeAsync(caller, projectId, cancellationToken);
        if (scope is null) return refused!;
        var entry = audit.Entry(caller, "annotation_queue.deleted", scope.Key.CompanyId, id, ("project_id", scope.ProjectId));
        return await store.DeleteAsync(scope.Key, id, entry, cancellationToken) ? default(Success) : new FeedbackRefusal.NotFound(Missing(id));
    }

    // Claiming shows the refs, so a filter would tell callers who may only write what feedback there is.
    private static bool MayRead(Caller caller) => ReferenceEquals(caller, Caller.LocalCommand) || caller.Scopes.Contains(Scopes.FeedbackRead);

    private async Task<FeedbackOutcome<IReadOnlyList<string>>> OfFilterAsync(Caller caller, ExportRequest filter, CancellationToken cancellationToken) =>
        await exports.OpenAsync(caller, filter, cancellationToken) switch
        {
            FeedbackOutcome<FeedbackExport>.Done(var rows) => await QueueRefs.OfAsync(rows, turns, cancellationToken),
            FeedbackOutcome<FeedbackExport>.Refused(var refusal) => refusal,
            _ => throw new UnreachableException(),
        };
}

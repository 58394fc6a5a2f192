using System.Diagnostics;
using System.Globalization;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Security;
using Vindex.Storage.Annotations;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>
/// The work in annotation queues: who has which item. A claim takes one of the item's places until its lease ends, so that no item is annotated by more people
/// than wanted.
/// </summary>
internal sealed class QueueWork(ProjectAccess access, IAnnotationQueueStore store, TimeProvider time)
{
    private static readonly FeedbackRefusal s_noItem = new FeedbackRefusal.NotFound("Item not found");
    private static readonly FeedbackRefusal s_otherReviewer =
        new FeedbackRefusal.Forbidden("People review as themselves; only an API key of the company can name a reviewer");

    /// <summary>Items of a queue with their claims.</summary>
    public async Task<FeedbackOutcome<QueueItemListBody>> ListAsync(
        Caller caller, string projectId, string id, (int Offset, int Limit) page, CancellationToken cancellationToken)
    {
        var (scope, refused) = await access.FindWholeAsync(caller, projectId, cancellationToken);
        if (scope is null) return refused!;
        var now = time.GetUtcNow();
        var queue = await store.FindAsync(scope.Key, id, now, cancellationToken);
        var items = queue is null ? null : await store.ItemsAsync(scope.Key, id, page.Offset, page.Limit, cancellationToken);
        return items is null ? new FeedbackRefusal.NotFound(AnnotationQueueService.Missing(id)) : QueueItemListBody.Of(items, queue!.Queue.Reviewers, now);
    }

    /// <summary>The item that the reviewer works on; null if there is none left for them.</summary>
    public async Task<FeedbackOutcome<ClaimedItemBody>> ClaimAsync(
        Caller caller, string id, ReviewerRequest request, CancellationToken cancellationToken)
    {
        var (scope, refused) = await access.FindWholeAsync(caller, request.ProjectId, cancellationToken);
        if (scope is null) return refused!;
        if (IsOther(caller, request)) return s_otherReviewer;
        if (!await store.ExistsAsync(scope.Key, id, cancellationToken)) return new FeedbackRefusal.NotFound(AnnotationQueueService.Missing(id));
        var now = time.GetUtcNow();
        var until = now + request.Lease;
        var item = await store.ClaimAsync(scope.Key, id, request.Reviewer ?? caller.Actor, now, until, cancellationToken);
        return new ClaimedItemBody(item is null ? null : new ClaimBody(item.Position, item.Ref, until));
    }

    /// <summary>Notes that the reviewer is done with an item, or skips it.</summary>
    public async Task<FeedbackOutcome<Success>> EndAsync(
        Caller caller, (string Queue, string Item) place, ReviewerRequest request, ClaimState state, CancellationToken cancellationToken)
    {
        var (scope, refused) = await access.FindWholeAsync(caller, request.ProjectId, cancellationToken);
        if (scope is null) return refused!;
        if (IsOther(caller, request)) return s_otherReviewer;
        if (!await store.ExistsAsync(scope.Key, place.Queue, cancellationToken))
            return new FeedbackRefusal.NotFound(AnnotationQueueService.Missing(place.Queue));
        if (!int.TryParse(place.Item, NumberStyles.None, CultureInfo.InvariantCulture, out var position)) return s_noItem;
        var claim = new AnnotationClaim(position, request.Reviewer ?? caller.Actor, state, null, time.GetUtcNow());
        return await store.EndAsync(scope.Key, place.Queue, claim, cancellationToken) switch
        {
            ClaimEnd.Stored => default(Success),
            ClaimEnd.NotFound => s_noItem,
            ClaimEnd.NotClaimed => new FeedbackRefusal.Conflict($"{claim.Reviewer} has not claimed this item"),
            ClaimEnd.Full => new FeedbackRefusal.Conflict("The claim has expired, and others have taken the item"),
            ClaimEnd.AlreadyDone => new FeedbackRefusal.Conflict($"{claim.Reviewer} is done with this item already"),
            _ => throw new UnreachableException(),
        };
    }

    private static bool IsOther(Caller caller, ReviewerRequest request) =>
        caller.UserId is not null && request.Reviewer is { } reviewer && reviewer != caller.Actor;
}

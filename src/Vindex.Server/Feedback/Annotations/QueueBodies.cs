using System.Text.Json;
using Vindex.Storage.Annotations;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>An annotation queue to create, with either refs or a filter.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="ReviewersPerItem">How many people annotate each item, 1 to 20.</param>
/// <param name="Refs">What is to be annotated, at most 10,000.</param>
/// <param name="Filter">The feedback whose subjects (weave_ref) are to be annotated, each once.</param>
internal sealed record NewAnnotationQueueBody(
    string ProjectId, string Name, int ReviewersPerItem = 1, IReadOnlyList<string>? Refs = null, QueueFilterBody? Filter = null);

/// <summary>Selects rows of the project, like an export.</summary>
/// <param name="Start">Only rows created at or after this time.</param>
/// <param name="End">Only rows created before this time.</param>
/// <param name="FeedbackType">Only rows of this type.</param>
/// <param name="TriggerRef">Only rows of this trigger; a trailing <c>:*</c> makes it a prefix.</param>
/// <param name="Query">Condition, as in a query.</param>
internal sealed record QueueFilterBody(
    DateTimeOffset? Start = null, DateTimeOffset? End = null, string? FeedbackType = null, string? TriggerRef = null, JsonElement? Query = null);

/// <summary>A created queue.</summary>
/// <param name="QueueId">Its id, for rows of feedback and the other requests.</param>
internal sealed record QueueIdBody(string QueueId);

/// <summary>The queues of a project.</summary>
/// <param name="Queues">The queues, newest first.</param>
internal sealed record AnnotationQueueListBody(IReadOnlyList<AnnotationQueueBody> Queues);

/// <summary>An annotation queue.</summary>
/// <param name="QueueId">Its id.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="Name">Its name.</param>
/// <param name="ReviewersPerItem">How many people annotate each item.</param>
/// <param name="Creator">Who created it.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Progress">What was done.</param>
internal sealed record AnnotationQueueBody(
    string QueueId, string ProjectId, string Name, int ReviewersPerItem, string Creator, DateTimeOffset CreatedAt, QueueProgressBody Progress)
{
    public static AnnotationQueueBody Of(string projectId, AnnotationProgress progress)
    {
        var queue = progress.Queue;
        return new AnnotationQueueBody(
            queue.Id,
            projectId,
            queue.Name,
            queue.Reviewers,
            queue.Creator,
            queue.CreatedAt,
            new QueueProgressBody(progress.Items, progress.Complete, progress.Done, progress.Skipped, progress.Claimed));
    }
}

/// <summary>What was done in a queue.</summary>
/// <param name="Items">Number of items.</param>
/// <param name="CompleteItems">Number of items that as many people as wanted are done with.</param>
/// <param name="Done">How often someone was done with an item; items × reviewers_per_item at the end.</param>
/// <param name="Skipped">How often someone skipped an item.</param>
/// <param name="Claimed">How many items someone is working on.</param>
internal sealed record QueueProgressBody(long Items, long CompleteItems, long Done, long Skipped, long Claimed);

/// <summary>A page of the items of a queue.</summary>
/// <param name="Items">The items, by item_id.</param>
/// <param name="TotalCount">How many items the queue has.</param>
internal sealed record QueueItemListBody(IReadOnlyList<QueueItemBody> Items, long TotalCount)
{
    public static QueueItemListBody Of(AnnotationItems items, int reviewers, DateTimeOffset now)
    {
        var claims = items.Claims.Where(claim => claim.State != ClaimState.Claimed || claim.LeaseUntil > now).ToLookup(claim => claim.Position);
        return new QueueItemListBody([.. items.Items.Select(item => QueueItemBody.Of(item, [.. claims[item.Position]], reviewers))], items.Total);
    }
}

/// <summary>An item of a queue.</summary>
/// <param name="ItemId">Its number, from 0.</param>
/// <param name="Ref">What is to be annotated.</param>
/// <param name="Complete">Whether as many people as wanted are done with it.</param>
/// <param name="Reviews">Who is done with it, skipped it or is working on it.</param>
internal sealed record QueueItemBody(int ItemId, string Ref, bool Complete, IReadOnlyList<QueueReviewBody> Reviews)
{
    public static QueueItemBody Of(AnnotationItem item, IReadOnlyList<AnnotationClaim> claims, int reviewers) => new(
        item.Position,
        item.Ref,
        claims.Count(claim => claim.State == ClaimState.Done) >= reviewers,
        [.. claims.Select(QueueReviewBody.Of)]);
}

/// <summary>What a reviewer did with an item.</summary>
/// <param name="Reviewer">The reviewer.</param>
/// <param name="State">claimed, done or skipped.</param>
/// <param name="LeaseUntil">When the claim ends; null unless it is one.</param>
/// <param name="ChangedAt">Since when.</param>
internal sealed record QueueReviewBody(string Reviewer, string State, DateTimeOffset? LeaseUntil, DateTimeOffset ChangedAt)
{
    public static QueueReviewBody Of(AnnotationClaim claim) => new(
        claim.Reviewer,
        claim.State switch { ClaimState.Claimed => "claimed", ClaimState.Done => "done", _ => "skipped" },
        claim.LeaseUntil,
        claim.ChangedAt);
}

/// <summary>Asks for an item to annotate.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Reviewer">Who annotates; default the caller. Only with an API key.</param>
/// <param name="LeaseSeconds">How long the item is theirs, 1 to 86,400 seconds; default 1,800.</param>
internal sealed record QueueClaimBody(string ProjectId, string? Reviewer = null, int? LeaseSeconds = null);

/// <summary>Ends the work on an item.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Reviewer">Who annotated; default the caller. Only with an API key.</param>
internal sealed record QueueEndBody(string ProjectId, string? Reviewer = null);

/// <summary>The item to annotate.</summary>
/// <param name="Item">The item; null if there is none left for this reviewer now.</param>
internal sealed record ClaimedItemBody(ClaimBody? Item);

/// <summary>A claimed item.</summary>
/// <param name="ItemId">Its number.</param>
/// <param name="Ref">What is to be annotated.</param>
/// <param name="LeaseUntil">When the claim ends.</param>
internal sealed record ClaimBody(int ItemId, string Ref, DateTimeOffset LeaseUntil);

/// <summary>An empty response.</summary>
internal sealed record QueueDoneBody;

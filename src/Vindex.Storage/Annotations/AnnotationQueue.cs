using Vindex.Storage.Feedback;

namespace Vindex.Storage.Annotations;

/// <summary>Things that people are to annotate, each by several.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">Its project.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reviewers">How many people annotate each item.</param>
/// <param name="Creator">Who created it, as in the audit log.</param>
/// <param name="CreatedAt">When it was created.</param>
#pragma warning disable CA1711 // The name of the thing: it is no collection.
public sealed record AnnotationQueue(string Id, ProjectKey Project, string Name, int Reviewers, string Creator, DateTimeOffset CreatedAt);
#pragma warning restore CA1711

/// <summary>A queue with what was done in it.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Items">How many items it has.</param>
/// <param name="Complete">How many items are done by as many people as wanted.</param>
/// <param name="Done">How often an item was done.</param>
/// <param name="Skipped">How often an item was skipped.</param>
/// <param name="Claimed">How many claims have not run out.</param>
public sealed record AnnotationProgress(AnnotationQueue Queue, long Items, long Complete, long Done, long Skipped, long Claimed);

/// <summary>An item of a queue.</summary>
/// <param name="Position">Its position, from 0.</param>
/// <param name="Ref">What is to be annotated.</param>
public sealed record AnnotationItem(int Position, string Ref);

/// <summary>What became of an item that a person claimed.</summary>
public enum ClaimState
{
    /// <summary>The person works on it until the claim runs out.</summary>
    Claimed,

    /// <summary>The person has annotated it.</summary>
    Done,

    /// <summary>The person does not want to annotate it.</summary>
    Skipped,
}

/// <summary>An item and a person who claimed, finished or skipped it.</summary>
/// <param name="Position">The item's position.</param>
/// <param name="Reviewer">The person.</param>
/// <param name="State">What became of it.</param>
/// <param name="LeaseUntil">When the claim runs out; null unless it is one.</param>
/// <param name="ChangedAt">When the state was last set.</param>
public sealed record AnnotationClaim(int Position, string Reviewer, ClaimState State, DateTimeOffset? LeaseUntil, DateTimeOffset ChangedAt);

/// <summary>Items of a queue, from one moment's state.</summary>
/// <param name="Items">Some of its items, by position.</param>
/// <param name="Claims">The claims of these items, by position and reviewer.</param>
/// <param name="Total">How many items the queue has.</param>
public sealed record AnnotationItems(IReadOnlyList<AnnotationItem> Items, IReadOnlyList<AnnotationClaim> Claims, long Total);

/// <summary>What came of ending a claim.</summary>
public enum ClaimEnd
{
    /// <summary>The queue does not have the item, or does not exist.</summary>
    NotFound,

    /// <summary>It is stored, or was so already.</summary>
    Stored,

    /// <summary>The person has not claimed the item.</summary>
    NotClaimed,

    /// <summary>The claim ran out, and as many people as wanted have the item or are done with it.</summary>
    Full,

    /// <summary>The person is done with the item, which cannot be skipped any more.</summary>
    AlreadyDone,
}

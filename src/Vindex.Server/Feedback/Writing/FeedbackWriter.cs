using Vindex.Server.Feedback.Annotations;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Security;
using Vindex.Storage.Annotations;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Writing;

/// <summary>Converts drafts to rows, and checks which rows the caller may overwrite.</summary>
internal sealed class FeedbackWriter(
    IFeedbackStore store, IAnnotationSpecStore specs, IAnnotationQueueStore queues, Ids ids, TimeProvider time)
{
    /// <summary>Rejects ids of scores.</summary>
    public static FeedbackRefusal ScoreId { get; } = new FeedbackRefusal.Invalid("This id belongs to a score, which only the server can write");

    /// <summary>Rejects rows that a key limited to customers may not write.</summary>
    public static FeedbackRefusal OtherCustomer { get; } =
        new FeedbackRefusal.Forbidden($"Your access is limited to some customers: the payload's {ProjectScope.CustomerField} must name one of them");

    /// <summary>Rejects ids of rows that a key limited to customers cannot access.</summary>
    public static FeedbackRefusal OtherCustomersId { get; } =
        new FeedbackRefusal.Forbidden("Your access is limited to some customers, and this id belongs to a row of another customer; choose another id");

    /// <summary>The checks of rows against the annotation specs and queues that they name; for one request, or one batch of an import.</summary>
    public AnnotationChecks BeginChecks() => new(specs, queues);

    /// <summary>Checks feedback against its type's rules and the caller's scope, and creates its row.</summary>
    public (FeedbackEntry Entry, FeedbackRefusal? Refusal) Prepare(FeedbackDraft draft, ProjectScope scope, string wbUserId)
    {
        var (payload, reason) = FeedbackChecks.Run(draft);
        if (reason is not null) return (default, new FeedbackRefusal.Invalid(reason));
        if (!scope.Sees(payload.Span)) return (default, OtherCustomer);
        var row = new FeedbackRow
        {
            Id = draft.Id ?? ids.Uuid(),
            CreatedAt = draft.CreatedAt ?? Now(),
            FeedbackType = draft.FeedbackType,
            WeaveRef = draft.WeaveRef,
            WbUserId = draft.WbUserId ?? wbUserId,
            Creator = draft.Creator,
            AnnotationRef = draft.AnnotationRef,
            RunnableRef = draft.RunnableRef,
            CallRef = draft.CallRef,
            TriggerRef = draft.TriggerRef,
            QueueId = draft.QueueId,
            Extras = draft.Extras,
            Payload = payload,
        };
        return (new FeedbackEntry(scope.Key, row), null);
    }

    /// <summary>The ids that the caller can access: for a key limited to customers those of its customers' rows, otherwise all.</summary>
    public async ValueTask<IReadOnlyList<string>> ExistingAsync(ProjectScope scope, IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        if (scope.CustomerIds is null || given.Count == 0) return given;
        var existing = new List<string>();
        await foreach (var row in store.ReadAsync(scope.Key, new FeedbackSelection { Ids = given }, cancellationToken))
        {
            if (scope.Sees(row.Payload.Span)) existing.Add(row.Id);
        }

        return existing;
    }

    /// <summary>Why rows may not be removed or replaced: one is a score or belongs to another customer. Unknown ids are allowed.</summary>
    public async Task<FeedbackRefusal?> RefuseIdsAsync(ProjectScope scope, IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        var isLimited = scope.CustomerIds is not null;
        if (given.Count == 0 || (scope.Key.Name != ProjectAccess.Scores && !isLimited)) return null;
        var selection = new FeedbackSelection { Ids = given, FeedbackTypes = isLimited ? null : [FeedbackTypes.Score] };
        await foreach (var row in store.ReadAsync(scope.Key, selection, cancellationToken))
        {
            if (!scope.Sees(row.Payload.Span)) return OtherCustomersId;
            if (row.FeedbackType == FeedbackTypes.Score) return ScoreId;
        }

        return null;
    }

    /// <summary>Writes rows in one transaction, all or none.</summary>
    public async Task<FeedbackOutcome<IReadOnlyList<FeedbackRow>>> WriteAsync(
        IReadOnlyList<FeedbackEntry> entries, IReadOnlyList<string>? replaced, CancellationToken cancellationToken)
    {
        var written = await store.WriteAsync(entries, replaced, allOrNothing: true, cancellationToken);
        var rows = new List<FeedbackRow>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            switch (written[i])
            {
                case FeedbackWritten.Kept kept:
                    rows.Add(entries[i].Row with { CreatedAt = kept.CreatedAt });
                    break;
                case FeedbackWritten.Reserved:
                    return ScoreId;
                default:
                    return FeedbackRefusal.ProjectNotFound;
            }
        }

        return new FeedbackOutcome<IReadOnlyList<FeedbackRow>>.Done(rows);
    }

    // With the precision of the store, so that all responses agree.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}

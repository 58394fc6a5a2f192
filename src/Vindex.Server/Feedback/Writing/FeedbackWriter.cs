using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback;

/// <summary>Stores feedback for requests and for the server's own pages: one place that stamps it and says what became of it.</summary>
internal sealed class FeedbackWriter(IStore store, Ids ids, TimeProvider time)
{
    /// <summary>The refusal of an id under which a score is kept.</summary>
    public static FeedbackRefusal ScoreId { get; } = FeedbackRefusal.BadRequest("This id is that of a score, which the server alone writes");

    /// <summary>The refusal of what a key limited to customers may not write.</summary>
    public static FeedbackRefusal OtherCustomer { get; } =
        FeedbackRefusal.Forbidden($"This API key is limited to customers: the payload's {ProjectSight.CustomerField} must name one of them");

    /// <summary>Checks feedback against its type's rules and the caller's sight, and makes the row that it will be.</summary>
    public (FeedbackEntry Entry, FeedbackRefusal? Refusal) Prepare(FeedbackDraft draft, ProjectSight sight, string wbUserId)
    {
        var (payload, reason) = FeedbackChecks.Run(draft);
        if (reason is not null) return (default, FeedbackRefusal.BadRequest(reason));
        if (!sight.Sees(payload.Span)) return (default, OtherCustomer);
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
        return (new FeedbackEntry(sight.Key, row), null);
    }

    /// <summary>The ids that may exist for the caller: for a key limited to customers those of its customers' rows, else all that are given.</summary>
    public async ValueTask<IReadOnlyList<string>> ExistingAsync(ProjectSight sight, IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        if (sight.CustomerIds is null || given.Count == 0) return given;
        var existing = new List<string>();
        await foreach (var row in store.Feedback.ReadAsync(sight.Key, new FeedbackSelection { Ids = given }, cancellationToken))
        {
            if (sight.Sees(row.Payload.Span)) existing.Add(row.Id);
        }

        return existing;
    }

    /// <summary>Why rows may not go, or be written over, by their ids: one is a score, or another customer's. Ids that do not exist object to nothing.</summary>
    public async Task<FeedbackRefusal?> RefuseIdsAsync(ProjectSight sight, IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        var isLimited = sight.CustomerIds is not null;
        if (given.Count == 0 || (sight.Key.Name != ProjectAccess.Scores && !isLimited)) return null;
        var selection = new FeedbackSelection { Ids = given, FeedbackTypes = isLimited ? null : [FeedbackTypes.Score] };
        await foreach (var row in store.Feedback.ReadAsync(sight.Key, selection, cancellationToken))
        {
            if (!sight.Sees(row.Payload.Span)) return OtherCustomer;
            if (row.FeedbackType == FeedbackTypes.Score) return ScoreId;
        }

        return null;
    }

    /// <summary>Writes rows in one transaction, all or none.</summary>
    public async Task<(IReadOnlyList<FeedbackRow>? Rows, FeedbackRefusal? Refusal)> WriteAsync(
        IReadOnlyList<FeedbackEntry> entries, IReadOnlyList<string>? replaced, CancellationToken cancellationToken)
    {
        var written = await store.Feedback.WriteAsync(entries, replaced, allOrNothing: true, cancellationToken);
        var rows = new List<FeedbackRow>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            switch (written[i])
            {
                case FeedbackWritten.Kept kept:
                    rows.Add(entries[i].Row with { CreatedAt = kept.CreatedAt });
                    break;
                case FeedbackWritten.Reserved:
                    return (null, ScoreId);
                default:
                    return (null, FeedbackRefusal.ProjectNotFound);
            }
        }

        return (rows, null);
    }

    // As it is kept, so that the answer tells what a later question will.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}

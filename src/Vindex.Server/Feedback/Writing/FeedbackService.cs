using Vindex.Server.Feedback.Projects;
using Vindex.Server.Security;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Writing;

/// <summary>Stores, replaces and deletes feedback.</summary>
internal sealed class FeedbackService(ProjectAccess access, FeedbackWriter writer, IFeedbackStore store)
{
    /// <summary>Stores one row; a draft with a <see cref="FeedbackDraft.FeedbackId"/> replaces that row.</summary>
    public async Task<FeedbackOutcome<FeedbackRow>> CreateAsync(Caller caller, FeedbackDraft draft, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(caller, draft.ProjectId, cancellationToken) is not { } scope) return FeedbackRefusal.ProjectNotFound;
        var (entry, refusal) = writer.Prepare(draft, scope, caller.Actor);
        refusal ??= await writer.BeginChecks().RefuseAsync(scope.Key, draft, cancellationToken);
        if (refusal is not null) return refusal;
        IReadOnlyList<string> replaced = draft.FeedbackId.Length == 0 ? [] : await writer.ExistingAsync(scope, [draft.FeedbackId], cancellationToken);
        IReadOnlyList<string> touched = draft.Id is null ? replaced : [draft.Id, .. replaced];
        if (await writer.RefuseIdsAsync(scope, touched, cancellationToken) is { } refusedIds) return refusedIds;
        return await writer.WriteAsync([entry], replaced, cancellationToken) switch
        {
            FeedbackOutcome<IReadOnlyList<FeedbackRow>>.Done(var rows) => rows[0],
            FeedbackOutcome<IReadOnlyList<FeedbackRow>>.Refused(var refusedRows) => refusedRows,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Stores several rows in one transaction, all or none.</summary>
    public async Task<FeedbackOutcome<IReadOnlyList<FeedbackRow>>> CreateBatchAsync(
        Caller caller, IReadOnlyList<FeedbackDraft> drafts, CancellationToken cancellationToken)
    {
        var scopes = new Dictionary<string, ProjectScope>(StringComparer.Ordinal);
        foreach (var projectId in drafts.Select(draft => draft.ProjectId).Distinct(StringComparer.Ordinal))
        {
            if (await access.FindAsync(caller, projectId, cancellationToken) is not { } scope) return FeedbackRefusal.ProjectNotFound;
            scopes.Add(projectId, scope);
        }

        var entries = new List<FeedbackEntry>(drafts.Count);
        var checks = writer.BeginChecks();
        foreach (var draft in drafts)
        {
            var scope = scopes[draft.ProjectId];
            var (entry, refusal) = writer.Prepare(draft, scope, caller.Actor);
            refusal ??= await checks.RefuseAsync(scope.Key, draft, cancellationToken);
            if (refusal is not null) return refusal is FeedbackRefusal.Unfit unfit ? unfit with { Row = entries.Count } : refusal;
            entries.Add(entry);
        }

        foreach (var (projectId, scope) in scopes)
        {
            var ids = drafts.Where(draft => draft.ProjectId == projectId && draft.Id is not null).Select(draft => draft.Id!).ToList();
            if (await writer.RefuseIdsAsync(scope, ids, cancellationToken) is { } refusal) return refusal;
        }

        return await writer.WriteAsync(entries, null, cancellationToken);
    }

    /// <summary>Deletes feedback by id; unknown ids are ignored.</summary>
    public async Task<FeedbackOutcome<Success>> PurgeAsync(Caller caller, FeedbackPurge purge, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(caller, purge.ProjectId, cancellationToken) is not { } scope) return FeedbackRefusal.ProjectNotFound;
        if (purge.Ids is null) return new FeedbackRefusal.Invalid("Can only purge feedback by specifying one or more feedback ids");
        var ids = await writer.ExistingAsync(scope, purge.Ids, cancellationToken);
        if (await writer.RefuseIdsAsync(scope, ids, cancellationToken) is { } refusal) return refusal;
        if (ids.Count > 0) await store.PurgeAsync(scope.Key, ids, cancellationToken);
        return default(Success);
    }
}

using Vindex.Server.Feedback.Projects;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Schema;

/// <summary>Finds the paths in a project's payloads, so that users can choose metrics from a list.</summary>
internal sealed class SchemaService(ProjectAccess access, IFeedbackStore store, ReadTurns turns)
{
    /// <summary>Finds the paths.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="request">Where to look.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="withExamples">Whether to look at the newest rows of any trigger, too, and to keep an example of the values at each path.</param>
    public async Task<FeedbackOutcome<PayloadPathTypes>> FindPathsAsync(
        Caller caller, SchemaRequest request, CancellationToken cancellationToken, bool withExamples = false)
    {
        if (await access.FindAsync(caller, request.ProjectId, cancellationToken) is not { } scope) return FeedbackRefusal.ProjectNotFound;
        var types = new PayloadPathTypes(withExamples);
        if (request.From >= request.Before) return types;
        var selection = new FeedbackSelection
        {
            From = request.From,
            Before = request.Before,
            FeedbackTypes = request.FeedbackType is { } type ? [type] : null,
            Descending = true,
        }.WithTrigger(request.TriggerRef);
        using var turn = turns.ForRows();
        await AddAsync(Newest(scope, selection, request.SampleLimit, cancellationToken));
        if (withExamples)
        {
            await AddAsync(store.ReadAsync(scope.Key, selection, cancellationToken).Where(row => scope.Sees(row.Payload.Span)).Take(request.SampleLimit));
        }

        return types;

        async Task AddAsync(IAsyncEnumerable<FeedbackRow> rows)
        {
            await foreach (var row in rows)
            {
                await turn.ContinueAsync(cancellationToken);
                types.Add(row.Payload.Span);
            }
        }
    }

    private IAsyncEnumerable<FeedbackRow> Newest(ProjectScope scope, FeedbackSelection selection, int limit, CancellationToken cancellationToken)
    {
        if (scope.CustomerIds is null) return store.NewestByTriggerAsync(scope.Key, selection, limit, cancellationToken);

        // The newest row of a trigger may belong to a customer that the caller cannot access.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return store.ReadAsync(scope.Key, selection, cancellationToken)
            .Where(row => scope.Sees(row.Payload.Span) && seen.Add(row.TriggerRef is null ? "" : "=" + row.TriggerRef)).Take(limit);
    }
}

using Vindex.Server.Feedback.Projects;
using Vindex.Server.Feedback.Queries.Rows;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Aggregates;

/// <summary>Counts scorers' tags and ratings.</summary>
internal sealed class AggregateService(ProjectAccess access, IFeedbackStore store, ReadTurns turns)
{
    public async Task<FeedbackOutcome<AggregateBuckets>> CountAsync(Caller caller, AggregateRequest request, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(caller, request.ProjectId, cancellationToken) is not { } scope) return FeedbackRefusal.ProjectNotFound;
        var selection = new FeedbackSelection
        {
            From = DateTimeOffset.FromUnixTimeMilliseconds(request.AfterMs),
            Before = DateTimeOffset.FromUnixTimeMilliseconds(request.BeforeMs),
        };
        var filter = new AggregateFilter(request);
        var buckets = new AggregateBuckets(request);
        using var turn = turns.ForRows();
        await foreach (var row in store.ReadAsync(scope.Key, selection, cancellationToken))
        {
            await turn.ContinueAsync(cancellationToken);
            var scorer = ScorerFields.Of(row);
            if (!scope.Sees(row.Payload.Span) || !filter.Counts(row, scorer)) continue;
            buckets.Add(row, scorer);
            if (buckets.Cells > AggregateBuckets.MaxCells)
            {
                return new FeedbackRefusal.Invalid(
                    $"The response would hold more than {AggregateBuckets.MaxCells} numbers; narrow the filters or use fewer groups");
            }
        }

        return buckets;
    }
}

using System.Globalization;
using Vindex.Server.Feedback.Projects;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Queries;

/// <summary>Refuses queries that would take too long, before they read a row: operations times rows are limited.</summary>
internal sealed class QueryBudget(IFeedbackStore store, IOptions<FeedbackLimits> limits)
{
    /// <summary>The refusal of a query that takes too much work, otherwise null.</summary>
    /// <param name="scope">The project.</param>
    /// <param name="query">The query.</param>
    /// <param name="selection">The rows that the store reads for it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<FeedbackRefusal?> CheckAsync(
        ProjectScope scope, CompiledQuery query, FeedbackSelection selection, CancellationToken cancellationToken)
    {
        if (query.Operations == 0 || QueryPushdown.IsEmpty(selection)) return null;
        var steps = limits.Value.QuerySteps;
        var rows = steps / query.Operations;
        if (selection.Ids?.Count <= rows) return null;

        // The number of all rows is known; counting the selected ones costs more.
        if (await store.CountAsync(scope.Key, cancellationToken) <= rows) return null;
        if (await store.CountAtMostAsync(scope.Key, selection, rows + 1L, cancellationToken) <= rows) return null;
        return new FeedbackRefusal.Invalid(string.Create(
            CultureInfo.InvariantCulture,
            $"The query has {query.Operations} operations and would read more than {rows} rows; operations times rows may be at most {steps}. "
                + $"Use fewer operations, or narrow the query by created_at, feedback_type, trigger_ref or id."));
    }
}

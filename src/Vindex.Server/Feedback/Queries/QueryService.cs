using Vindex.Server.Feedback.Projects;
using Vindex.Server.Feedback.Queries.Rows;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Queries;

/// <summary>Answers queries for rows of feedback.</summary>
internal sealed class QueryService(ProjectAccess access, IFeedbackStore store, QueryBudget budget, SortingMemory memory, ReadTurns turns)
{
    private const string Count = "count(*)";

    /// <summary>Prepares a response by reading what is needed before its first byte. Must be disposed after writing.</summary>
    public async Task<FeedbackOutcome<QueryAnswer>> OpenAsync(Caller caller, FeedbackQueryRequest request, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(caller, request.ProjectId, cancellationToken) is not { } scope) return FeedbackRefusal.ProjectNotFound;
        if (Prepare(request, scope, out var query, out var refusal) is not { } answer) return new FeedbackRefusal.Invalid(refusal!.Reason);
        try
        {
            var refused = await budget.CheckAsync(scope, query!, query!.Selection, cancellationToken) ?? await answer.ReadAsync(cancellationToken);
            if (refused is null) return answer;
            answer.Dispose();
            return refused;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private QueryAnswer? Prepare(FeedbackQueryRequest request, ProjectScope scope, out CompiledQuery? compiled, out QueryRefusal? refusal)
    {
        compiled = null;
        refusal = request.Limit < 0 ? new QueryRefusal("Limit must be non-negative")
            : request.Offset < 0 ? new QueryRefusal("Offset must be non-negative")
            : null;
        if (refusal is not null) return null;
        if (CompiledQuery.Compile(scope.ProjectId, request.Expression, out refusal) is not { } query) return null;
        compiled = query;
        if (RowOrder.Of(request.SortBy, query.Reading, out refusal) is not { } order) return null;
        var count = request.Fields?.FirstOrDefault(field => string.Equals(field, Count, StringComparison.OrdinalIgnoreCase));
        if (count is not null && request.Fields!.Count > 1) refusal = new QueryRefusal($"{count} cannot be combined with other fields");
        if (refusal is not null) return null;
        if (count is not null) return Answer(writer: null);
        return RowWriter.Find(request.Fields, out refusal) is { } fields ? Answer(new RowWriter(fields, query.Reading)) : null;

        QueryAnswer Answer(RowWriter? writer) => new(store, scope, query, order, memory.Open(), turns.ForRows())
        {
            Offset = request.Offset ?? 0,
            Limit = request.Limit ?? long.MaxValue,
            Writer = writer,
            CountName = count,
        };
    }
}

using System.Text.Json;
using Vindex.Server.Feedback.Queries.Language;
using Vindex.Server.Feedback.Queries.Rows;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Queries;

/// <summary>A compiled query: which rows the store must read, and which of those match. Not thread-safe.</summary>
internal sealed class CompiledQuery
{
    private readonly Condition? _condition;

    private CompiledQuery(Condition? condition, RowReading reading, int operations)
    {
        _condition = condition;
        Reading = reading;
        Operations = operations;
        Selection = condition is null ? FeedbackSelection.All : QueryPushdown.Condition(condition, reading.ProjectId);
    }

    /// <summary>Reads the rows. Fields that are needed in addition to the query's add their paths before the first row.</summary>
    public RowReading Reading { get; }

    /// <summary>Includes every row for which <see cref="Selects"/> is true, and possibly more.</summary>
    public FeedbackSelection Selection { get; }

    /// <summary>Number of operations that are evaluated on each row, at most.</summary>
    public int Operations { get; }

    /// <summary>Whether all rows match.</summary>
    public bool IsEverything => _condition is null;

    /// <summary>Compiles a query.</summary>
    /// <param name="projectId">The project's id in rows.</param>
    /// <param name="expression">The expression under <c>$expr</c>; null for all rows.</param>
    /// <param name="refusal">Why the query is invalid, if null is returned.</param>
    public static CompiledQuery? Compile(string projectId, JsonElement? expression, out QueryRefusal? refusal)
    {
        var reading = new RowReading(projectId);
        refusal = null;
        if (expression is not { } given) return new CompiledQuery(null, reading, 0);
        var parser = new QueryParser(reading.Paths);
        var condition = parser.Parse(given);
        refusal = parser.Refusal;
        return condition is null || refusal is not null ? null : new CompiledQuery(condition, reading, parser.Operations);
    }

    /// <summary>Moves to a row and returns whether it matches.</summary>
    public bool Selects(FeedbackRow row)
    {
        Reading.Turn(row);
        return _condition is null || _condition.Test(Reading) == Truth.True;
    }
}

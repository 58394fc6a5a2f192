using System.Text.Json;
using Vindex.Server.Feedback.Queries.Language;
using Vindex.Server.Feedback.Queries.Rows;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Queries;

/// <summary>A query that is ready to be asked: which rows the store has to read, and which of those are meant. One request, one thread.</summary>
internal sealed class CompiledQuery
{
    private readonly Condition? _condition;

    private CompiledQuery(Condition? condition, RowReading reading)
    {
        _condition = condition;
        Reading = reading;
        Selection = condition is null ? FeedbackSelection.All : QueryPushdown.Condition(condition, reading.ProjectId);
    }

    /// <summary>Reads the rows; fields that are wanted besides the query add their paths here before the first row.</summary>
    public RowReading Reading { get; }

    /// <summary>Holds every row that <see cref="Selects"/> would take; may hold more.</summary>
    public FeedbackSelection Selection { get; }

    /// <summary>Whether every row is meant.</summary>
    public bool IsEverything => _condition is null;

    /// <summary>Makes a query ready.</summary>
    /// <param name="projectId">The project as rows name it.</param>
    /// <param name="expression">What stands under <c>$expr</c>; null for every row.</param>
    /// <param name="refusal">Why it cannot be asked, when null comes back.</param>
    public static CompiledQuery? Compile(string projectId, JsonElement? expression, out QueryRefusal? refusal)
    {
        var reading = new RowReading(projectId);
        refusal = null;
        if (expression is not { } given) return new CompiledQuery(null, reading);
        var parser = new QueryParser(reading.Paths);
        var condition = parser.Parse(given);
        refusal = parser.Refusal;
        return condition is null || refusal is not null ? null : new CompiledQuery(condition, reading);
    }

    /// <summary>Turns to a row and tells whether it is meant.</summary>
    public bool Selects(FeedbackRow row)
    {
        Reading.Turn(row);
        return _condition is null || _condition.Test(Reading) == Truth.True;
    }
}

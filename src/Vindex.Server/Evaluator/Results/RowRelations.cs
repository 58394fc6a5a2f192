using Vindex.Scoring.Backlogs.Analysis;

namespace Vindex.Server.Evaluator.Results;

/// <summary>Two rows that probably cannot both be done.</summary>
/// <param name="Rows">Their numbers, the smaller first.</param>
/// <param name="Kind"><c>opposite_actions</c> or <c>different_figures</c>.</param>
/// <param name="Quotes">The words of each that show it, verbatim.</param>
internal sealed record RowConflictBody(IReadOnlyList<int> Rows, string Kind, IReadOnlyList<string> Quotes);

/// <summary>A row that has to do with another.</summary>
/// <param name="Row">The row that says so.</param>
/// <param name="On">The other one.</param>
/// <param name="Kind"><c>depends_on</c>, <c>blocks</c>, <c>duplicates</c>, <c>follows</c>, <c>needs_what_it_adds</c>, <c>part_of</c> or
/// <c>mentions</c>.</param>
/// <param name="Quote">The words that say so.</param>
/// <param name="OnQuote">The words of the other row that match; null when it is named by its key.</param>
internal sealed record RowDependencyBody(int Row, int On, string Kind, string Quote, string? OnQuote);

/// <summary>Collects what the rows of a file have to do with each other.</summary>
internal sealed class RowRelations
{
    private readonly BacklogAnalyzer _analyzer = new();
    private readonly List<int> _rows = [];

    /// <summary>Takes the ticket of a row; rows come in the order of the file.</summary>
    public void Add(int row, Vindex.Scoring.Tickets.Ticket ticket)
    {
        _analyzer.Add(ticket.Key, ticket);
        _rows.Add(row);
    }

    /// <summary>What is said of all rows together.</summary>
    public SessionOutcome Outcome(CancellationToken cancellationToken)
    {
        var findings = _analyzer.Analyze(cancellationToken);
        return new SessionOutcome(
            [.. findings.Duplicates.Select(pair => new DuplicateBody([_rows[pair.First], _rows[pair.Second]], pair.Similarity))],
            [.. findings.Conflicts.Select(pair =>
                new RowConflictBody([_rows[pair.First], _rows[pair.Second]], pair.KindName, [pair.FirstQuote, pair.SecondQuote]))],
            [.. findings.Dependencies.Select(one => new RowDependencyBody(_rows[one.Ticket], _rows[one.On], one.KindName, one.Quote, one.OnQuote))]);
    }
}

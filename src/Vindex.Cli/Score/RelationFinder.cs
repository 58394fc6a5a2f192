using Vindex.Scoring.Backlogs.Analysis;

namespace Vindex.Cli.Score;

/// <summary>Follows the tickets of a run for <c>--backlog</c>.</summary>
internal sealed class RelationFinder
{
    private readonly BacklogAnalyzer _analyzer = new();
    private readonly List<TicketLabel> _tickets = [];

    /// <summary>Takes the next ticket.</summary>
    public void Add(ScoredTicket ticket)
    {
        _analyzer.Add(ticket.Key, ticket.Ticket);
        _tickets.Add(new TicketLabel(ticket.Key, ticket.Title));
    }

    /// <summary>What was found among all of them.</summary>
    public TicketRelations Find() => new(_analyzer.Analyze(CancellationToken.None), _tickets);
}

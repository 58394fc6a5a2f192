using Vindex.Scoring.Backlogs.Analysis;

namespace Vindex.Cli.Score;

/// <summary>What the tickets of a backlog have to do with each other, with the names by which people know them.</summary>
/// <param name="Findings">What was found; tickets by their index.</param>
/// <param name="Tickets">Key and title of each ticket, by index.</param>
internal sealed record TicketRelations(BacklogFindings Findings, IReadOnlyList<TicketLabel> Tickets);

/// <summary>A ticket's key and title.</summary>
internal readonly record struct TicketLabel(string Key, string Title);

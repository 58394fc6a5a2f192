using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Score;

/// <summary>One row of the input: a ticket to judge, or what is wrong with the row.</summary>
/// <param name="Row">Number of the row, the first row of data being 1; null for trouble with the whole file.</param>
/// <param name="Line">Line on which it begins, from 1; null when that says nothing.</param>
/// <param name="Id">Its id in the input; null when it has none.</param>
/// <param name="Ticket">The ticket; null when the row cannot be one.</param>
/// <param name="Problem">What is wrong; null when nothing is.</param>
internal sealed record InputRow(long? Row, long? Line, string? Id, TicketInput? Ticket, string? Problem);

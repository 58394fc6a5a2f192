using Vindex.Scoring.Rubric;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Score;

/// <summary>What came of a row: a judged ticket or a problem, never both.</summary>
internal readonly record struct JudgedRow(ScoredTicket? Ticket, RowProblem? Problem)
{
    /// <summary>Reads and judges one row. Safe to call from several threads.</summary>
    public static JudgedRow Of(InputRow row, RubricJudge judge)
    {
        if (row.Ticket is null) return new(null, new RowProblem(row.Row, row.Line, row.Problem!));
        var reading = TicketReader.Read(row.Ticket, TicketLimits.CommandLine);
        if (reading.Ticket is null) return new(null, new RowProblem(row.Row, row.Line, $"{reading.Field}: {reading.Reason}"));
        var key = Named(row.Ticket.Key);
        var id = Named(row.Id) ?? key ?? $"{row.Row ?? 1}";
        return new(new ScoredTicket(id, key ?? id, reading.Ticket, judge.Judge(reading)), null);
    }

    private static string? Named(string? name) => string.IsNullOrWhiteSpace(name) ? null : name.Trim();
}

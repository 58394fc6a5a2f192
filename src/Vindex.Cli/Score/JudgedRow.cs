using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Rubric;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Score;

/// <summary>What came of a row: a judged ticket or a problem, never both.</summary>
internal readonly record struct JudgedRow(ScoredTicket? Ticket, RowProblem? Problem)
{
    /// <summary>Reads and judges one row. Safe to call from several threads.</summary>
    public static JudgedRow Of(BacklogRow row, RubricJudge judge)
    {
        if (row.Input is null) return new(null, RowProblem.Of(row, row.Error!));
        var reading = TicketReader.Read(row.Input, TicketLimits.CommandLine);
        if (reading.Ticket is null) return new(null, RowProblem.Of(row, $"{reading.Field}: {reading.Reason}"));
        var key = Named(row.Input.Key);
        var id = Named(row.Id) ?? key ?? $"{row.Row}";
        return new(new ScoredTicket(id, key ?? id, reading.Ticket, judge.Judge(reading)), null);
    }

    private static string? Named(string? name) => string.IsNullOrWhiteSpace(name) ? null : name.Trim();
}

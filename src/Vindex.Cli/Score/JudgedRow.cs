using Vindex.Scoring;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Score;

/// <summary>What came of a row: a judged ticket or a problem, never both.</summary>
internal readonly record struct JudgedRow(ScoredTicket? Ticket, RowProblem? Problem)
{
    private static readonly Judgement s_notYet = new(default, [], [], new Dictionary<Dimension, IReadOnlyList<string>>());

    /// <summary>Reads, judges and renders one row. Safe to call from several threads.</summary>
    /// <param name="row">The row.</param>
    /// <param name="judge">The judge.</param>
    /// <param name="render">Renders the judged ticket for the output; null to leave that to it.</param>
    public static JudgedRow Of(BacklogRow row, TicketJudge judge, Func<ScoredTicket, byte[]?>? render)
    {
        var (ticket, reading, problem) = Read(row);
        if (ticket is null) return new(null, problem);
        var judged = ticket with { Judgement = judge.Judge(reading!) };
        return new(render?.Invoke(judged) is { } rendered ? judged with { Rendered = rendered } : judged, null);
    }

    /// <summary>Reads one row: a ticket that waits for its judgement, or a problem.</summary>
    public static (ScoredTicket? Ticket, TicketReading? Reading, RowProblem? Problem) Read(BacklogRow row)
    {
        if (row.Input is null) return (null, null, RowProblem.Of(row, row.Error!));
        var reading = TicketReader.Read(row.Input, TicketLimits.CommandLine);
        if (reading.Ticket is null) return (null, null, RowProblem.Of(row, $"{reading.Field}: {reading.Reason}"));
        var key = Named(row.Input.Key);
        var name = Named(row.Id) ?? key;
        var id = name ?? $"{row.Row}";
        return (new ScoredTicket(id, key ?? id, reading.Ticket, s_notYet, new TicketPlace(row.Line, name is not null)), reading, null);
    }

    /// <summary>A name without blanks around it; null when nothing is left.</summary>
    public static string? Named(string? name) => string.IsNullOrWhiteSpace(name) ? null : name.Trim();
}

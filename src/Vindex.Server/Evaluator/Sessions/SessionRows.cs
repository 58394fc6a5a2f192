using Vindex.Scoring;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Tickets;
using Vindex.Server.Scoring;

namespace Vindex.Server.Evaluator.Sessions;

/// <summary>Reads the rows of a session's file as tickets, in file order.</summary>
internal static class SessionRows
{
    /// <summary>Reads a file that was validated at upload.</summary>
    public static IEnumerable<BacklogRow> Read(byte[] file, ScoringOrder order)
    {
        var options = new BacklogOptions
        {
            Format = BacklogFormat.Csv,
            MaxRows = EvaluatorOptions.MaxRows,
            Mapping = new ColumnMapping(
                order.Mapping.Key, order.Mapping.Summary, order.Mapping.Description, order.Mapping.AcceptanceCriteria, order.Mapping.IssueType),
        };
        var opening = Backlog.Open(new MemoryStream(file), "", options);
        return opening.Backlog?.Rows() ?? throw new InvalidOperationException($"A file can no longer be read: {opening.Error}");
    }

    /// <summary>The reading of a row; refused if the row contains no ticket.</summary>
    public static TicketReading Read(BacklogRow row)
    {
        if (row.Input is not { } input) return new TicketReading(null, null, row.Error, []);
        var reading = TicketReader.Read(input, TicketLimits.Events);
        return reading.Ticket is null ? reading with { Reason = $"row {row.Row:N0} (line {row.Line:N0}): {reading.Reason}" } : reading;
    }

    /// <summary>A scored row.</summary>
    public static EvaluatedRowBody Scored(BacklogRow row, Ticket ticket, Judgement judgement)
    {
        return new EvaluatedRowBody(
            row.Row,
            WithoutNul(ticket.Key),
            ticket.Summary.Source,
            judgement.Scores.Overall,
            InvestScoresBody.Of(judgement.Scores),
            judgement.Recommendations,
            EvidenceBody.Of(judgement.ContextUsed),
            judgement.RecommendationDetails);
    }

    /// <summary>A row that could not be scored.</summary>
    public static EvaluatedRowBody Failed(BacklogRow row, string error) =>
        new(
            row.Row,
            WithoutNul(row.Input?.Key ?? row.Id),
            row.Input is { } input ? WithoutNul(input.Summary) : null,
            null,
            null,
            [],
            new EvidenceBody(),
            [],
            char.ToUpperInvariant(error[0]) + error[1..]);

    private static string? WithoutNul(string? text) => text is null ? null : Repair(text.Replace("\0", "", StringComparison.Ordinal));

    // Lone surrogates cannot be written as JSON.
    private static string Repair(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
}

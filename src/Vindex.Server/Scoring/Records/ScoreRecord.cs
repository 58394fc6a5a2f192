using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scoring.Records;

/// <summary>Creates the record of a score from a judgement.</summary>
internal static class ScoreRecord
{
    public static StoredScore Of(
        ScoreOrder order, string jobId, string scoreId, TicketReading reading, string contentHash, Judgement judgement, JudgingRecord run)
    {
        var ticket = reading.Ticket!;
        var scores = judgement.Scores;
        var ticketId = order.TicketId ?? ticket.Key ?? jobId;
        var item = new ScoreItem(
            scoreId,
            order.CompanyId,
            order.CustomerId,
            ticketId,
            ticket.Key ?? ticketId,
            ticket.Summary.Source,
            scores.ToStored(),
            scores.OverallTenths,
            run.CompletedAt);
        return new StoredScore(
            item,
            jobId,
            ticket.IssueType,
            order.SnapshotAt,
            TextOf(ticket.Description),
            TextOf(ticket.AcceptanceCriteria),
            order.Source,
            run.Judge.Profile.Name,
            TicketJudge.Provider,
            run.Judge.ModelName,
            run.StartedAt,
            run.CompletedAt,
            Math.Round(run.Took.TotalMilliseconds, 3),
            StoredJudgement.Write(judgement, ticket))
        {
            ContentHash = contentHash,
            Inputs = JudgedInputs.Of(reading, order.TicketUrl),
        };
    }

    private static string? TextOf(FieldText field) => field.Source.Length == 0 ? null : field.Source;
}

/// <summary>The run of a judge.</summary>
internal sealed record JudgingRecord(TicketJudge Judge, DateTimeOffset StartedAt, DateTimeOffset CompletedAt, TimeSpan Took);

/// <summary>The origin of a ticket to score.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="TicketId">The ticket's id; null to use its key, otherwise the job's id.</param>
/// <param name="Source">Where it came from: <c>api</c>, ….</param>
/// <param name="SnapshotAt">When the text was received.</param>
internal sealed record ScoreOrder(string CompanyId, string CustomerId, string? TicketId, string Source, DateTimeOffset SnapshotAt)
{
    /// <summary>The ticket's address in its tracker; null if unknown.</summary>
    public string? TicketUrl { get; init; }
}

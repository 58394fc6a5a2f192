using Vindex.Scoring;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Tickets;
using Vindex.Server.Judging;
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
            run.Profile,
            run.Provider,
            run.ModelName,
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
/// <param name="Profile">The profile's name.</param>
/// <param name="Provider">Whose judge scored.</param>
/// <param name="ModelName">Which judge scored.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="CompletedAt">When it was done.</param>
/// <param name="Took">How long it took.</param>
internal sealed record JudgingRecord(
    string Profile, string Provider, string ModelName, DateTimeOffset StartedAt, DateTimeOffset CompletedAt, TimeSpan Took)
{
    /// <summary>The run that came to a verdict.</summary>
    public static JudgingRecord Of(
        TicketJudge judge, TicketVerdict verdict, DateTimeOffset startedAt, DateTimeOffset completedAt, TimeSpan took) =>
        new(judge.Profile.Name, verdict.Provider, verdict.ModelName, startedAt, completedAt, took);
}

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

using Vindex.Scoring;
using Vindex.Server.Evaluations;
using Vindex.Server.Scoring;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Security;
using Vindex.Server.Telemetry;
using Vindex.Storage;
using Vindex.Storage.Rescores;
using Vindex.Storage.Scores;

namespace Vindex.Server.Rescoring;

/// <summary>Judges the ticket of a stored score again, with the judge in use for the score's profile.</summary>
internal sealed partial class TicketRescoring(TimeProvider time, Ids ids, Judges judges, JudgeTicket judgeTicket, ILogger<TicketRescoring> logger)
{
    /// <summary>Where the new scores come from, beside <c>api</c>, <c>jiraforge</c> and so on.</summary>
    public const string Source = "rescore";

    /// <summary>The new score without a callback, or why there is none. Nothing is stored.</summary>
    public async Task<RescoreOutcome> JudgeAsync(StoredScore earlier, CancellationToken cancellationToken)
    {
        var item = earlier.Item;
        if (await judges.FindAsync(item.CompanyId, earlier.Profile, cancellationToken) is not { } judge)
            return new RescoreOutcome.Skipped($"The profile {earlier.Profile} no longer exists.");
        var reading = JudgedInputs.Read(earlier);
        if (reading.Ticket is null) return new RescoreOutcome.Skipped(reading.Reason ?? "The ticket is no longer readable.");
        var hash = ContentHash.Of(reading, judge);
        if (hash == earlier.ContentHash) return new RescoreOutcome.UpToDate();

        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        Judgement judgement;
        try
        {
            judgement = await judgeTicket(judge, reading, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not StoreUnavailableException)
        {
            // One ticket that no judge can cope with must not take the others with it.
            LogNotJudged(item.Id, exception);
            return new RescoreOutcome.Skipped("The ticket could not be scored because of a server error.");
        }

        var took = time.GetElapsedTime(started);
        VindexTelemetry.JudgeDuration.Record(took.TotalSeconds);
        var order = new ScoreOrder(item.CompanyId, item.CustomerId, item.TicketId, Source, earlier.SnapshotAt)
        {
            TicketUrl = JudgedInputs.TicketUrlOf(earlier),
        };
        var run = new JudgingRecord(judge, startedAt, time.GetUtcNow(), took);
        var score = ScoreRecord.Of(order, ids.TimeOrdered(), ids.TimeOrdered(), reading, hash, judgement, run);
        return new RescoreOutcome.Rescored(score, null);
    }

    [LoggerMessage(LogLevel.Error, "Could not rescore the ticket of score {ScoreId}")]
    private partial void LogNotJudged(string scoreId, Exception exception);
}

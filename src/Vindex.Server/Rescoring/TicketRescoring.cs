using Vindex.Server.Judging;
using Vindex.Server.Scoring;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Security;
using Vindex.Server.Telemetry;
using Vindex.Storage;
using Vindex.Storage.Rescores;
using Vindex.Storage.Scores;

namespace Vindex.Server.Rescoring;

/// <summary>Judges the ticket of a stored score again, with the judge in use for the score's profile.</summary>
internal sealed partial class TicketRescoring(TimeProvider time, Ids ids, Judges judges, TicketJudging judging, ILogger<TicketRescoring> logger)
{
    /// <summary>Where the new scores come from, beside <c>api</c>, <c>jiraforge</c> and so on.</summary>
    public const string Source = "rescore";

    /// <summary>The new score without a callback, or why there is none. Nothing is stored.</summary>
    public Task<RescoreOutcome> JudgeAsync(StoredScore earlier, CancellationToken cancellationToken) =>
        JudgeAsync(earlier, isPreview: false, cancellationToken);

    /// <summary>The same without asking a model, which costs money.</summary>
    public Task<RescoreOutcome> PreviewAsync(StoredScore earlier, CancellationToken cancellationToken) =>
        JudgeAsync(earlier, isPreview: true, cancellationToken);

    private async Task<RescoreOutcome> JudgeAsync(StoredScore earlier, bool isPreview, CancellationToken cancellationToken)
    {
        var item = earlier.Item;
        if (await judges.FindAsync(item.CompanyId, earlier.Profile, cancellationToken) is not { } judge)
            return new RescoreOutcome.Skipped($"The profile {earlier.Profile} no longer exists.");
        var reading = JudgedInputs.Read(earlier);
        if (reading.Ticket is null) return new RescoreOutcome.Skipped(reading.Reason ?? "The ticket is no longer readable.");
        var terms = await judging.TermsAsync(item.CompanyId, item.CustomerId, judge.Profile.Name, cancellationToken);
        var hash = ContentHash.Of(reading, judge, terms.Identity);
        if (hash == earlier.ContentHash) return new RescoreOutcome.UpToDate();
        if (isPreview && terms is JudgingTerms.Model) return new RescoreOutcome.Skipped("A model will score this ticket. The preview asks no model.");

        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        TicketVerdict verdict;
        try
        {
            verdict = await judging.JudgeAsync(terms, reading, judge, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not StoreUnavailableException)
        {
            // One ticket that no judge can cope with must not take the others with it.
            LogNotJudged(item.Id, exception);
            return new RescoreOutcome.Skipped("The ticket could not be scored because of a server error.");
        }

        // The score that is there may be the model's, and better than that of a judge that stands in.
        if (verdict.Failure is not null || verdict.Judgement is not { } judgement) return new RescoreOutcome.Skipped(verdict.Detail!);

        var took = time.GetElapsedTime(started);
        VindexTelemetry.JudgeDuration.Record(took.TotalSeconds);
        var order = new ScoreOrder(item.CompanyId, item.CustomerId, item.TicketId, Source, earlier.SnapshotAt)
        {
            TicketUrl = JudgedInputs.TicketUrlOf(earlier),
        };
        var run = JudgingRecord.Of(judge, verdict, startedAt, time.GetUtcNow(), took);
        var score = ScoreRecord.Of(order, ids.TimeOrdered(), ids.TimeOrdered(), reading, hash, judgement, run);
        return new RescoreOutcome.Rescored(score, null);
    }

    [LoggerMessage(LogLevel.Error, "Could not rescore the ticket of score {ScoreId}")]
    private partial void LogNotJudged(string scoreId, Exception exception);
}

using System.Text.Json;
using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Judging;
using Vindex.Server.Background;
using Vindex.Server.Evaluator.Results;
using Vindex.Server.Judging;
using Vindex.Server.Scoring;
using Vindex.Server.Telemetry;
using Vindex.Storage;
using Vindex.Storage.Evaluator;

namespace Vindex.Server.Evaluator.Sessions;

/// <summary>
/// Scores a session from its current position to its end. Results are stored continuously, so that they can be viewed and no row is scored twice after a
/// restart.
/// </summary>
internal sealed partial class SessionRun(
    IEvaluatorStore store, TimeProvider time, Judges judges, TicketJudging judging, StoreRetry retry, ILogger<SessionRun> logger)
{
    /// <summary>Duration of a lease that is not renewed.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const int BatchRows = 50;

    /// <summary>A session leased this often without ending was running each time when its server died, and may be the cause.</summary>
    private const int MaxLeases = 5;

    private static readonly TimeSpan s_batchTime = TimeSpan.FromMilliseconds(250);

    public async Task RunAsync(LeasedEvaluation leased, CancellationToken cancellationToken)
    {
        var session = leased.Session;
        if (session.Taken > MaxLeases)
        {
            await EndAsync(session.Id, null, "The server stopped during every attempt to score this file.", cancellationToken);
            return;
        }

        var order = SessionDocuments.OrderOf(session)!;
        var judge = await judges.FindAsync("", order.Profile, cancellationToken) ?? throw new InvalidOperationException("The default profile is always there.");
        var relations = new RowRelations();
        if (!await JudgeAsync(leased, order, judge, relations, cancellationToken)) return;
        var outcome = relations.Outcome(cancellationToken);
        await EndAsync(session.Id, JsonSerializer.Serialize(outcome, EvaluatorJson.Shared.SessionOutcome), null, cancellationToken);
    }

    private Task EndAsync(string id, string? outcome, string? error, CancellationToken cancellationToken) =>
        retry.RunAsync(() => store.EndAsync(id, outcome, error, CancellationToken.None), cancellationToken);

    /// <summary>False if the session was deleted in the meantime.</summary>
    private async Task<bool> JudgeAsync(
        LeasedEvaluation leased, ScoringOrder order, TicketJudge judge, RowRelations relations, CancellationToken cancellationToken)
    {
        var batch = new List<EvaluatorRow>();
        var position = 0;
        var stored = time.GetTimestamp();
        foreach (var row in SessionRows.Read(leased.File, order))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reading = SessionRows.Read(row);
            if (reading.Ticket is { } ticket) relations.Add(row.Row, ticket);
            if (position++ < leased.RowsStored) continue;
            batch.Add(
                new EvaluatorRow(
                    row.Row,
                    JsonSerializer.SerializeToUtf8Bytes(await ResultAsync(row, reading, judge, cancellationToken), EvaluatorJson.Shared.EvaluatedRowBody)));
            if (batch.Count < BatchRows && time.GetElapsedTime(stored) < s_batchTime) continue;
            if (!await StoreAsync(leased.Session.Id, batch, cancellationToken)) return false;
            stored = time.GetTimestamp();
        }

        return batch.Count == 0 || await StoreAsync(leased.Session.Id, batch, cancellationToken);
    }

    private async Task<bool> StoreAsync(string id, List<EvaluatorRow> batch, CancellationToken cancellationToken)
    {
        var kept = await retry.RunAsync(() => store.StoreAsync(id, batch, time.GetUtcNow() + Lease, CancellationToken.None), cancellationToken);
        batch.Clear();
        return kept;
    }

    private async Task<EvaluatedRowBody> ResultAsync(
        BacklogRow row, Vindex.Scoring.Tickets.TicketReading reading, TicketJudge judge, CancellationToken cancellationToken)
    {
        if (reading.Ticket is not { } ticket)
            return SessionRows.Failed(row, reading.Reason ?? $"row {row.Row:N0} (line {row.Line:N0}): the ticket cannot be read.");
        try
        {
            var started = time.GetTimestamp();
            var verdict = await judging.JudgeAsync(JudgingTerms.Offline.Chosen, reading, judge, cancellationToken);
            VindexTelemetry.JudgeDuration.Record(time.GetElapsedTime(started).TotalSeconds);
            return SessionRows.Scored(row, ticket, verdict.Judgement!);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not StoreUnavailableException)
        {
            // One ticket that makes the judge fail must not affect the others.
            LogNotJudged(row.Row, exception);
            return SessionRows.Failed(row, $"row {row.Row:N0} (line {row.Line:N0}): the ticket could not be scored because of a server error.");
        }
    }

    [LoggerMessage(LogLevel.Error, "Row {Row} of an evaluator's file could not be judged")]
    private partial void LogNotJudged(int row, Exception exception);
}

using System.IO.Pipelines;
using Vindex.Scoring.Tickets;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Scoring.Batches;

/// <summary>A batch that was accepted and can be run.</summary>
/// <param name="Caller">Who sent it.</param>
/// <param name="Tickets">The tickets.</param>
/// <param name="Terms">How to score them.</param>
/// <param name="Claim">The claim of its <c>Idempotency-Key</c>; null if there is none, or if it was answered before.</param>
/// <param name="Key">The <c>Idempotency-Key</c>; null if there is none.</param>
internal sealed record ScoreBatch(Caller Caller, IReadOnlyList<BatchTicket> Tickets, ScoreTerms Terms, IdempotencyClaim? Claim, string? Key);

/// <summary>Scores batches of tickets. A ticket that fails does not fail the others.</summary>
internal sealed partial class BatchScoring(ScoringService scoring, Idempotency idempotency, ILogger<BatchScoring> logger) : IDisposable
{
    private const int AtOncePerBatch = 16;
    private const int AtOnce = 64;

    // Keeps batches from taking the store away from single requests.
    private readonly SemaphoreSlim _slots = new(AtOnce);

    /// <summary>Accepts a batch: claims its <c>Idempotency-Key</c>, if it has one.</summary>
    /// <param name="caller">Who sent it.</param>
    /// <param name="body">The body.</param>
    /// <param name="key">The key; null for none.</param>
    /// <param name="terms">How to score its tickets.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Outcome<ScoreBatch>> OpenAsync(
        Caller caller, BatchBody body, string? key, ScoreTerms terms, CancellationToken cancellationToken)
    {
        if (key is null) return new ScoreBatch(caller, body.Tickets, terms, null, null);
        var request = new IdempotentRequest(key, body.Bytes, terms.Details ? "batch details" : "batch");
        return await idempotency.BeginAsync(caller.KeyId!, request, TimeSpan.Zero, cancellationToken) switch
        {
            IdempotencyStart.Refused refused => refused.Reason,
            IdempotencyStart.Claimed { Claim: var claim } => new ScoreBatch(caller, body.Tickets, terms, claim, key),
            _ => new ScoreBatch(caller, body.Tickets, terms, null, key),
        };
    }

    /// <summary>Scores the tickets and writes a line for each as it is stored, and a last one.</summary>
    public async Task RunAsync(ScoreBatch batch, PipeWriter output, CancellationToken cancellationToken)
    {
        using var lines = new BatchLines(output);
        var slots = await SlotsAsync(batch.Caller, cancellationToken);
        var completed = false;
        try
        {
            await Parallel.ForEachAsync(
                batch.Tickets, SeveralAtOnce(cancellationToken), async (ticket, stop) => await ScoreAsync(batch, ticket, slots, lines, stop));
            completed = true;
        }
        finally
        {
            // The tickets have claims of their own, so that a batch that was cut off goes on where it stopped when it is sent again.
            if (batch.Claim is { } claim) await (completed ? idempotency.CompleteAsync(claim) : idempotency.AbandonAsync(claim));
        }

        await lines.EndAsync(cancellationToken);
    }

    /// <summary>Scores tickets that did not come as a body; returns what came of each.</summary>
    public async Task<IReadOnlyList<Outcome<ScoreReply>>> ScoreAsync(
        Caller caller, IReadOnlyList<Input<ScoreRequest>> tickets, ScoreTerms terms, CancellationToken cancellationToken)
    {
        var slots = await SlotsAsync(caller, cancellationToken);
        var outcomes = new Outcome<ScoreReply>[tickets.Count];
        await Parallel.ForEachAsync(tickets.Index(), SeveralAtOnce(cancellationToken), async (ticket, stop) => outcomes[ticket.Index] =
            await InSlotAsync(slots, ticket.Index, () => scoring.ScoreUncountedAsync(caller, ticket.Item, terms, stop), stop));
        return outcomes;
    }

    public void Dispose() => _slots.Dispose();

    private static ParallelOptions SeveralAtOnce(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = AtOncePerBatch, CancellationToken = cancellationToken };

    // Tickets that wait for a model take turns by company there; they must not keep the slots from others.
    private async Task<SemaphoreSlim?> SlotsAsync(Caller caller, CancellationToken cancellationToken) =>
        await scoring.MayAskModelAsync(caller, cancellationToken) ? null : _slots;

    private async ValueTask ScoreAsync(ScoreBatch batch, BatchTicket ticket, SemaphoreSlim? slots, BatchLines lines, CancellationToken cancellationToken)
    {
        if (ticket.Problem is { } unreadable)
        {
            await lines.FailedAsync(ticket.Index, unreadable, cancellationToken);
            return;
        }

        switch (await InSlotAsync(slots, ticket.Index, () => ScoreAsync(batch, ticket, cancellationToken), cancellationToken))
        {
            case Outcome<ScoreReply>.Done { Value: var reply }:
                await lines.ScoredAsync(ticket.Index, reply.Json, cancellationToken);
                break;
            case Outcome<ScoreReply>.Refused refused:
                await lines.FailedAsync(ticket.Index, Problem.Of(refused.Reason), cancellationToken);
                break;
        }
    }

    private async Task<Outcome<ScoreReply>> ScoreAsync(ScoreBatch batch, BatchTicket ticket, CancellationToken cancellationToken)
    {
        var (request, body) = ScoreRequest.Read(ticket.Root, ScoringJson.Bodies.BatchTicketBody, TicketLimits.Api);
        var terms = batch.Terms with { Once = BatchKeys.Of(batch, ticket, body.IdempotencyKey) };
        return await scoring.ScoreUncountedAsync(batch.Caller, request, terms, cancellationToken);
    }

    private async Task<Outcome<ScoreReply>> InSlotAsync(
        SemaphoreSlim? slots, int index, Func<Task<Outcome<ScoreReply>>> score, CancellationToken cancellationToken)
    {
        if (slots is not null) await slots.WaitAsync(cancellationToken);
        try
        {
            return await score();
        }
        catch (StoreUnavailableException exception)
        {
            LogStoreFailed(exception, index);
            return new Refusal.Unavailable("store_unavailable", "The store is temporarily unavailable; try again.", 5);
        }
        finally
        {
            slots?.Release();
        }
    }

    [LoggerMessage(LogLevel.Error, "Ticket {Index} of a batch could not be stored")]
    private partial void LogStoreFailed(Exception exception, int index);
}

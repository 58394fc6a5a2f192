using Vindex.Server.Background;
using Vindex.Server.Callbacks;
using Vindex.Server.Security;
using Vindex.Server.Telemetry;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;
using Vindex.Storage.Rescores;
using Vindex.Storage.Scores;

namespace Vindex.Server.Rescoring;

/// <summary>
/// One run from where it stands to its end, batch by batch. What a batch stores and how far the run is are one write, so a stop costs at most one batch.
/// </summary>
internal sealed class RescoreRun(
    IInstallationStore installationStore, IRescoreStore rescoreStore, TimeProvider time, Ids ids, TicketRescoring rescoring, StoreRetry retry,
    ResultSignals signals)
{
    /// <summary>How long a run stays with a server that stores nothing for it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>A run that was leased this often without an end was under way each time when its server died; perhaps it was the reason.</summary>
    private const int MaxLeases = 100;

    private const int BatchTickets = 50;

    private static readonly TimeSpan s_batchTime = TimeSpan.FromSeconds(5);

    public async Task RunAsync(Rescore run, CancellationToken cancellationToken)
    {
        if (run.Taken > MaxLeases)
        {
            await EndAsync(run, "The server stopped every time this ran.", cancellationToken);
            return;
        }

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = await retry.RunAsync(() => rescoreStore.NextAsync(run.Id, BatchTickets, cancellationToken), cancellationToken);
            if (batch.Count == 0)
            {
                await EndAsync(run, null, cancellationToken);
                return;
            }

            if (!await StoreAsync(run, await JudgeAsync(run, batch, cancellationToken), cancellationToken)) return;
        }
    }

    /// <summary>False when the run was cancelled, or another server has it.</summary>
    private async Task<bool> StoreAsync(Rescore run, List<RescoredTicket> tickets, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var stored = await retry.RunAsync(
            () => rescoreStore.StoreAsync(run.Id, run.Taken, tickets, now, now + Lease, CancellationToken.None), cancellationToken);
        if (stored is null) return false;
        VindexTelemetry.Judged.Add(tickets.Count(ticket => ticket.Outcome is RescoreOutcome.Rescored));
        if (tickets.Exists(ticket => ticket.Outcome is RescoreOutcome.Rescored)) signals.ScoreStored(run.CompanyId);
        if (run.Callbacks) signals.CallbackStored(run.CompanyId);
        return true;
    }

    private async Task<List<RescoredTicket>> JudgeAsync(Rescore run, IReadOnlyList<StoredScore> batch, CancellationToken cancellationToken)
    {
        var tickets = new List<RescoredTicket>(batch.Count);
        var started = time.GetTimestamp();
        foreach (var earlier in batch)
        {
            var outcome = await retry.RunAsync(() => rescoring.JudgeAsync(earlier, cancellationToken), cancellationToken);
            if (run.Callbacks && outcome is RescoreOutcome.Rescored rescored)
                outcome = rescored with { Delivery = await DeliveryAsync(rescored.Score, cancellationToken) };
            tickets.Add(new RescoredTicket(earlier.Item, outcome));
            // Storing renews the lease; a model may take long.
            if (time.GetElapsedTime(started) > s_batchTime) break;
        }

        return tickets;
    }

    private async Task<NewDelivery?> DeliveryAsync(StoredScore score, CancellationToken cancellationToken)
    {
        var item = score.Item;
        var installation = await retry.RunAsync(
            () => installationStore.FindByCustomerAsync(item.CompanyId, item.CustomerId, cancellationToken), cancellationToken);
        return installation is { CallbackUrl: { } url } ? new NewDelivery(ids.TimeOrdered(), installation.CustomerId, url, CallbackBodies.Scored(score)) : null;
    }

    private Task EndAsync(Rescore run, string? error, CancellationToken cancellationToken) =>
        retry.RunAsync(() => rescoreStore.EndAsync(run.Id, run.Taken, error, time.GetUtcNow(), CancellationToken.None), cancellationToken);
}

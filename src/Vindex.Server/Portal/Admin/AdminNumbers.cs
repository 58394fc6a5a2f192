using Vindex.Server.Evaluations;
using Vindex.Server.Scores;
using Vindex.Storage.Companies;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Admin;

/// <summary>What the workers of the server have to do.</summary>
/// <param name="Waiting">Tickets in the queue.</param>
/// <param name="Age">How long the oldest of them has been waiting.</param>
/// <param name="Undelivered">Callbacks that were not delivered, by status.</param>
/// <param name="Failures">The latest failed callbacks.</param>
internal sealed record AdminWork(long Waiting, TimeSpan Age, IReadOnlyDictionary<DeliveryStatus, long> Undelivered, IReadOnlyList<FailedCallback> Failures);

/// <summary>A failed callback with the name of its company; null when that is gone.</summary>
internal sealed record FailedCallback(Delivery Delivery, string? Company);

/// <summary>Numbers over all companies.</summary>
internal sealed class AdminNumbers(ICompanyStore companyStore, IDeliveryStore deliveryStore, ScoreSums sums, QueueGate queue)
{
    private const int MostFailures = 5;

    /// <summary>All scores.</summary>
    public Task<ScoreTotals> TotalAsync(CancellationToken cancellationToken) => sums.TotalAsync(ScoreAccess.All, null, cancellationToken);

    /// <summary>The overall scores by bucket.</summary>
    public Task<IReadOnlyList<ScoreSum>> SumsAsync(Buckets buckets, CancellationToken cancellationToken) =>
        sums.SumAsync(ScoreAccess.All, null, buckets.Edges, [ChartQuery.Overall], cancellationToken);

    /// <summary>The queue and the callbacks.</summary>
    public async Task<AdminWork> WorkAsync(CancellationToken cancellationToken)
    {
        await queue.LookAsync(cancellationToken);
        var counts = await deliveryStore.CountUndeliveredAsync(ScoreAccess.All, cancellationToken);
        var failed = await deliveryStore.ListAsync(
            ScoreAccess.All, new DeliveryFilter { Status = DeliveryStatus.Failed }, null, MostFailures, cancellationToken);
        var failures = new List<FailedCallback>();
        foreach (var delivery in failed.Items)
            failures.Add(new FailedCallback(delivery, (await companyStore.FindAsync(delivery.CompanyId, cancellationToken))?.Name));
        return new AdminWork(queue.Waiting, queue.Age, counts, failures);
    }
}

using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Audit;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks;

/// <summary>Sends callbacks again, for programs and for pages.</summary>
internal sealed class DeliveryReplays(IStore store, Audit audit, TimeProvider time, DispatchSignal dispatcher)
{
    /// <summary>Why one cannot be sent again.</summary>
    public const string Refused = "Only a callback that has come to its end, and whose endpoint is enabled and has a URL, can be sent again.";

    /// <summary>Sends one again, with a fresh schedule.</summary>
    public async Task<Replayed> ReplayAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var entry = audit.Entry(caller, "delivery.replayed", caller.OwnCompany, id);
        var replayed = await store.Deliveries.ReplayAsync(caller.OwnScores, id, time.GetUtcNow(), entry, cancellationToken);
        if (replayed == Replayed.Due) dispatcher.Set();
        return replayed;
    }

    /// <summary>Sends again what a filter selects. Returns how many are due now.</summary>
    public async Task<long> ReplayAsync(Caller caller, DeliveryFilter filter, AuditEntry entry, CancellationToken cancellationToken)
    {
        var replayed = await store.Deliveries.ReplayAsync(caller.OwnScores, filter, time.GetUtcNow(), entry, cancellationToken);
        dispatcher.Set();
        return replayed;
    }
}

using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks;

/// <summary>A delivery with its attempts, oldest first.</summary>
internal sealed record DeliveryDetail(Delivery Delivery, IReadOnlyList<DeliveryAttempt> Attempts);

/// <summary>The callbacks of the caller's company, as far as the caller sees them, and their replay.</summary>
internal sealed class DeliveryService(ICompanyStore companyStore, IDeliveryStore deliveryStore, Audit audit, TimeProvider time, DispatchSignal dispatcher)
{
    /// <summary>Why a delivery cannot be replayed.</summary>
    public const string NotReplayable = "Only a finished callback whose endpoint is enabled and has a URL can be sent again.";

    /// <summary>A page of deliveries, newest first.</summary>
    public async Task<Outcome<ListPage<Delivery>>> ListAsync(
        Caller caller, DeliveryFilter filter, PagePosition? after, int limit, CancellationToken cancellationToken)
    {
        if (!await SeesAsync(caller, filter.CustomerId, cancellationToken)) return new Refusal.NotFound();
        return await deliveryStore.ListAsync(caller.OwnScores, filter, after, limit, cancellationToken);
    }

    /// <summary>How many there are by status, except delivered ones.</summary>
    public Task<IReadOnlyDictionary<DeliveryStatus, long>> CountUndeliveredAsync(Caller caller, CancellationToken cancellationToken) =>
        deliveryStore.CountUndeliveredAsync(caller.OwnScores, cancellationToken);

    public async Task<Outcome<DeliveryDetail>> FindAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        await deliveryStore.FindAsync(caller.OwnScores, id, cancellationToken) is { } delivery
            ? new DeliveryDetail(delivery, await deliveryStore.AttemptsAsync(id, cancellationToken))
            : new Refusal.NotFound();

    /// <summary>Sends a callback again, with a fresh schedule, under the same id.</summary>
    public async Task<Outcome<Delivery>> ReplayAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var entry = audit.Entry(caller, "delivery.replayed", caller.OwnCompany, id);
        switch (await deliveryStore.ReplayAsync(caller.OwnScores, id, time.GetUtcNow(), entry, cancellationToken))
        {
            case Replayed.NotFound: return new Refusal.NotFound();
            case Replayed.Refused: return new Refusal.Conflict("not_replayable", NotReplayable);
        }

        dispatcher.Set();
        return await deliveryStore.FindAsync(caller.OwnScores, id, cancellationToken) is { } delivery ? delivery : new Refusal.NotFound();
    }

    /// <summary>Sends the callbacks of a time range again; returns how many.</summary>
    public async Task<Outcome<long>> ReplayAsync(Caller caller, Input<ReplayRequestBody> input, CancellationToken cancellationToken)
    {
        var (request, errors) = input;
        if (!errors.Has("since") && !errors.Has("until") && request.Since >= request.Until) errors.Add("until", "must be later than since");
        if (errors.Any) return new Refusal.Invalid(errors);
        var status = DeliveryStatusNames.Read(request.Status);
        if (!await SeesAsync(caller, request.CustomerId, cancellationToken)) return new Refusal.NotFound();
        var filter = new DeliveryFilter { Status = status, CustomerId = request.CustomerId, Since = request.Since, Before = request.Until };
        var entry = audit.Entry(
            caller,
            "deliveries.replayed",
            caller.OwnCompany,
            request.CustomerId,
            ("since", Instants.Format(request.Since)),
            ("until", Instants.Format(request.Until)),
            ("status", request.Status));
        var replayed = await deliveryStore.ReplayAsync(caller.OwnScores, filter, time.GetUtcNow(), entry, cancellationToken);
        dispatcher.Set();
        return replayed;
    }

    private async Task<bool> SeesAsync(Caller caller, string? customerId, CancellationToken cancellationToken) =>
        customerId is null
        || (caller.Sees(customerId) && await companyStore.FindCustomerAsync(caller.OwnCompany, customerId, cancellationToken) is not null);
}

using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;

namespace Vindex.Server.Callbacks;

/// <summary>A delivery and the ticket it reports.</summary>
internal sealed record ListedDelivery(Delivery Delivery, DeliveryTicket Ticket);

/// <summary>A delivery with its attempts, oldest first, and the body that each of them sent.</summary>
internal sealed record DeliveryDetail(ListedDelivery Listed, IReadOnlyList<DeliveryAttempt> Attempts, byte[] Body);

/// <summary>The callbacks of the caller's company, as far as the caller sees them, their replay, and tests of endpoints.</summary>
internal sealed class DeliveryService(
    ICompanyStore companyStore, IDeliveryStore deliveryStore, IInstallationStore installationStore, Audit audit, Ids ids, TimeProvider time,
    DispatchSignal dispatcher)
{
    /// <summary>Why a delivery cannot be replayed.</summary>
    public const string NotReplayable = "Only a finished callback whose endpoint is enabled and has a URL can be sent again.";

    private const string TestTitle = "Test callback";
    private const int PreviewedTargets = 5;

    /// <summary>A page of deliveries, newest first.</summary>
    public async Task<Outcome<ListPage<ListedDelivery>>> ListAsync(
        Caller caller, DeliveryFilter filter, PagePosition? after, int limit, CancellationToken cancellationToken)
    {
        if (!await SeesAsync(caller, filter.CustomerId, cancellationToken)) return new Refusal.NotFound();
        var page = await deliveryStore.ListAsync(caller.OwnScores, filter, after, limit, cancellationToken);
        return new ListPage<ListedDelivery>(await ListedAsync(page.Items, cancellationToken), page.Next);
    }

    /// <summary>How many there are by status, except delivered ones.</summary>
    public Task<IReadOnlyDictionary<DeliveryStatus, long>> CountUndeliveredAsync(Caller caller, CancellationToken cancellationToken) =>
        deliveryStore.CountUndeliveredAsync(caller.OwnScores, cancellationToken);

    public async Task<Outcome<DeliveryDetail>> FindAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (await deliveryStore.FindAsync(caller.OwnScores, id, cancellationToken) is not { } delivery) return new Refusal.NotFound();
        var attempts = await deliveryStore.AttemptsAsync(id, cancellationToken);
        return new DeliveryDetail(await ListedAsync(delivery, cancellationToken), attempts, await deliveryStore.BodyAsync(id, cancellationToken) ?? []);
    }

    /// <summary>Sends a callback again, with a fresh schedule, under the same id.</summary>
    public async Task<Outcome<ListedDelivery>> ReplayAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var entry = audit.Entry(caller, "delivery.replayed", caller.OwnCompany, id);
        switch (await deliveryStore.ReplayAsync(caller.OwnScores, id, time.GetUtcNow(), entry, cancellationToken))
        {
            case Replayed.NotFound: return new Refusal.NotFound();
            case Replayed.Refused: return new Refusal.Conflict("not_replayable", NotReplayable);
        }

        dispatcher.Announce();
        return await deliveryStore.FindAsync(caller.OwnScores, id, cancellationToken) is { } delivery
            ? await ListedAsync(delivery, cancellationToken)
            : new Refusal.NotFound();
    }

    /// <summary>Sends a test to the callback URL of an installation, signed and checked like any callback.</summary>
    public async Task<Outcome<ListedDelivery>> TestAsync(Caller caller, string customerId, CancellationToken cancellationToken)
    {
        if (!caller.Sees(customerId)
            || await installationStore.FindByCustomerAsync(caller.OwnCompany, customerId, cancellationToken) is not { } installation)
        {
            return new Refusal.NotFound();
        }

        if (installation.CallbackUrl is not { } url) return new Refusal.Conflict("no_callback_url", "This installation has no callback URL. Add one first.");
        if (installation.Endpoint.IsDisabled)
            return new Refusal.Conflict("endpoint_disabled", "Callbacks of this installation are disabled. Enable them first.");
        var now = time.GetUtcNow();
        var id = ids.TimeOrdered();
        var subject = new DeliverySubject(installation.CompanyId, customerId, TicketId: "test_" + id, JobId: "test_" + id, ScoreId: null, IsTest: true);
        var delivery = new NewDelivery(id, customerId, url, CallbackBodies.Test(subject.JobId, customerId, now));
        await deliveryStore.AddTestAsync(
            delivery, subject, now, audit.Entry(caller, "delivery.tested", installation.CompanyId, customerId, ("delivery_id", id)), cancellationToken);
        dispatcher.Announce();
        return await deliveryStore.FindAsync(caller.OwnScores, id, cancellationToken) is { } added
            ? await ListedAsync(added, cancellationToken)
            : new Refusal.NotFound();
    }

    /// <summary>What a replay of the selected deliveries would do.</summary>
    public async Task<Outcome<ReplayPreview>> PreviewAsync(Caller caller, DeliveryFilter filter, CancellationToken cancellationToken) =>
        await SeesAsync(caller, filter.CustomerId, cancellationToken)
            ? await deliveryStore.PreviewAsync(caller.OwnScores, filter, PreviewedTargets, cancellationToken)
            : new Refusal.NotFound();

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
        dispatcher.Announce();
        return replayed;
    }

    private async Task<ListedDelivery> ListedAsync(Delivery delivery, CancellationToken cancellationToken) =>
        (await ListedAsync([delivery], cancellationToken))[0];

    private async Task<IReadOnlyList<ListedDelivery>> ListedAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var tickets = await deliveryStore.TicketsAsync([.. deliveries.Select(delivery => delivery.Id)], cancellationToken);
        return [.. deliveries.Select(delivery => new ListedDelivery(delivery, TicketOf(delivery)))];

        DeliveryTicket TicketOf(Delivery delivery) => delivery.IsTest
            ? new DeliveryTicket("TEST-1", TestTitle)
            : tickets.GetValueOrDefault(delivery.Id) ?? new DeliveryTicket(delivery.TicketId, null);
    }

    private async Task<bool> SeesAsync(Caller caller, string? customerId, CancellationToken cancellationToken) =>
        customerId is null
        || (caller.Sees(customerId) && await companyStore.FindCustomerAsync(caller.OwnCompany, customerId, cancellationToken) is not null);
}

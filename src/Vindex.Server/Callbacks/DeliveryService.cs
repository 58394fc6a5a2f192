using System.Text.Json;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks;

/// <summary>A delivery with its attempts, oldest first.</summary>
internal sealed record DeliveryDetail(Delivery Delivery, IReadOnlyList<DeliveryAttempt> Attempts);

/// <summary>Which deliveries to replay.</summary>
/// <param name="Since">Created at or after.</param>
/// <param name="Until">Created before.</param>
/// <param name="Status">In this final status.</param>
/// <param name="CustomerId">Only deliveries of this customer; null for all.</param>
internal sealed record ReplayRequest(DateTimeOffset Since, DateTimeOffset Until, DeliveryStatus? Status, string? CustomerId)
{
    private const int MaxIdLength = 255;

    /// <summary>Reads a body. The value may be used only when no error was added.</summary>
    public static Input<ReplayRequest> Read(JsonElement root)
    {
        var errors = new FieldErrors();
        var fields = JsonFields.Of(root, errors);
        var since = Instant(fields, "since");
        var until = Instant(fields, "until");
        var status = fields.Text("status", MaxIdLength, required: true);
        var customerId = fields.Text("customer_id", MaxIdLength);
        if (status is not null && !DeliveryStatusNames.Finished.Contains(status))
            fields.Refuse("status", $"must be one of {string.Join(", ", DeliveryStatusNames.Finished)}");
        if (since >= until) fields.Refuse("until", "must be later than since");
        return new Input<ReplayRequest>(new ReplayRequest(since ?? default, until ?? default, DeliveryStatusNames.Read(status), customerId), errors);
    }

    private static DateTimeOffset? Instant(JsonFields fields, string name)
    {
        if (fields.Text(name, 64, required: true) is not { } text) return null;
        if (Instants.TryParse(text, out var instant, out var error)) return instant;
        fields.Refuse(name, error);
        return null;
    }
}

/// <summary>The callbacks of the caller's company, as far as the caller sees them, and their replay.</summary>
internal sealed class DeliveryService(IStore store, Audit audit, TimeProvider time, DispatchSignal dispatcher)
{
    /// <summary>Why a delivery cannot be replayed.</summary>
    public const string NotReplayable = "Only a finished callback whose endpoint is enabled and has a URL can be sent again.";

    /// <summary>A page of deliveries, newest first.</summary>
    public async Task<Outcome<ListPage<Delivery>>> ListAsync(
        Caller caller, DeliveryFilter filter, PagePosition? after, int limit, CancellationToken cancellationToken)
    {
        if (!await SeesAsync(caller, filter.CustomerId, cancellationToken)) return new Refusal.NotFound();
        return await store.Deliveries.ListAsync(caller.OwnScores, filter, after, limit, cancellationToken);
    }

    /// <summary>How many there are by status, except delivered ones.</summary>
    public Task<IReadOnlyDictionary<DeliveryStatus, long>> CountUndeliveredAsync(Caller caller, CancellationToken cancellationToken) =>
        store.Deliveries.CountUndeliveredAsync(caller.OwnScores, cancellationToken);

    public async Task<Outcome<DeliveryDetail>> FindAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        await store.Deliveries.FindAsync(caller.OwnScores, id, cancellationToken) is { } delivery
            ? new DeliveryDetail(delivery, await store.Deliveries.AttemptsAsync(id, cancellationToken))
            : new Refusal.NotFound();

    /// <summary>Sends a callback again, with a fresh schedule, under the same id.</summary>
    public async Task<Outcome<Delivery>> ReplayAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var entry = audit.Entry(caller, "delivery.replayed", caller.OwnCompany, id);
        switch (await store.Deliveries.ReplayAsync(caller.OwnScores, id, time.GetUtcNow(), entry, cancellationToken))
        {
            case Replayed.NotFound: return new Refusal.NotFound();
            case Replayed.Refused: return new Refusal.Conflict("not_replayable", NotReplayable);
        }

        dispatcher.Set();
        return await store.Deliveries.FindAsync(caller.OwnScores, id, cancellationToken) is { } delivery ? delivery : new Refusal.NotFound();
    }

    /// <summary>Sends the callbacks of a time range again; returns how many.</summary>
    public async Task<Outcome<long>> ReplayAsync(Caller caller, Input<ReplayRequest> input, CancellationToken cancellationToken)
    {
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var request = input.Value;
        if (!await SeesAsync(caller, request.CustomerId, cancellationToken)) return new Refusal.NotFound();
        var filter = new DeliveryFilter { Status = request.Status, CustomerId = request.CustomerId, Since = request.Since, Before = request.Until };
        var entry = audit.Entry(
            caller,
            "deliveries.replayed",
            caller.OwnCompany,
            request.CustomerId,
            ("since", Instants.Format(request.Since)),
            ("until", Instants.Format(request.Until)),
            ("status", request.Status?.Name()));
        var replayed = await store.Deliveries.ReplayAsync(caller.OwnScores, filter, time.GetUtcNow(), entry, cancellationToken);
        dispatcher.Set();
        return replayed;
    }

    private async Task<bool> SeesAsync(Caller caller, string? customerId, CancellationToken cancellationToken) =>
        customerId is null
        || (caller.Sees(customerId) && await store.Companies.FindCustomerAsync(caller.OwnCompany, customerId, cancellationToken) is not null);
}

using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;

namespace Vindex.Server.Callbacks.Deliveries;

/// <summary>Between the records of the store, which knows nothing of receivers, and those that a delivery's life is made of.</summary>
internal static class DeliveryRecords
{
    public static Delivery FromStored(this StoredDelivery row) => new(
        row.Id,
        row.JobId,
        row.EndpointId,
        row.Url,
        row.CreatedAt,
        (DeliveryStatus)row.Status,
        row.Run,
        row.Attempts,
        row.Taken,
        row.DueAt,
        row.LeaseUntil,
        row.FinishedAt,
        row.LastStatusCode,
        row.LastResponseTimeMs,
        row.LastError);

    /// <summary>A row as it is after a step of its life.</summary>
    public static StoredDelivery ToStored(this Delivery next, StoredDelivery row) => row with
    {
        Url = next.Url,
        Status = (StoredDeliveryStatus)next.Status,
        Run = next.Run,
        Attempts = next.Attempts,
        DueAt = next.DueAt,
        LeaseUntil = next.LeaseUntil,
        FinishedAt = next.FinishedAt,
        LastStatusCode = next.LastStatusCode,
        LastResponseTimeMs = next.LastResponseTimeMs,
        LastError = next.LastError,
    };

    public static EndpointHealth FromStored(this EndpointState state) => new(state.FailingSince, state.DisabledAt, (DisabledReason?)(int?)state.Reason);

    public static EndpointState ToStored(this EndpointHealth health) =>
        new(health.FailingSince, health.DisabledAt, (Storage.Installations.DisabledReason?)(int?)health.Reason);

    public static StoredAttempt ToStored(this DeliveryAttempt attempt) =>
        new(attempt.Run, attempt.Number, attempt.StartedAt, attempt.ResponseTimeMs, attempt.StatusCode, attempt.ResponseExcerpt, attempt.Error);
}

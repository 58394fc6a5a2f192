using System.Text.Json;

namespace Vindex.Server.Scoring.Batches;

/// <summary>The idempotency keys of a batch's tickets.</summary>
internal static class BatchKeys
{
    private const string Member = "idempotency_key";

    /// <summary>The ticket's own key; null if it has none. Adds an error if it is invalid.</summary>
    public static string? Read(JsonElement ticket, FieldErrors errors)
    {
        if (ticket.ValueKind != JsonValueKind.Object || !ticket.TryGetProperty(Member, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.String && IdempotentRequest.IsKey(value.GetString()!)) return value.GetString();
        errors.Add(Member, IdempotentRequest.KeyRule);
        return null;
    }

    /// <summary>
    /// What makes the ticket safe to send again: its own key, or the batch's key with the ticket's position. A space separates the two, so they cannot
    /// collide with keys of clients. Whether details are requested makes no difference: they are added to the stored response.
    /// </summary>
    public static IdempotentRequest? Of(ScoreBatch batch, BatchTicket ticket, string? own)
    {
        if ((own ?? (batch.Key is { } key ? $"{key} {ticket.Index}" : null)) is not { } name) return null;
        return new IdempotentRequest(name, ticket.Json, "");
    }
}

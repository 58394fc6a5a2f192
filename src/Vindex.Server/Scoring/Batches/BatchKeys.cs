using System.Text.Json;

namespace Vindex.Server.Scoring.Batches;

/// <summary>The idempotency keys of a batch's tickets.</summary>
internal static class BatchKeys
{
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

/// <summary>An idempotency key as a member of a body.</summary>
internal sealed class IdempotencyKeyAttribute : RuleAttribute
{
    private static readonly string[] s_error = [IdempotentRequest.KeyRule];

    public override IReadOnlyList<string>? CheckJson(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && IdempotentRequest.IsKey(value.GetString()!) ? null : s_error;

    public override IEnumerable<string> Check(object value) => [];
}

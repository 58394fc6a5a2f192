using System.Security.Cryptography;
using Vindex.Storage.Idempotency;

namespace Vindex.Server.Scoring;

/// <summary>A request with an idempotency key.</summary>
/// <param name="Key">The <c>Idempotency-Key</c>.</param>
/// <param name="Body">The body as received.</param>
/// <param name="Options">Everything else that determines the response.</param>
internal sealed record IdempotentRequest(string Key, ReadOnlyMemory<byte> Body, string Options)
{
    private const int MaxLength = 255;

    /// <summary>What a key must look like.</summary>
    public static readonly string KeyRule = $"must be one value of 1 to {MaxLength} visible ASCII characters";

    /// <summary>Identifies the request: a different one with the same key is refused.</summary>
    public byte[] Hash()
    {
        var body = SHA256.HashData(Body.Span);
        return Options.Length == 0 ? body : SHA256.HashData([.. body, .. System.Text.Encoding.UTF8.GetBytes(Options)]);
    }

    /// <summary>Reads the header; null if it is missing. Adds an error if it is invalid.</summary>
    public static string? ReadKey(IHeaderDictionary headers, FieldErrors errors)
    {
        var values = headers["Idempotency-Key"];
        if (values.Count == 0) return null;
        if (values is [{ } key] && IsKey(key)) return key;
        errors.Add("Idempotency-Key", KeyRule);
        return null;
    }

    /// <summary>Whether a text can be a key.</summary>
    public static bool IsKey(string key) => key.Length is > 0 and <= MaxLength && key.All(c => c is >= '!' and <= '~');
}

/// <summary>The exclusive right to respond to an idempotent request, until the response is stored or the claim is abandoned.</summary>
/// <param name="Owner">The API key's id.</param>
/// <param name="Key">The idempotency key.</param>
/// <param name="BegunAt">
/// When it was claimed. A process that stood still for so long that its claim was given to another finds by this that it has lost it.
/// </param>
internal sealed record IdempotencyClaim(string Owner, string Key, DateTimeOffset BegunAt);

/// <summary>How to handle an idempotent request.</summary>
internal abstract record IdempotencyStart
{
    private IdempotencyStart()
    {
    }

    /// <summary>Execute it.</summary>
    public sealed record Claimed(IdempotencyClaim Claim) : IdempotencyStart;

    /// <summary>Return the stored response.</summary>
    public sealed record Answered(byte[] Answer) : IdempotencyStart;

    /// <summary>Refuse it: it is still running, or the key was used with a different request.</summary>
    public sealed record Refused(Refusal Reason) : IdempotencyStart;
}

/// <summary>Ensures that a request with an <c>Idempotency-Key</c> is executed only once.</summary>
internal sealed class Idempotency(IIdempotencyStore store, TimeProvider time, IOptions<ScoringOptions> options)
{
    /// <summary>Another request with the key is running, or was while this one stood still.</summary>
    public static readonly Refusal Running = new Refusal.Conflict(
        "idempotency_running", "A request with this Idempotency-Key is still running.", RetryAfter: 1);

    /// <summary>A request that runs for longer is assumed to belong to a process that died.</summary>
    private static readonly TimeSpan s_abandoned = TimeSpan.FromMinutes(1);

    /// <summary>Claims a request, or finds its stored response.</summary>
    /// <param name="owner">The API key's id.</param>
    /// <param name="request">The request.</param>
    /// <param name="longest">How long a model may take for it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<IdempotencyStart> BeginAsync(
        string owner, IdempotentRequest request, TimeSpan longest, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = await store.BeginAsync(
            owner, request.Key, request.Hash(), now, now - options.Value.IdempotencyKept, now - s_abandoned - longest, cancellationToken);
        return state switch
        {
            IdempotencyState.Started => new IdempotencyStart.Claimed(new IdempotencyClaim(owner, request.Key, now)),
            IdempotencyState.Answered answered => new IdempotencyStart.Answered(answered.Answer),
            IdempotencyState.Running => new IdempotencyStart.Refused(Running),
            _ => new IdempotencyStart.Refused(Refusal.Field(
                "idempotency_other_body", "This Idempotency-Key was used with another body.", "Idempotency-Key", "was used with another body")),
        };
    }

    /// <summary>Ends a claim whose tickets have their own stored responses: a repetition runs again and finds these.</summary>
    public Task CompleteAsync(IdempotencyClaim claim) => store.CompleteAsync(claim.Owner, claim.Key, claim.BegunAt, [], CancellationToken.None);

    /// <summary>Abandons a claim so that the request can be retried. False if it was lost to another request.</summary>
    public Task<bool> AbandonAsync(IdempotencyClaim claim) => store.AbandonAsync(claim.Owner, claim.Key, claim.BegunAt, CancellationToken.None);
}

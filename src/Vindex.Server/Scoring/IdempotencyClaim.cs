using System.Security.Cryptography;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Idempotency;

namespace Vindex.Server.Scoring;

/// <summary>The right to answer a request that carries an <c>Idempotency-Key</c>, until it is answered or given back.</summary>
/// <param name="Owner">The API key's id.</param>
/// <param name="Key">The idempotency key.</param>
internal sealed record IdempotencyClaim(string Owner, string Key);

/// <summary>Sees to it that a request with an <c>Idempotency-Key</c> is carried out once.</summary>
internal sealed class Idempotency(IStore store, TimeProvider time, ScoringOptions options)
{
    private const int MaxLength = 255;

    /// <summary>A request that has been running for longer belongs to a process that died.</summary>
    private static readonly TimeSpan s_abandoned = TimeSpan.FromMinutes(1);

    /// <summary>The header; null when it is not there, an error when it is not a key.</summary>
    public static string? ReadKey(HttpRequest request, FieldErrors errors)
    {
        var values = request.Headers["Idempotency-Key"];
        if (values.Count == 0) return null;
        if (values is [{ Length: > 0 and <= MaxLength } key] && key.All(c => c is >= '!' and <= '~')) return key;
        errors.Add("Idempotency-Key", $"must be one value of 1 to {MaxLength} visible ASCII characters");
        return null;
    }

    /// <summary>A claim, or the answer to give instead.</summary>
    public async Task<(IdempotencyClaim? Claim, IResult? Answer)> BeginAsync(string owner, string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = await store.Idempotency.BeginAsync(
            owner, key, SHA256.HashData(body.Span), now, now - options.IdempotencyKept, now - s_abandoned, cancellationToken);
        return state switch
        {
            IdempotencyState.Started => (new IdempotencyClaim(owner, key), null),
            IdempotencyState.Answered answered => (null, JsonAnswer.Ok(answered.Answer)),
            IdempotencyState.Running => (null, Problem.Conflict("idempotency_running", "A request with this Idempotency-Key is still running.", retryAfter: 1)),
            _ => (null, Problem.Invalid(
                "idempotency_other_body", "This Idempotency-Key was used with another body.", "Idempotency-Key", "was used with another body")),
        };
    }

    /// <summary>Gives a claim back, so that the request can be tried again.</summary>
    public Task AbandonAsync(IdempotencyClaim claim) => store.Idempotency.AbandonAsync(claim.Owner, claim.Key, CancellationToken.None);
}

namespace Vindex.Storage.Idempotency;

/// <summary>What is known of a request with an idempotency key.</summary>
public abstract record IdempotencyState
{
    private IdempotencyState()
    {
    }

    /// <summary>Never seen: it is now marked as running and the caller must complete or abandon it.</summary>
    public sealed record Started : IdempotencyState;

    /// <summary>Seen with the same body, and still running.</summary>
    public sealed record Running : IdempotencyState;

    /// <summary>Seen with another body.</summary>
    public sealed record OtherBody : IdempotencyState;

    /// <summary>Seen with the same body, and answered.</summary>
    /// <param name="Answer">The response body, as it was sent.</param>
    public sealed record Answered(byte[] Answer) : IdempotencyState;
}

/// <summary>The response to store with a score, in the same transaction.</summary>
/// <param name="Owner">The owner of the key: the id of an API key.</param>
/// <param name="Key">The idempotency key.</param>
/// <param name="BegunAt">When the request was marked as running: a fencing token, since a later request can have taken the key over.</param>
/// <param name="Answer">The response body.</param>
public sealed record IdempotentAnswer(string Owner, string Key, DateTimeOffset BegunAt, byte[] Answer);

/// <summary>Stored responses for repeated requests. The response with a score is stored together with the score (<c>IScoreStore.AddAsync</c>).</summary>
public interface IIdempotencyStore
{
    /// <summary>
    /// Looks the key up and marks it as running when it is new, older than <paramref name="forgetBefore"/>, or running since before
    /// <paramref name="abandonedBefore"/>. Of concurrent callers exactly one gets <see cref="IdempotencyState.Started"/>.
    /// </summary>
    Task<IdempotencyState> BeginAsync(
        string owner, string key, byte[] bodyHash, DateTimeOffset now, DateTimeOffset forgetBefore, DateTimeOffset abandonedBefore,
        CancellationToken cancellationToken);

    /// <summary>Stores the response to a key that has been running since <paramref name="begunAt"/> and whose request has no single score.</summary>
    Task CompleteAsync(string owner, string key, DateTimeOffset begunAt, byte[] answer, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets a key that has been running since <paramref name="begunAt"/>, so that the request can be tried again. False if it is not running, or was taken
    /// over by a later request.
    /// </summary>
    Task<bool> AbandonAsync(string owner, string key, DateTimeOffset begunAt, CancellationToken cancellationToken);

    /// <summary>Deletes what was begun before an instant. Returns how many.</summary>
    Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

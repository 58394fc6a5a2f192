using Dapper;
using Vindex.Storage.Idempotency;

namespace Vindex.Storage.Sql;

/// <summary>Answers kept for repeated requests.</summary>
internal sealed class SqlIdempotencyStore(ISqlDatabase database) : IIdempotencyStore
{
    /// <summary>Stores an answer with the score that it is about.</summary>
    public const string StoreAnswer = "UPDATE idempotency SET answer = @answer, score_no = @score WHERE owner = @owner AND key = @key";

    // One statement decides who starts: the row's lock lets exactly one of several callers through, on every database.
    private const string Begin =
        """
        INSERT INTO idempotency (owner, key, body_hash, begun_at) VALUES (@owner, @key, @bodyHash, @now)
        ON CONFLICT (owner, key) DO UPDATE SET body_hash = excluded.body_hash, begun_at = excluded.begun_at, answer = NULL, score_no = NULL
        WHERE idempotency.begun_at < @forgetBefore OR (idempotency.answer IS NULL AND idempotency.begun_at < @abandonedBefore)
        """;

    public Task<IdempotencyState> BeginAsync(
        string owner, string key, byte[] bodyHash, DateTimeOffset now, DateTimeOffset forgetBefore, DateTimeOffset abandonedBefore, CancellationToken cancellationToken) =>
        database.WriteAsync<IdempotencyState>(
            async write =>
            {
                var values = new { owner, key, bodyHash, now = now.ToMs(), forgetBefore = forgetBefore.ToMs(), abandonedBefore = abandonedBefore.ToMs() };
                if (await write.Connection.ExecuteAsync(Begin, values) == 1)
                {
                    return new IdempotencyState.Started();
                }

                var row = await write.Connection.QuerySingleAsync<Row>(
                    "SELECT body_hash AS BodyHash, answer AS Answer FROM idempotency WHERE owner = @owner AND key = @key", new { owner, key });
                return !row.BodyHash.AsSpan().SequenceEqual(bodyHash) ? new IdempotencyState.OtherBody()
                    : row.Answer is null ? new IdempotencyState.Running()
                    : new IdempotencyState.Answered(row.Answer);
            },
            cancellationToken);

    public Task AbandonAsync(string owner, string key, CancellationToken cancellationToken) =>
        database.WriteAsync(
            write => write.Connection.ExecuteAsync("DELETE FROM idempotency WHERE owner = @owner AND key = @key AND answer IS NULL", new { owner, key }),
            cancellationToken);

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(
            write => write.Connection.ExecuteAsync("DELETE FROM idempotency WHERE begun_at < @before", new { before = before.ToMs() }), cancellationToken);

    private sealed class Row
    {
        public byte[] BodyHash { get; init; } = [];

        public byte[]? Answer { get; init; }
    }
}

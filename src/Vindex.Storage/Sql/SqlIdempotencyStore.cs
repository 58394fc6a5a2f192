using Vindex.Storage.Idempotency;

namespace Vindex.Storage.Sql;

/// <summary>Answers kept for repeated requests.</summary>
internal sealed class SqlIdempotencyStore(ISqlDatabase database) : IIdempotencyStore
{
    public Task<IdempotencyState> BeginAsync(
        string owner, string key, byte[] bodyHash, DateTimeOffset now, DateTimeOffset forgetBefore, DateTimeOffset abandonedBefore,
        CancellationToken cancellationToken) =>
        database.WriteAsync<IdempotencyState>(
            async write =>
            {
                // One statement decides who starts: the row's lock lets exactly one of several callers through, on every database.
                var begun = await write.ExecuteAsync(
                    $"""
                    INSERT INTO idempotency (owner, key, body_hash, begun_at) VALUES ({owner}, {key}, {bodyHash}, {now})
                    ON CONFLICT (owner, key) DO UPDATE SET body_hash = excluded.body_hash, begun_at = excluded.begun_at, answer = NULL, score_no = NULL
                    WHERE idempotency.begun_at < {forgetBefore} OR (idempotency.answer IS NULL AND idempotency.begun_at < {abandonedBefore})
                    """);
                if (begun == 1)
                {
                    return new IdempotencyState.Started();
                }

                var (hash, answer) = (await write.ListAsync(
                    $"SELECT body_hash, answer FROM idempotency WHERE owner = {owner} AND key = {key}", row => (row.Bytes(0), row.BytesOrNull(1))))[0];
                return !hash.AsSpan().SequenceEqual(bodyHash) ? new IdempotencyState.OtherBody()
                    : answer is null ? new IdempotencyState.Running()
                    : new IdempotencyState.Answered(answer);
            },
            cancellationToken);

    public Task CompleteAsync(string owner, string key, byte[] answer, CancellationToken cancellationToken) =>
        database.WriteAsync($"UPDATE idempotency SET answer = {answer} WHERE owner = {owner} AND key = {key} AND answer IS NULL", cancellationToken);

    public Task AbandonAsync(string owner, string key, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM idempotency WHERE owner = {owner} AND key = {key} AND answer IS NULL", cancellationToken);

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM idempotency WHERE begun_at < {before}", cancellationToken);

    /// <summary>Stores an answer with the score that it is about, within the write that adds the score.</summary>
    public static ValueTask<int> StoreAnswerAsync(SqlWrite write, IdempotentAnswer answer, long scoreNo) =>
        write.ExecuteAsync($"UPDATE idempotency SET answer = {answer.Answer}, score_no = {scoreNo} WHERE owner = {answer.Owner} AND key = {answer.Key}");
}

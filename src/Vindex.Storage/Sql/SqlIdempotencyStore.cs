using Vindex.Storage.Idempotency;

namespace Vindex.Storage.Sql;

/// <summary>Stored responses for repeated requests.</summary>
internal sealed class SqlIdempotencyStore(ISqlDatabase database) : IIdempotencyStore
{
    /// <summary>Few enough that other writes hardly wait.</summary>
    private const int BatchSize = 500;

    public Task<IdempotencyState> BeginAsync(
        string owner, string key, byte[] bodyHash, DateTimeOffset now, DateTimeOffset forgetBefore, DateTimeOffset abandonedBefore,
        CancellationToken cancellationToken) =>
        database.WriteShortForAsync<IdempotencyState>(
            owner,
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

    public Task CompleteAsync(string owner, string key, DateTimeOffset begunAt, byte[] answer, CancellationToken cancellationToken) =>
        database.WriteShortForAsync(
            owner,
            async write => await write.ExecuteAsync(
                $"UPDATE idempotency SET answer = {answer} WHERE owner = {owner} AND key = {key} AND answer IS NULL AND begun_at = {begunAt}"),
            cancellationToken);

    public Task<bool> AbandonAsync(string owner, string key, DateTimeOffset begunAt, CancellationToken cancellationToken) =>
        database.WriteShortForAsync(
            owner,
            async write => await write.ExecuteAsync(
                $"DELETE FROM idempotency WHERE owner = {owner} AND key = {key} AND answer IS NULL AND begun_at = {begunAt}") == 1,
            cancellationToken);

    public async Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var total = 0;
        int forgotten;
        do
        {
            forgotten = await database.WriteManyAsync(
                $"""
                DELETE FROM idempotency WHERE (owner, key) IN (
                    SELECT owner, key FROM idempotency WHERE begun_at < {before} ORDER BY begun_at LIMIT {BatchSize})
                """,
                cancellationToken);
            total += forgotten;
        }
        while (forgotten == BatchSize);
        return total;
    }

    /// <summary>Stores a response with its score, within the write that adds the score. False if another request has taken the key over.</summary>
    public static async ValueTask<bool> StoreAnswerAsync(SqlWrite write, IdempotentAnswer answer, long scoreNo) =>
        await write.ExecuteAsync(
            $"""
            UPDATE idempotency SET answer = {answer.Answer}, score_no = {scoreNo}
            WHERE owner = {answer.Owner} AND key = {answer.Key} AND answer IS NULL AND begun_at = {answer.BegunAt}
            """) == 1;
}

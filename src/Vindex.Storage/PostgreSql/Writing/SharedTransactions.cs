using Npgsql;
using Vindex.Storage.Sql.Values;
using Vindex.Storage.Sql.Writing;

namespace Vindex.Storage.PostgreSql.Writing;

/// <summary>
/// Runs short writes of several owners in one transaction, through a <see cref="WritePipeline"/>: those of one owner one after the other, those of different
/// owners side by side. The owners' locks are taken in the order of their keys, so that such transactions cannot wait for each other, and only for a moment: an
/// owner whose lock is held by something long does not hold up the others. Whatever does not go well together is left to transactions of each owner.
/// </summary>
internal sealed class SharedTransactions(PostgreSqlConnections connections, HolderLock holder)
{
    private const string Patience = "100ms";

    /// <summary>
    /// Commits writes and completes their callers' tasks; never throws. Returns those that were rolled back and have to be run in transactions of their owners.
    /// </summary>
    public async Task<IReadOnlyList<QueuedWrite>> CommitAsync(IReadOnlyList<QueuedWrite> writes)
    {
        if (holder.Problem is { } problem) return FailAll(writes, new StoreUnavailableException(problem));
        var isCommitting = false;
        try
        {
            await using var connection = await connections.Pool.OpenConnectionAsync();
            var pipeline = new WritePipeline(connection);
            var isUndone = false;
            var owners = writes.GroupBy(write => write.Owner, StringComparer.Ordinal).ToList();
            try
            {
                Lock(pipeline, owners.Select(owner => owner.Key));
                await pipeline.RunAsync(owners.Select(owner => (Func<Task>)(() => RunAsync(owner))));
                if (isUndone)
                {
                    await RollBackAsync(connection);
                    return writes;
                }

                isCommitting = true;
                var warnings = new CommitWarnings(connection);
                await pipeline.EndAsync($"COMMIT");
                if (warnings.Failure is { } unsafeCommit) return FailAll(writes, unsafeCommit);
            }
            catch (PostgresException e) when (!PostgreSqlFailure.IsLost(e))
            {
                await RollBackAsync(connection);
                return writes;
            }

            foreach (var write in writes) write.Complete();
            return [];

            async Task RunAsync(IEnumerable<QueuedWrite> ofOwner)
            {
                foreach (var write in ofOwner)
                {
                    using var inside = new PipelinedWrite(pipeline);
                    await write.RunAsync(inside);
                    isUndone |= inside.IsUndone;
                }
            }
        }
        catch (Exception e)
        {
            connections.DropIfLost(e);
            // A commit that was not refused may have happened: running it again could do everything twice.
            return isCommitting ? FailAll(writes, e) : writes;
        }
    }

    private static IReadOnlyList<QueuedWrite> FailAll(IReadOnlyList<QueuedWrite> writes, Exception failure)
    {
        foreach (var write in writes) write.Fail(failure);
        return [];
    }

    private static void Lock(WritePipeline pipeline, IEnumerable<string> owners)
    {
        pipeline.Add(PipelineStep.Of($"BEGIN ISOLATION LEVEL READ COMMITTED"));
        pipeline.Add(PipelineStep.OfQuery($"SELECT pg_advisory_xact_lock_shared({AdvisoryLocks.Writes}), set_config('lock_timeout', {Patience}, true)"));
        pipeline.Add(PipelineStep.OfQuery(
            $"""
            SELECT pg_advisory_xact_lock(o.key)
            FROM (SELECT DISTINCT hashtextextended(name, 0) AS key FROM unnest({SqlList.Of(owners)}) AS name ORDER BY key) AS o
            """));
        pipeline.Add(PipelineStep.OfQuery($"SELECT set_config('lock_timeout', '0', true)"));
    }

    private static async Task RollBackAsync(NpgsqlConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "ROLLBACK";
        await command.ExecuteNonQueryAsync();
    }
}

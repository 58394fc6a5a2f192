using System.Data;
using Npgsql;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Writing;

namespace Vindex.Storage.PostgreSql.Writing;

/// <summary>
/// Runs the writes of a lane in one transaction. When one of them fails or undoes itself, all are rolled back and run again, each in a transaction of its own,
/// so that it leaves its neighbors alone.
/// </summary>
internal sealed class LaneTransactions(PostgreSqlConnections connections, HolderLock holder)
{
    /// <summary>The lock of all writes: shared by those of an owner, exclusive for the common lane.</summary>
    private const long AllWrites = AdvisoryLocks.Writes;

    private const int MostAttempts = 5;

    /// <summary>Commits writes and completes their callers' tasks; never throws.</summary>
    public async Task CommitAsync(string owner, IReadOnlyList<QueuedWrite> writes)
    {
        for (var attempt = 1; ; attempt++)
        {
            var end = await TryAsync(owner, writes);
            if (end.IsCommitted)
            {
                foreach (var write in writes) write.Complete();
                return;
            }

            if (end.MayRepeat && attempt < MostAttempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5 * attempt));
                continue;
            }

            if (writes.Count > 1 && !end.ConcernsAll)
            {
                foreach (var write in writes) await CommitAsync(owner, [write]);
                return;
            }

            foreach (var write in writes) write.Fail(end.Failure!);
            return;
        }
    }

    private async Task<End> TryAsync(string owner, IReadOnlyList<QueuedWrite> writes)
    {
        if (holder.Problem is { } problem) return End.OfAll(new StoreUnavailableException(problem));
        var isCommitting = false;
        try
        {
            await using var connection = await connections.Pool.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
            using var inside = new PostgreSqlWrite(connection);
            await inside.ExecuteAsync(Lock(owner));
            foreach (var write in writes)
            {
                inside.Begin();
                await write.RunAsync(inside);
                if (write != writes[^1]) await inside.FlushAsync();
                if (!inside.IsUndone) continue;
                await transaction.RollbackAsync();
                return writes.Count == 1 ? End.Committed : End.OfOne(null);
            }

            await inside.EndAsync();
            isCommitting = true;
            var warnings = new CommitWarnings(connection);
            await transaction.CommitAsync();
            return warnings.Failure is { } unsafeCommit ? End.OfAll(unsafeCommit) : End.Committed;
        }
        catch (Exception e)
        {
            connections.DropIfLost(e);
            // A commit that was not refused may have happened: running it again could do everything twice.
            if (PostgreSqlFailure.IsConflict(e)) return End.Conflict(e);
            if (!PostgreSqlFailure.IsLost(e)) return isCommitting && e is not PostgresException ? End.OfAll(e) : End.OfOne(e);
            return isCommitting ? End.OfAll(e) : End.Lost(e);
        }
    }

    private static SqlStatement Lock(string owner)
    {
        if (owner == WriteLane.Common) return $"SELECT pg_advisory_xact_lock({AllWrites})";
        return $"SELECT pg_advisory_xact_lock_shared({AllWrites}), pg_advisory_xact_lock(hashtextextended({owner}, 0))";
    }

    /// <summary>How an attempt ended.</summary>
    /// <param name="IsCommitted">Whether it was committed (or left no trace, as its only write wished).</param>
    /// <param name="Failure">Why not; null if one of several writes undid itself.</param>
    /// <param name="MayRepeat">Whether the same writes may succeed at once.</param>
    /// <param name="ConcernsAll">Whether no write is to blame, so that running each alone would not help or could do it twice.</param>
    private readonly record struct End(bool IsCommitted, Exception? Failure, bool MayRepeat, bool ConcernsAll)
    {
        public static End Committed => new(true, null, false, false);

        public static End OfOne(Exception? failure) => new(false, failure, false, false);

        public static End OfAll(Exception failure) => new(false, failure, false, true);

        public static End Conflict(Exception failure) => new(false, failure, true, false);

        // Pooled connections that a restart has ended are dropped by now; where PostgreSQL is down, repeating takes milliseconds.
        public static End Lost(Exception failure) => new(false, failure, true, true);
    }
}

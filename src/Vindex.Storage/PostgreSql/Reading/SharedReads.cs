using System.Data.Common;
using Npgsql;
using Vindex.Storage.Sql;

namespace Vindex.Storage.PostgreSql.Reading;

/// <summary>
/// Short reads that happen often, sent together: while some are under way, those that come wait and become the next message. A read on a connection of its own
/// costs a round trip, which is more than what it asks for.
/// </summary>
internal sealed class SharedReads(PostgreSqlConnections connections)
{
    private const int MostTogether = 64;

    private readonly Lock _gate = new();
    private readonly Queue<Read> _waiting = new();
    private bool _isRunning;

    /// <summary>The rows of one statement.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be used.</exception>
    public Task<List<T>> ListAsync<T>(SqlStatement sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var asked = new Read<T>(sql, read);
        lock (_gate)
        {
            _waiting.Enqueue(asked);
            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(EmptyAsync, CancellationToken.None);
            }
        }

        // A statement that is under way goes on: it is a short one.
        return asked.Result.WaitAsync(cancellationToken);
    }

    private async Task EmptyAsync()
    {
        while (true)
        {
            var together = new List<Read>();
            lock (_gate)
            {
                while (together.Count < MostTogether && _waiting.TryDequeue(out var next)) together.Add(next);
                if (together.Count == 0)
                {
                    _isRunning = false;
                    return;
                }
            }

            await RunAsync(together);
        }
    }

    private async Task RunAsync(IReadOnlyList<Read> together)
    {
        try
        {
            await using var connection = await connections.Pool.OpenConnectionAsync();
            await using var batch = new NpgsqlBatch(connection);
            foreach (var read in together) batch.BatchCommands.Add(read.Command());
            await using (var rows = await batch.ExecuteReaderAsync())
            {
                foreach (var read in together)
                {
                    await read.ReadAsync(rows);
                    await rows.NextResultAsync();
                }
            }

            foreach (var read in together) read.Complete();
        }
        catch (Exception e)
        {
            connections.DropIfLost(e);
            if (together.Count == 1 || PostgreSqlFailure.IsLost(e))
            {
                foreach (var read in together) read.Fail(PostgreSqlFailure.OfStore(e));
                return;
            }

            // One of them failed, and its neighbors with it.
            foreach (var read in together) await RunAsync([read]);
        }
    }

    private abstract class Read(SqlStatement sql)
    {
        /// <summary>What is sent.</summary>
        public NpgsqlBatchCommand Command()
        {
            var command = new NpgsqlBatchCommand(sql.NumberedText);
            sql.AddValues(command.Parameters);
            return command;
        }

        public abstract Task ReadAsync(NpgsqlDataReader rows);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Read<T>(SqlStatement sql, Func<DbDataReader, T> read) : Read(sql)
    {
        private readonly TaskCompletionSource<List<T>> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private List<T> _rows = [];

        public Task<List<T>> Result => _result.Task;

        public override async Task ReadAsync(NpgsqlDataReader rows)
        {
            // Again, where its neighbor failed.
            _rows = [];
            while (await rows.ReadAsync()) _rows.Add(read(rows));
        }

        public override void Complete() => _result.TrySetResult(_rows);

        public override void Fail(Exception exception) => _result.TrySetException(exception);
    }
}

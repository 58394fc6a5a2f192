using Vindex.Storage.Sql;

namespace Vindex.Storage.PostgreSql.Writing;

/// <summary>
/// Runs writes, in a lane for each owner of rows and one lane for writes that may touch anything. A lane runs one transaction at a time, which holds whatever
/// waited in the lane, so that many callers share the cost of reaching the disk. A transaction first takes an advisory lock: its owner's, beside the shared
/// lock of all; or the lock of all alone. So writes of one owner run one after the other, on whichever process, and a write of the common lane runs alone: the
/// statements of a unit see what they would see with a single writer, without conflicts and retries. See docs/adr/0024-postgresql-writes-in-lanes.md.
/// </summary>
internal sealed class PostgreSqlWriter(PostgreSqlConnections connections, HolderLock holder) : IAsyncDisposable
{
    private const int MostWaiting = 4096;
    private const int MostTransactions = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, WriteLane> _lanes = new(StringComparer.Ordinal);
    private readonly LaneTransactions _transactions = new(connections, holder);
    private readonly SemaphoreSlim _room = new(MostWaiting, MostWaiting);
    private readonly SemaphoreSlim _slots = new(MostTransactions, MostTransactions);
    private readonly SemaphoreSlim _many = new(1, 1);
    private bool _isClosed;

    /// <summary>Queues a write; waits while too many are queued.</summary>
    /// <param name="owner">Whose rows it touches; null for anyone's.</param>
    /// <param name="work">The write.</param>
    /// <param name="cancellationToken">Cancels it, unless it has begun.</param>
    public async Task<T> RunAsync<T>(string? owner, Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            var write = new PendingWrite<T>(work, cancellationToken);
            Add(owner ?? WriteLane.Common, write);
            return await write.Task;
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Queues a write of many rows once no other such write is queued or running.</summary>
    public async Task<T> RunManyAsync<T>(string? owner, Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken)
    {
        await _many.WaitAsync(cancellationToken);
        try
        {
            return await RunAsync(owner, work, cancellationToken);
        }
        finally
        {
            _many.Release();
        }
    }

    /// <summary>Takes no more writes and ends those that wait.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Task> running;
        lock (_lock)
        {
            _isClosed = true;
            running = [.. _lanes.Values.Select(lane => lane.Running)];
        }

        await Task.WhenAll(running);
    }

    private void Add(string owner, PendingWrite write)
    {
        lock (_lock)
        {
            if (_isClosed) throw PostgreSqlFailure.Closed();
            if (_lanes.TryGetValue(owner, out var lane))
            {
                lane.Waiting.Enqueue(write);
                return;
            }

            lane = new WriteLane(owner);
            lane.Waiting.Enqueue(write);
            _lanes.Add(owner, lane);
            lane.Running = Task.Run(() => EmptyAsync(lane));
        }
    }

    private async Task EmptyAsync(WriteLane lane)
    {
        while (true)
        {
            await _slots.WaitAsync();
            try
            {
                List<PendingWrite> next;
                lock (_lock)
                {
                    next = lane.Take();
                    if (next.Count == 0)
                    {
                        _lanes.Remove(lane.Owner);
                        return;
                    }
                }

                await _transactions.CommitAsync(lane.Owner, next);
            }
            finally
            {
                _slots.Release();
            }
        }
    }
}

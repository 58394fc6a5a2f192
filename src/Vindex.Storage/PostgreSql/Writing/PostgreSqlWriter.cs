using System.Globalization;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Writing;

namespace Vindex.Storage.PostgreSql.Writing;

/// <summary>
/// Runs writes, in a lane for each owner of rows and one lane for writes that may touch anything. A lane runs one transaction at a time, which holds whatever
/// waited in the lane, so that many callers share the cost of reaching the disk. A transaction first takes an advisory lock: its owner's, beside the shared
/// lock of all; or the lock of all alone. So writes of one owner run one after the other, on whichever process, and a write of the common lane runs alone: the
/// statements of a unit see what they would see with a single writer, without conflicts and retries. Short writes of owners without a lane of their own share
/// a few lanes, and transactions; those that do not go well together move to the lanes of their owners. See docs/adr/0024-postgresql-writes-in-lanes.md.
/// </summary>
internal sealed class PostgreSqlWriter(PostgreSqlConnections connections, HolderLock holder) : IAsyncDisposable
{
    private const int MostWaiting = 4096;
    private const int MostTransactions = 16;

    /// <summary>Each holds the writes of its own owners, so that they do not wait for each other's locks within the process.</summary>
    private const int SharedLanes = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, WriteLane> _lanes = new(StringComparer.Ordinal);
    private readonly LaneTransactions _transactions = new(connections, holder);
    private readonly SharedTransactions _shared = new(connections, holder);
    private readonly SemaphoreSlim _room = new(MostWaiting, MostWaiting);
    private readonly SemaphoreSlim _slots = new(MostTransactions, MostTransactions);
    private readonly SemaphoreSlim _many = new(1, 1);
    private bool _isClosed;

    /// <summary>Queues a write; waits while too many are queued.</summary>
    /// <param name="owner">Whose rows it touches; null for anyone's.</param>
    /// <param name="work">The write.</param>
    /// <param name="cancellationToken">Cancels it, unless it has begun.</param>
    public Task<T> RunAsync<T>(string? owner, Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken) =>
        QueueAsync(new QueuedWrite<T>(owner ?? WriteLane.Common, work, PostgreSqlFailure.OfStore, cancellationToken), isShort: false, cancellationToken);

    /// <summary>Queues a short write, which may share its transaction with those of other owners.</summary>
    /// <param name="owner">Whose rows it touches.</param>
    /// <param name="work">The write; see <see cref="ISqlDatabase.WriteShortForAsync{T}"/> for what it may do.</param>
    /// <param name="cancellationToken">Cancels it, unless it has begun.</param>
    public Task<T> RunShortAsync<T>(string owner, Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken) =>
        QueueAsync(new QueuedWrite<T>(owner, work, PostgreSqlFailure.OfStore, cancellationToken), isShort: true, cancellationToken);

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
        while (true)
        {
            List<Task> running;
            lock (_lock)
            {
                _isClosed = true;
                running = [.. _lanes.Values.Select(lane => lane.Running)];
            }

            // Again, because a shared lane may have left writes to other lanes.
            if (running.Count == 0) return;
            await Task.WhenAll(running);
        }
    }

    private async Task<T> QueueAsync<T>(QueuedWrite<T> write, bool isShort, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            lock (_lock)
            {
                if (_isClosed) throw PostgreSqlFailure.Closed();
                // An owner with a lane of its own has something that may take long: what follows waits there, and keeps no one else waiting.
                Add(isShort && !_lanes.ContainsKey(write.Owner) ? SharedLane(write.Owner) : write.Owner, write);
            }

            return await write.Task;
        }
        finally
        {
            _room.Release();
        }
    }

    // Owners of a kind, such as "ticket …", have a lane of their own: what they write neither waits for companies' locks nor has companies wait.
    private static string SharedLane(string owner) =>
        WriteLane.Shared + ((owner.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end) ? owner[..end]
            : ((uint)string.GetHashCode(owner, StringComparison.Ordinal) % SharedLanes).ToString(CultureInfo.InvariantCulture));

    private void Add(string name, QueuedWrite write)
    {
        if (_lanes.TryGetValue(name, out var lane))
        {
            lane.Waiting.Enqueue(write);
            return;
        }

        lane = new WriteLane(name);
        lane.Waiting.Enqueue(write);
        _lanes.Add(name, lane);
        lane.Running = Task.Run(() => EmptyAsync(lane));
    }

    private async Task EmptyAsync(WriteLane lane)
    {
        while (true)
        {
            await _slots.WaitAsync();
            try
            {
                List<QueuedWrite> next;
                lock (_lock)
                {
                    next = lane.Take();
                    if (next.Count == 0)
                    {
                        _lanes.Remove(lane.Name);
                        return;
                    }
                }

                if (!lane.IsShared)
                {
                    await _transactions.CommitAsync(lane.Name, next);
                    continue;
                }

                var left = await _shared.CommitAsync(next);
                lock (_lock)
                {
                    foreach (var write in left) Add(write.Owner, write);
                }
            }
            finally
            {
                _slots.Release();
            }
        }
    }
}

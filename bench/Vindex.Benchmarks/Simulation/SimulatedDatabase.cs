namespace Vindex.Benchmarks.Simulation;

/// <summary>
/// The database as ADR 24 uses it: a transaction of an owner takes the lock of all writes shared and the owner's lock exclusive; any other takes the lock of
/// all writes exclusive. Locks are granted in the order of asking. A node puts what waits for the same owner into one transaction. What a transaction does
/// happens when it has its locks; what follows on the node, when it is committed.
/// </summary>
internal sealed class SimulatedDatabase(VirtualTime time, SimulationOptions options)
{
    private const int MostWrites = 256;
    private const int MostTransactions = 16;
    private const string Common = "";

    private readonly Queue<Transaction> _waiting = new();
    private readonly Dictionary<string, Queue<Transaction>> _owners = new(StringComparer.Ordinal);
    private int _shared;
    private bool _exclusive;
    private DateTimeOffset _exclusiveSince;

    /// <summary>Time during which a transaction ran alone.</summary>
    public TimeSpan ExclusiveTime { get; private set; }

    /// <summary>Transactions.</summary>
    public long Transactions { get; private set; }

    /// <summary>Reads, without a lock.</summary>
    public void Read<T>(SimulatedNode node, TimeSpan extra, Func<T> read, Action<T> then)
    {
        var life = node.Life;
        time.After(options.RoundTrip + extra, () =>
        {
            if (node.Life == life) then(read());
        });
    }

    /// <summary>Writes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="owner">Whose rows; null for anyone's.</param>
    /// <param name="write">What happens in the transaction, and in how many round trips.</param>
    /// <param name="then">What the node does once it is committed, unless it has died.</param>
    public void Write<T>(SimulatedNode node, string? owner, Func<(T Value, int Trips)> write, Action<T> then)
    {
        var key = owner ?? Common;
        var life = node.Life;
        var lanes = node.Lanes;
        if (!lanes.TryGetValue(key, out var lane)) lanes[key] = lane = new Lane();
        lane.Waiting.Enqueue(() =>
        {
            var (value, trips) = write();
            return (trips, Follow);

            void Follow()
            {
                if (node.Life == life) then(value);
            }
        });
        if (!lane.IsRunning) Start(node, key, lane);
    }

    private void Start(SimulatedNode node, string key, Lane lane)
    {
        lane.IsRunning = true;
        if (node.Transactions == MostTransactions)
        {
            node.WaitingForSlot.Enqueue(() => Ask(node, key, lane));
            return;
        }

        Ask(node, key, lane);
    }

    private void Ask(SimulatedNode node, string key, Lane lane)
    {
        node.Transactions++;
        _waiting.Enqueue(new Transaction(node, key, lane, node.Life));
        Grant();
    }

    private void Grant()
    {
        while (_waiting.TryPeek(out var next))
        {
            if (_exclusive || (next.Key == Common && _shared > 0)) return;
            _waiting.Dequeue();
            if (next.Key == Common)
            {
                (_exclusive, _exclusiveSince) = (true, time.Now);
                Run(next);
                continue;
            }

            _shared++;
            if (_owners.TryGetValue(next.Key, out var others))
            {
                others.Enqueue(next);
            }
            else
            {
                _owners[next.Key] = new Queue<Transaction>();
                Run(next);
            }
        }
    }

    private void Run(Transaction transaction)
    {
        // A dead node's connection is closed, and what had not begun never happens.
        var isAlive = transaction.Node.Life == transaction.Life;
        List<Action> follow = [];
        var trips = 2;
        while (isAlive && follow.Count < MostWrites && transaction.Lane.Waiting.TryDequeue(out var write))
        {
            var (more, then) = write();
            trips += more;
            follow.Add(then);
        }

        Transactions++;
        time.After(isAlive ? (options.RoundTrip * trips) + options.Flush : TimeSpan.Zero, () => End(transaction, follow));
    }

    private void End(Transaction transaction, List<Action> follow)
    {
        if (transaction.Key == Common)
        {
            _exclusive = false;
            ExclusiveTime += time.Now - _exclusiveSince;
        }
        else
        {
            _shared--;
            if (_owners[transaction.Key].TryDequeue(out var next)) Run(next);
            else _owners.Remove(transaction.Key);
        }

        Release(transaction);
        Grant();
        foreach (var then in follow) then();
    }

    private void Release(Transaction transaction)
    {
        var (node, key, lane, life) = transaction;
        if (node.Life != life) return;
        node.Transactions--;
        if (lane.Waiting.Count > 0)
        {
            Start(node, key, lane);
        }
        else
        {
            lane.IsRunning = false;
            node.Lanes.Remove(key);
        }

        if (node.Transactions < MostTransactions && node.WaitingForSlot.TryDequeue(out var start)) start();
    }

    /// <summary>Writes of one owner on one node.</summary>
    internal sealed class Lane
    {
        public Queue<Func<(int Trips, Action Then)>> Waiting { get; } = new();

        public bool IsRunning { get; set; }
    }

    private sealed record Transaction(SimulatedNode Node, string Key, Lane Lane, int Life);
}

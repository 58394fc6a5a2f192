using Vindex.Benchmarks.Capacity;

namespace Vindex.Benchmarks.Simulation;

/// <summary>
/// The database as ADR 24 and ADR 29 use it. A transaction of an owner (a company, a ticket, a limit, leasing, taking) shares the lock of all writes and holds
/// its owner's; any other has the lock of all writes to itself. Short writes of a node wait in a few lanes and share transactions, which take as many round
/// trips as the longest chain of one owner's writes has, and give up when they have waited too long for an owner; then each write goes to the lane of its
/// owner. Counters of companies are rows, locked last. What a node that dies has not committed never happens.
/// </summary>
internal sealed class SimulatedDatabase(VirtualTime time, SimulationOptions options)
{
    /// <summary>The lock of all writes, and the owner of writes that may touch any row.</summary>
    public const string All = "";

    /// <summary>The owner of writes that lease jobs.</summary>
    public const string Leasing = "leasing jobs";

    /// <summary>The owner of writes that take callbacks.</summary>
    public const string Taking = "taking deliveries";

    private const int MostWrites = 256;
    private const int MostTransactions = 16;
    private const int SharedLanes = 2;
    private const string Shared = "shared ";
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    private readonly SimulatedLocks _locks = new(time, All, Leasing, Taking);

    /// <summary>Transactions that were committed.</summary>
    public long Transactions { get; private set; }

    /// <summary>Shared transactions that waited too long for an owner.</summary>
    public int GivenUp { get; private set; }

    /// <summary>How long one of the three locks was held exclusively so far.</summary>
    public TimeSpan Held(string key) => _locks.Held(key);

    /// <summary>Reads, without a lock.</summary>
    public void Read<T>(SimulatedNode node, TimeSpan extra, Func<T> read, Action<T> then)
    {
        var life = node.Life;
        time.After(options.RoundTrip + extra, () =>
        {
            if (node.Life == life) then(read());
        });
    }

    /// <summary>Writes in a transaction of the owner.</summary>
    /// <param name="node">The node.</param>
    /// <param name="owner">Whose rows.</param>
    /// <param name="write">What happens, in how many round trips, and which counters change.</param>
    /// <param name="then">What the node does once it is committed, unless it has died.</param>
    public void Write<T>(SimulatedNode node, string owner, Func<(T Value, int Trips, IReadOnlyCollection<string> Counters)> write, Action<T> then)
    {
        Add(node, owner, new SimulatedWrite.Long(owner, () =>
        {
            var (value, trips, counters) = write();
            return new SimulatedWrite.Decided(new ShortWrite(trips, trips), counters, () => then(value));
        }));
    }

    /// <summary>Leases or takes, in a transaction that has those of other nodes wait for a while only.</summary>
    /// <param name="node">The node.</param>
    /// <param name="owner">Whose rows.</param>
    /// <param name="write">What happens, in how many round trips, and which counters change.</param>
    /// <param name="then">What the node does once it is committed, unless it has died.</param>
    public void Lease<T>(SimulatedNode node, string owner, Func<(T Value, ShortWrite Trips, IReadOnlyCollection<string> Counters)> write, Action<T> then)
    {
        Add(node, node.Lanes.ContainsKey(owner) ? owner : SharedLane(owner), new SimulatedWrite.Long(owner, () =>
        {
            var (value, trips, counters) = write();
            return new SimulatedWrite.Decided(trips, counters, () => then(value));
        }));
    }

    /// <summary>Writes in a transaction that owners may share.</summary>
    /// <param name="node">The node.</param>
    /// <param name="owner">Whose rows.</param>
    /// <param name="trips">Its round trips.</param>
    /// <param name="counter">The company whose counter of waiting jobs it changes; null for none.</param>
    /// <param name="write">What happens.</param>
    /// <param name="then">What the node does once it is committed, unless it has died.</param>
    public void WriteShort<T>(SimulatedNode node, string owner, ShortWrite trips, string? counter, Func<T> write, Action<T> then)
    {
        Add(node, node.Lanes.ContainsKey(owner) ? owner : SharedLane(owner), new SimulatedWrite.Short(owner, trips, counter, () =>
        {
            var value = write();
            return () => then(value);
        }));
    }

    // Owners of a kind have a lane of their own; companies are divided among the others by their number.
    private static string SharedLane(string owner) =>
        Shared + (owner.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end ? owner[..end] : $"{int.Parse(owner[1..]) % SharedLanes}");

    private void Add(SimulatedNode node, string name, SimulatedWrite write)
    {
        if (!node.Lanes.TryGetValue(name, out var lane)) node.Lanes[name] = lane = new Lane(name);
        lane.Waiting.Enqueue(write);
        if (lane.IsRunning) return;
        lane.IsRunning = true;
        WaitForSlot(node, lane);
    }

    private void WaitForSlot(SimulatedNode node, Lane lane)
    {
        if (node.Transactions == MostTransactions)
        {
            node.WaitingForSlot.Enqueue(() => Begin(node, lane));
            return;
        }

        Begin(node, lane);
    }

    private void Begin(SimulatedNode node, Lane lane)
    {
        node.Transactions++;
        var writes = new List<SimulatedWrite>();
        while (writes.Count < MostWrites && lane.Waiting.TryDequeue(out var write)) writes.Add(write);
        string[] owners = lane.Name == All ? [] : [.. writes.Select(write => write.Owner).Distinct().Order(StringComparer.Ordinal)];
        var transaction = new Transaction(node, node.Life, lane, writes, owners);
        _locks.Take(All, isShared: lane.Name != All, () => Lock(transaction, 0));
    }

    private void Lock(Transaction transaction, int next)
    {
        if (next == transaction.Owners.Length)
        {
            Run(transaction);
            return;
        }

        _locks.Take(
            transaction.Owners[next], isShared: false, () => Lock(transaction, next + 1),
            transaction.Lane.IsShared ? s_patience : null, () => GiveUp(transaction, next));
    }

    private void GiveUp(Transaction transaction, int held)
    {
        GivenUp++;
        time.After(options.RoundTrip, () =>
        {
            Unlock(transaction, held, []);
            if (transaction.IsAlive)
            {
                foreach (var write in transaction.Writes) Add(transaction.Node, write.Owner, write);
            }

            Release(transaction);
        });
    }

    private void Run(Transaction transaction)
    {
        if (!transaction.IsAlive)
        {
            // A dead node's connection is closed.
            time.After(TimeSpan.Zero, () => Unlock(transaction, transaction.Owners.Length, []));
            return;
        }

        var decided = transaction.Writes.OfType<SimulatedWrite.Long>().Select(write => write.Happens()).ToList();
        var shorts = transaction.Writes.OfType<SimulatedWrite.Short>().ToList();
        var trips = transaction.Lane.IsShared
            ? decided.Sum(write => write.Trips.Shared)
                + shorts.GroupBy(write => write.Owner).Select(owner => owner.Sum(write => write.Trips.Shared)).DefaultIfEmpty().Max()
            : RoundTrips.OfTransaction - 1 + decided.Sum(write => write.Trips.Own) + shorts.Sum(write => write.Trips.Own);
        var counted = decided.SelectMany(write => write.Counters).Concat(shorts.Select(write => write.Counter).OfType<string>());
        string[] counters = [.. counted.Distinct().Order(StringComparer.Ordinal)];

        // In a transaction of one owner, the counters have a message of their own, which leasing has counted; in a shared one, they go with the COMMIT.
        var isLate = counters.Length > 0 && !transaction.Lane.IsShared;
        if (isLate && decided.Count > 0) trips--;
        var end = options.RoundTrip * (isLate ? 2 : 1);
        time.After(options.RoundTrip * trips, () => Count(transaction, counters, 0, end, [.. decided.Select(one => one.Follow)]));
    }

    private void Count(Transaction transaction, string[] counters, int next, TimeSpan end, List<Action> follow)
    {
        if (next < counters.Length)
        {
            _locks.Take($"counter {counters[next]}", isShared: false, () => Count(transaction, counters, next + 1, end, follow));
            return;
        }

        time.After(end + options.Flush, () => Commit(transaction, counters, follow));
    }

    private void Commit(Transaction transaction, string[] counters, List<Action> follow)
    {
        var isAlive = transaction.IsAlive;
        if (isAlive)
        {
            Transactions++;
            follow.AddRange(transaction.Writes.OfType<SimulatedWrite.Short>().Select(write => write.Happens()));
        }

        Unlock(transaction, transaction.Owners.Length, counters);
        if (!isAlive) return;
        Release(transaction);
        foreach (var then in follow) then();
    }

    private void Unlock(Transaction transaction, int owners, string[] counters)
    {
        foreach (var counter in counters) _locks.Release($"counter {counter}", isShared: false);
        foreach (var owner in transaction.Owners.Take(owners)) _locks.Release(owner, isShared: false);
        _locks.Release(All, isShared: transaction.Lane.Name != All);
    }

    private void Release(Transaction transaction)
    {
        if (!transaction.IsAlive) return;
        var (node, lane) = (transaction.Node, transaction.Lane);
        node.Transactions--;
        if (node.WaitingForSlot.TryDequeue(out var start)) start();
        if (lane.Waiting.Count > 0)
        {
            WaitForSlot(node, lane);
            return;
        }

        lane.IsRunning = false;
        node.Lanes.Remove(lane.Name);
    }

    /// <summary>Writes of one owner, or short ones of several, on one node.</summary>
    internal sealed class Lane(string name)
    {
        public string Name => name;

        public bool IsShared { get; } = name.StartsWith(Shared, StringComparison.Ordinal);

        public Queue<SimulatedWrite> Waiting { get; } = new();

        public bool IsRunning { get; set; }
    }

    private sealed record Transaction(SimulatedNode Node, int Life, Lane Lane, IReadOnlyList<SimulatedWrite> Writes, string[] Owners)
    {
        public bool IsAlive => Node.Life == Life;
    }
}

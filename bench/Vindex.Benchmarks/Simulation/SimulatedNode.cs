using Vindex.Benchmarks.Capacity;
using Vindex.Server.Callbacks.Sending;
using Vindex.Server.Evaluations;
using Vindex.Server.Security.Limits;

namespace Vindex.Benchmarks.Simulation;

/// <summary>A server: its worker for the queue, its dispatcher, and what it keeps in memory.</summary>
internal sealed class SimulatedNode
{
    private readonly Cluster _cluster;
    private readonly SimulatedWorker _jobs;
    private readonly SimulatedWorker _callbacks;
    private Dictionary<string, int> _busy = new(StringComparer.Ordinal);
    private HashSet<SimulatedOutbox.Row> _inFlight = [];
    private string? _lastLane;

    public SimulatedNode(Cluster cluster, int index)
    {
        (_cluster, Index) = (cluster, index);
        _jobs = new SimulatedWorker(cluster.Time, JobPolicy.Work(cluster.Options.Evaluations), LeaseJobs, () => cluster.Offer(this, isJobs: true));
        _callbacks = new SimulatedWorker(cluster.Time, DispatchPolicy.Work, TakeDeliveries, () => cluster.Offer(this, isJobs: false));
        Gate = new SimulatedGate(cluster, this);
        Limits = new SharedWindows(cluster.Limits, cluster.Time);
    }

    /// <summary>Its number.</summary>
    public int Index { get; }

    /// <summary>Changes when it dies; what an earlier life began has no effect on a later one.</summary>
    public int Life { get; private set; }

    /// <summary>Whether it runs.</summary>
    public bool IsAlive { get; private set; }

    /// <summary>Writes that wait or run, by owner.</summary>
    public Dictionary<string, SimulatedDatabase.Lane> Lanes { get; } = new(StringComparer.Ordinal);

    /// <summary>Transactions under way.</summary>
    public int Transactions { get; set; }

    /// <summary>What waits for one of them to end.</summary>
    public Queue<Action> WaitingForSlot { get; } = new();

    /// <summary>Whether the queue has room.</summary>
    public SimulatedGate Gate { get; private set; }

    /// <summary>What it has of the shared limits.</summary>
    public SharedWindows Limits { get; private set; }

    /// <summary>Starts it.</summary>
    public void Start()
    {
        IsAlive = true;
        _jobs.Start();
        _callbacks.Start();
        Beat(JobPolicy.Work(_cluster.Options.Evaluations).Heartbeat, () => _jobs.Running > 0);
        Beat(DispatchPolicy.Work.Heartbeat, () => false);
    }

    /// <summary>Ends it, as a power cut would.</summary>
    public void Kill()
    {
        (IsAlive, Life, Transactions, _lastLane) = (false, Life + 1, 0, null);
        _jobs.Stop();
        _callbacks.Stop();
        Lanes.Clear();
        WaitingForSlot.Clear();
        foreach (var row in _inFlight) _cluster.Checks.Answered(row);
        (_busy, _inFlight) = (new Dictionary<string, int>(StringComparer.Ordinal), []);
        Gate = new SimulatedGate(_cluster, this);
        Limits = new SharedWindows(_cluster.Limits, _cluster.Time);
    }

    /// <summary>There may be work.</summary>
    public void Signal(bool isJobs)
    {
        if (IsAlive) (isJobs ? _jobs : _callbacks).Set();
    }

    /// <summary>Does something later, unless it has died by then.</summary>
    public void Later(TimeSpan delay, Action happens)
    {
        var life = Life;
        _cluster.Time.After(delay, () =>
        {
            if (Life == life) happens();
        });
    }

    // Renewing leases holds the lock of leasing; looking for expired ones is a read.
    private void Beat(TimeSpan every, Func<bool> renews) => Later(every * (0.5 + (_cluster.Random.NextDouble() / 2)), () =>
    {
        if (renews()) _cluster.Database.Lease<bool>(this, SimulatedDatabase.Leasing, () => (true, RoundTrips.Renewing, []), _ => { });
        Beat(every, renews);
    });

    private void LeaseJobs(int room, Action<int, DateTimeOffset?> done)
    {
        var now = _cluster.Time.Now;
        _cluster.Database.Read(this, TimeSpan.Zero, () => _cluster.Queue.NextDue, due =>
        {
            if (due is null || due > now)
            {
                done(0, due);
                return;
            }

            _cluster.Database.Lease(
                this,
                SimulatedDatabase.Leasing,
                () =>
                {
                    var leased = _cluster.Queue.Lease(Index, room, now);
                    var trips = leased.Count > 0 ? RoundTrips.Leasing : RoundTrips.Leasing with { Own = RoundTrips.Leasing.Own - 1 };
                    return (leased, trips, leased.Select(job => job.Company).ToHashSet(StringComparer.Ordinal));
                },
                leased =>
                {
                    Gate.Count(-leased.Count);
                    foreach (var job in leased)
                    {
                        _cluster.Measures.Leased(job, now);
                        Judge(job, job.Taken);
                    }

                    done(leased.Count, _cluster.Queue.NextDue);
                });
        });
    }

    private void Judge(SimulatedJob job, int taken) => Later((_cluster.Options.RoundTrip * 4) + _cluster.Options.Judging, () =>
    {
        var now = _cluster.Time.Now;
        if (_cluster.Random.Next(500) == 0 && JobPolicy.RetryAt(_cluster.Options.Evaluations, job.Attempts, now) is { } dueAt && !JobPolicy.IsGivenUp(taken))
        {
            // Looks up the company first.
            _cluster.Database.Read(this, TimeSpan.Zero, () => true, _ => _cluster.Database.WriteShort(
                this, job.Company, RoundTrips.Retrying, job.Company, () => _cluster.Queue.Retry(job, taken, dueAt, now), _ => _jobs.Ended()));
            return;
        }

        _cluster.Database.WriteShort(this, job.Company, RoundTrips.Storing, null, () => _cluster.Complete(job, taken, now), isStored =>
        {
            if (isStored) _callbacks.Set();
            _jobs.Ended();
        });
    });

    private void TakeDeliveries(int room, Action<int, DateTimeOffset?> done)
    {
        var now = _cluster.Time.Now;
        var outbox = _cluster.Outbox;
        _cluster.Database.Read(this, _cluster.Options.PerLane * outbox.WaitingLanes, () => (outbox.HasDue(now), Next: outbox.NextDue(now)), found =>
        {
            if (!found.Item1)
            {
                done(0, found.Next);
                return;
            }

            var busy = new Dictionary<string, int>(_busy, StringComparer.Ordinal);
            _cluster.Database.Lease<List<SimulatedOutbox.Row>>(
                this,
                SimulatedDatabase.Taking,
                () =>
                {
                    var (rows, asked) = outbox.Take(Index, busy, room, _lastLane, now);
                    var more = Math.Max(0, asked - 1) / RoundTrips.LanesAtOnce;
                    var (shared, trips) = RoundTrips.Taking;
                    return (rows, new ShortWrite(shared + more, trips + more - (rows.Count > 0 ? 0 : 1)), []);
                },
                rows =>
                {
                    foreach (var row in rows) Send(row);
                    done(rows.Count, found.Next);
                });
        });
    }

    private void Send(SimulatedOutbox.Row row)
    {
        var (startedAt, taken, lane) = (_cluster.Time.Now, row.Delivery.Taken, row.Delivery.Lane);
        _busy[lane] = _busy.GetValueOrDefault(lane) + 1;
        _lastLane = lane;
        _inFlight.Add(row);
        _cluster.Checks.Sent(row);
        _cluster.Measures.Sent(row, startedAt);
        var outcome = _cluster.Receivers.Answer(row.Lane);
        Later(outcome.ResponseTime, () =>
        {
            _inFlight.Remove(row);
            _cluster.Checks.Answered(row);
            var left = _busy[lane] - 1;
            if (left == 0) _busy.Remove(lane);
            else _busy[lane] = left;
            if (DispatchPolicy.LooksAgain(_cluster.Options.Callbacks, left)) _callbacks.Set();
            var (now, random) = (_cluster.Time.Now, _cluster.Random.NextDouble());
            _cluster.Database.WriteShort(
                this,
                row.Delivery.CompanyId,
                RoundTrips.EndingAttempt,
                null,
                () => _cluster.Outbox.End(row, taken, outcome, startedAt, now, random),
                newerWaits =>
                {
                    if (newerWaits is true) _callbacks.Set();
                    _callbacks.Ended();
                });
        });
    }
}

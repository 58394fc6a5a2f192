using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Callbacks.Sending;
using Vindex.Storage.Deliveries;
using Vindex.Storage.Installations;

namespace Vindex.Benchmarks.Simulation;

/// <summary>
/// The outbox's tables in memory. Every change of a delivery is decided by <see cref="DeliveryLifecycle"/>, <see cref="LaneTurns"/> and
/// <see cref="RetryPolicy"/>, as in production.
/// </summary>
internal sealed class SimulatedOutbox(CallbackOptions options)
{
    private readonly RetryPolicy _policy = RetryPolicy.From(options);
    private readonly Dictionary<int, EndpointState> _endpoints = [];
    private readonly SortedDictionary<int, LaneRow> _lanes = [];
    private readonly SortedSet<(DateTimeOffset Due, int Lane)> _due = [];
    private readonly Dictionary<string, List<Row>> _unfinishedOf = new(StringComparer.Ordinal);

    /// <summary>Every delivery that was ever stored.</summary>
    public List<Row> Rows { get; } = [];

    /// <summary>Deliveries that have not ended.</summary>
    public int Unfinished { get; private set; }

    /// <summary>Lanes in which something waits.</summary>
    public int WaitingLanes => _due.Count;

    /// <summary>The state of an installation's endpoint.</summary>
    public EndpointState Endpoint(int installation) => _endpoints.GetValueOrDefault(installation, EndpointState.Clean);

    /// <summary>Stores the delivery of a job's result.</summary>
    public void Add(SimulatedJob job, DateTimeOffset now)
    {
        var lane = job.Ticket.Installation;
        var id = lane.ToString("D5");
        var ticket = $"{id}-{job.Ticket.Number}";
        var delivery = DeliveryLifecycle.Create(
            new NewDelivery($"d{job.No}", id, $"https://{id}.example.com/", []), new DeliverySubject(job.Company, id, ticket, $"j{job.No}", null),
            Endpoint(lane), now) with
        { Sequence = Rows.Count + 1 };
        var row = new Row(lane, delivery);
        Rows.Add(row);
        if (delivery.IsFinished) return;
        Unfinished++;
        if (!_unfinishedOf.TryGetValue(ticket, out var siblings)) _unfinishedOf[ticket] = siblings = [];
        siblings.Add(row);
        Index(row, isWaiting: true);
        foreach (var older in siblings.ToList())
        {
            if (DeliveryLifecycle.Supersede(older.Delivery, delivery, now) is { } superseded) Set(older, superseded);
        }
    }

    /// <summary>Takes due deliveries; the result's second part is how many lanes were asked.</summary>
    public (List<Row> Taken, int Asked) Take(
        int node, IReadOnlyDictionary<string, int> busy, int room, string? after, DateTimeOffset now)
    {
        var taken = new List<Row>();
        var asked = 0;
        var due = _due.GetViewBetween((DateTimeOffset.MinValue, 0), (now, int.MaxValue)).Select(lane => (Lane: lane.Lane.ToString("D5"), lane.Due))
            .OrderBy(lane => lane.Lane, StringComparer.Ordinal);
        foreach (var name in LaneTurns.InTurn(due, busy, options.Concurrency, after, now))
        {
            if (taken.Count == room) break;
            var lane = _lanes[int.Parse(name)];
            var others = lane.UnderWay.Where(one => one.Key != node).Sum(one => one.Value);
            var most = LaneTurns.Room(options.Concurrency, busy.GetValueOrDefault(name), others, room - taken.Count);
            if (most <= 0) continue;
            asked++;
            foreach (var row in Due(lane, now).Take(most).ToList())
            {
                if (DeliveryLifecycle.Begin(row.Delivery, Endpoint(row.Lane), now, DispatchPolicy.LeaseUntil(options, now)) is not { } begun) continue;
                Set(row, begun, node);
                taken.Add(row);
            }
        }

        return (taken, asked);
    }

    /// <summary>Whether something is due.</summary>
    public bool HasDue(DateTimeOffset now) => _due.Count > 0 && _due.Min.Due <= now;

    /// <summary>When the next delivery is due that is not due yet; null if none waits for later.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset now)
    {
        var later = _due.GetViewBetween((now.AddTicks(1), 0), (DateTimeOffset.MaxValue, int.MaxValue));
        return later.Count == 0 ? null : later.Min.Due;
    }

    /// <summary>Ends an attempt; null if the delivery was taken by another node. Otherwise whether a newer callback of its ticket waits.</summary>
    public bool? End(Row row, int taken, CallbackOutcome outcome, DateTimeOffset startedAt, DateTimeOffset now, double random)
    {
        var held = row.Delivery;
        if (held.Status != DeliveryStatus.Delivering || held.Taken != taken) return null;
        if (_policy.End(held, Endpoint(row.Lane), outcome, startedAt, now, random) is not { } result) return null;
        List<Delivery> siblings = held.Run == 1 ? [.. _unfinishedOf[held.TicketId].Select(one => one.Delivery)] : [];
        Set(row, DeliveryLifecycle.OrSuperseded(result.Next, siblings, now));
        if (result.Endpoint is { } endpoint) _endpoints[row.Lane] = endpoint;
        if (result.EndpointDisabled)
        {
            foreach (var waiting in _lanes[row.Lane].Pending.Values.ToList())
            {
                if (DeliveryLifecycle.EndpointDisabled(waiting.Delivery, now) is { } ended) Set(waiting, ended);
            }
        }

        return siblings.Any(other => other.Sequence > held.Sequence);
    }

    /// <summary>Takes back what a dead node had under way.</summary>
    public int TakeBack(int node, DateTimeOffset now)
    {
        var back = 0;
        foreach (var row in Rows.Where(row => row.Node == node && row.Delivery.Status == DeliveryStatus.Delivering).ToList())
        {
            if (DeliveryLifecycle.TakeBack(row.Delivery, Endpoint(row.Lane), now, holderIsDead: true) is not { } waiting) continue;
            Set(row, DeliveryLifecycle.OrSuperseded(waiting, [.. _unfinishedOf[waiting.TicketId].Select(one => one.Delivery)], now));
            back++;
        }

        return back;
    }

    private IEnumerable<Row> Due(LaneRow lane, DateTimeOffset now) => lane.Pending.Values
        .TakeWhile(row => row.Delivery.DueAt <= now)
        .Where(row => !_unfinishedOf[row.Delivery.TicketId].Any(other => DeliveryLifecycle.MustWaitFor(row.Delivery, other.Delivery)));

    private void Set(Row row, Delivery next, int node = -1)
    {
        var before = row.Delivery;
        Index(row, isWaiting: false);
        if (before.Status == DeliveryStatus.Delivering) Count(row, -1);
        (row.Delivery, row.Node) = (next, node);
        if (next.Status == DeliveryStatus.Delivering) Count(row, 1);
        Index(row, isWaiting: true);
        if (!next.IsFinished || before.IsFinished) return;
        Unfinished--;
        var siblings = _unfinishedOf[next.TicketId];
        siblings.Remove(row);
        if (siblings.Count == 0) _unfinishedOf.Remove(next.TicketId);
    }

    private void Count(Row row, int more)
    {
        var underWay = _lanes[row.Lane].UnderWay;
        var count = underWay.GetValueOrDefault(row.Node) + more;
        if (count == 0) underWay.Remove(row.Node);
        else underWay[row.Node] = count;
    }

    private void Index(Row row, bool isWaiting)
    {
        if (row.Delivery.Status != DeliveryStatus.Pending) return;
        if (!_lanes.TryGetValue(row.Lane, out var lane)) _lanes[row.Lane] = lane = new LaneRow();
        if (lane.Pending.Count > 0) _due.Remove((lane.Pending.Keys[0].Due, row.Lane));
        var key = (row.Delivery.DueAt!.Value, row.Delivery.Sequence);
        if (isWaiting) lane.Pending.Add(key, row);
        else lane.Pending.Remove(key);
        if (lane.Pending.Count > 0) _due.Add((lane.Pending.Keys[0].Due, row.Lane));
    }

    /// <summary>A stored delivery.</summary>
    internal sealed class Row(int lane, Delivery delivery)
    {
        public int Lane => lane;

        public Delivery Delivery { get; set; } = delivery;

        /// <summary>The node that has it under way; -1 for none.</summary>
        public int Node { get; set; } = -1;

        /// <summary>Whether an attempt was started.</summary>
        public bool WasAttempted { get; set; }
    }

    private sealed class LaneRow
    {
        public SortedList<(DateTimeOffset Due, long Sequence), Row> Pending { get; } = [];

        public SortedDictionary<int, int> UnderWay { get; } = [];
    }
}

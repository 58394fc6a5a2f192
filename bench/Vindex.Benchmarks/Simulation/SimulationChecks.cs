using Vindex.Storage.Jobs;

namespace Vindex.Benchmarks.Simulation;

/// <summary>What must never happen, checked as it would happen.</summary>
internal sealed class SimulationChecks(SimulationOptions options)
{
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _newest = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _lanes = [];
    private readonly Dictionary<int, Queue<DateTimeOffset>> _accepted = [];

    /// <summary>A limit has allowed an event.</summary>
    public void Allowed(int installation, DateTimeOffset now)
    {
        if (!_accepted.TryGetValue(installation, out var times)) _accepted[installation] = times = new Queue<DateTimeOffset>();
        while (times.TryPeek(out var oldest) && now - oldest >= options.Limit.Window) times.Dequeue();
        times.Enqueue(now);
        if (times.Count > options.Limit.Requests)
            throw new InvariantException($"{times.Count} events of installation {installation} within {options.Limit.WindowSeconds} s, {options.Limit.Requests} are allowed");
    }

    /// <summary>An attempt begins.</summary>
    public void Sent(SimulatedOutbox.Row row)
    {
        var delivery = row.Delivery;
        if (!_underWay.Add(delivery.TicketId)) throw new InvariantException($"two callbacks of ticket {delivery.TicketId} are under way");
        if ((_lanes[row.Lane] = _lanes.GetValueOrDefault(row.Lane) + 1) > options.Callbacks.Concurrency)
            throw new InvariantException($"{_lanes[row.Lane]} callbacks to endpoint {row.Lane} are under way, {options.Callbacks.Concurrency} are allowed");
        if (row.WasAttempted) return;
        row.WasAttempted = true;
        if (_newest.GetValueOrDefault(delivery.TicketId) > delivery.Sequence)
            throw new InvariantException($"callback {delivery.Sequence} of ticket {delivery.TicketId} is sent for the first time after {_newest[delivery.TicketId]}");
        _newest[delivery.TicketId] = delivery.Sequence;
    }

    /// <summary>An attempt has ended, or its node has died.</summary>
    public void Answered(SimulatedOutbox.Row row)
    {
        _underWay.Remove(row.Delivery.TicketId);
        _lanes[row.Lane]--;
    }

    /// <summary>In the end, every accepted event has had a result, and every result its callback.</summary>
    public static void NothingIsLost(int accepted, SimulatedQueue queue, SimulatedOutbox outbox)
    {
        if (queue.Jobs.Count != accepted) throw new InvariantException($"{accepted} events were accepted, {queue.Jobs.Count} jobs are stored");
        var lost = queue.Jobs.FirstOrDefault(job => job.State is JobState.Queued or JobState.Running);
        if (lost is not null) throw new InvariantException($"job {lost.No} is {lost.State} for ever");
        var done = queue.Jobs.Where(job => job.State != JobState.Superseded).Select(job => $"d{job.No}");
        if (!done.SequenceEqual(outbox.Rows.Select(row => row.Delivery.Id).OrderBy(id => int.Parse(id[1..]))))
            throw new InvariantException("results and callbacks do not belong to each other");
        var open = outbox.Rows.FirstOrDefault(row => !row.Delivery.IsFinished);
        if (open is not null) throw new InvariantException($"callback {open.Delivery.Id} is {open.Delivery.Status} for ever");
    }
}

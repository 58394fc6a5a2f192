using Vindex.Storage.Jobs;

namespace Vindex.Benchmarks.Simulation;

/// <summary>
/// The queue's tables in memory. What SQL does in production (which rows there are, in which order) is done here by sorted sets; who gets the next job is
/// decided by <see cref="CompanyTurns"/>, as there.
/// </summary>
internal sealed class SimulatedQueue
{
    private readonly Dictionary<string, CompanyRow> _companies = new(StringComparer.Ordinal);
    private readonly SortedSet<(long Turn, string Company)> _line = new(Comparer<(long Turn, string Company)>.Create(
        static (a, b) => a.Turn != b.Turn ? a.Turn.CompareTo(b.Turn) : string.CompareOrdinal(a.Company, b.Company)));

    private readonly SortedSet<(DateTimeOffset Due, long No)> _due = [];
    private readonly Dictionary<SimulatedTicket, SimulatedJob> _queuedOf = [];
    private readonly Dictionary<SimulatedTicket, SimulatedJob> _runningOf = [];

    /// <summary>Every job that was ever accepted.</summary>
    public List<SimulatedJob> Jobs { get; } = [];

    /// <summary>Jobs that have not ended.</summary>
    public int Unfinished => _queuedOf.Count + _runningOf.Count;

    /// <summary>Jobs that wait.</summary>
    public int Waiting => _queuedOf.Count;

    /// <summary>When the first queued job is due; null if none waits.</summary>
    public DateTimeOffset? NextDue => _due.Count == 0 ? null : _due.Min.Due;

    /// <summary>Adds a job; one of its ticket that still waits is superseded.</summary>
    public void Enqueue(string company, SimulatedTicket ticket, DateTimeOffset now)
    {
        var job = new SimulatedJob(Jobs.Count, company, ticket, now);
        Jobs.Add(job);
        if (_queuedOf.TryGetValue(ticket, out var older)) Unqueue(older, JobState.Superseded);
        Queue(job, now);
    }

    /// <summary>Leases jobs.</summary>
    public List<SimulatedJob> Lease(int node, int count, DateTimeOffset now)
    {
        var jobs = new List<SimulatedJob>();
        var turns = new CompanyTurns(_line.Select(one => one.Company).Where(company => Free(company, now) is not null).Take(count), count);
        while (turns.Next() is { } company)
        {
            if (Free(company, now) is not { } job)
            {
                turns.HasNone();
                continue;
            }

            Unqueue(job, JobState.Running);
            job.Taken++;
            job.Node = node;
            if (!_runningOf.TryAdd(job.Ticket, job)) throw new InvariantException($"two jobs of {job.Ticket} are leased at the same time");
            jobs.Add(job);
            turns.Leased();
        }

        CheckTurns(turns.Served, now);
        foreach (var (company, _) in turns.Served) Serve(company, now);
        return jobs;
    }

    /// <summary>Ends a lease; false if it was lost.</summary>
    public bool End(SimulatedJob job, int taken, JobState state, DateTimeOffset now)
    {
        if (job.State != JobState.Running || job.Taken != taken) return false;
        Leave(job, now);
        job.State = state;
        return true;
    }

    /// <summary>Queues a job again whose attempt failed; false if the lease was lost.</summary>
    public bool Retry(SimulatedJob job, int taken, DateTimeOffset dueAt, DateTimeOffset now)
    {
        if (job.State != JobState.Running || job.Taken != taken) return false;
        Requeue(job, dueAt, hasFailed: true, now);
        return true;
    }

    private void Requeue(SimulatedJob job, DateTimeOffset dueAt, bool hasFailed, DateTimeOffset now)
    {
        Leave(job, now);
        if (_queuedOf.ContainsKey(job.Ticket))
        {
            job.State = JobState.Superseded;
            return;
        }

        job.Attempts += hasFailed ? 1 : 0;
        job.DueAt = dueAt;
        Queue(job, dueAt > now ? dueAt : now);
    }

    /// <summary>Takes back what a dead node has leased.</summary>
    public int TakeBack(int node, DateTimeOffset now)
    {
        var back = _runningOf.Values.Where(job => job.Node == node).OrderBy(job => job.No).ToList();
        foreach (var job in back) Requeue(job, now, hasFailed: false, now);
        return back.Count;
    }

    private SimulatedJob? Free(string company, DateTimeOffset now)
    {
        foreach (var ((due, _), job) in _companies[company].Queued)
        {
            if (due > now) return null;
            if (!_runningOf.ContainsKey(job.Ticket)) return job;
        }

        return null;
    }

    private void Queue(SimulatedJob job, DateTimeOffset freeSince)
    {
        if (!_companies.TryGetValue(job.Company, out var company)) _companies[job.Company] = company = new CompanyRow(job.Company);
        if (company.Queued.Count == 0) _line.Add((company.Turn, company.Id));
        (job.State, job.FreeSince) = (JobState.Queued, _runningOf.ContainsKey(job.Ticket) ? DateTimeOffset.MaxValue : freeSince);
        company.Queued.Add((job.DueAt, job.No), job);
        _due.Add((job.DueAt, job.No));
        _queuedOf[job.Ticket] = job;
    }

    private void Unqueue(SimulatedJob job, JobState state)
    {
        var company = _companies[job.Company];
        company.Queued.Remove((job.DueAt, job.No));
        if (company.Queued.Count == 0) _line.Remove((company.Turn, company.Id));
        _due.Remove((job.DueAt, job.No));
        _queuedOf.Remove(job.Ticket);
        job.State = state;
    }

    private void Leave(SimulatedJob job, DateTimeOffset now)
    {
        _runningOf.Remove(job.Ticket);
        job.Node = -1;
        if (_queuedOf.TryGetValue(job.Ticket, out var newer)) newer.FreeSince = newer.DueAt > now ? newer.DueAt : now;
    }

    /// <summary>No company gets a second job while another one that could be served gets none.</summary>
    private void CheckTurns(IReadOnlyDictionary<string, int> served, DateTimeOffset now)
    {
        if (served.Count == 0) return;
        var before = served.Max(company => company.Value > 1 ? now.ToUnixTimeMilliseconds() : _companies[company.Key].Turn);
        foreach (var (turn, id) in _line.TakeWhile(company => company.Turn < before))
        {
            if (!served.ContainsKey(id) && _companies[id].Queued.Values.Any(job => job.DueAt <= now && job.FreeSince.ToUnixTimeMilliseconds() < before))
                throw new InvariantException($"{id}, served last at {turn}, waits while another company gets its second job");
        }
    }

    private void Serve(string id, DateTimeOffset now)
    {
        var company = _companies[id];
        _line.Remove((company.Turn, id));
        company.Turn = now.ToUnixTimeMilliseconds();
        if (company.Queued.Count > 0) _line.Add((company.Turn, id));
    }

    private sealed class CompanyRow(string id)
    {
        public string Id => id;

        public long Turn { get; set; }

        public SortedList<(DateTimeOffset Due, long No), SimulatedJob> Queued { get; } = [];
    }
}

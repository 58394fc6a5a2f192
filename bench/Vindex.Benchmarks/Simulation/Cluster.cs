using Vindex.Benchmarks.Capacity;
using Vindex.Server.Nodes;
using Vindex.Storage.Jobs;

namespace Vindex.Benchmarks.Simulation;

/// <summary>
/// Servers over one database, with companies that send events and receivers of callbacks, in virtual time. Whatever the product decides is decided by its own
/// code: whose job is next, which lanes are served, when to retry, when an endpoint is disabled, what a limit allows, when the queue is full, when to look for
/// work. Simulated are the world around it and the storage. A run has five phases: calm, a burst of the largest company, nodes that die, a region whose
/// receivers do not answer, and the time after; then no more events come, and everything must come to an end.
/// </summary>
internal sealed class Cluster
{
    /// <summary>The company with the most installations, which has the burst.</summary>
    public const string Largest = "c00000";

    /// <summary>The phases.</summary>
    public static readonly string[] Phases = ["calm", "burst", "nodes die", "region dead", "after"];

    private const int MostTries = 6;
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_message = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_restart = TimeSpan.FromSeconds(30);

    private readonly List<SimulatedNode> _nodes;
    private readonly string[] _companies;
    private readonly double[] _rates;
    private readonly HashSet<(int Node, bool IsJobs)> _offered = [];

    public Cluster(SimulationOptions options)
    {
        Options = options;
        Time = new VirtualTime(s_start);
        Random = new Random(options.Seed);
        Receivers = new ReceiverWorld(options, Random);
        Database = new SimulatedDatabase(Time, options);
        Outbox = new SimulatedOutbox(options.Callbacks);
        Checks = new SimulationChecks(options);
        Measures = new SimulationMeasures(this);
        _companies = [.. Enumerable.Range(0, options.Installations).Select(Company)];

        // Rates differ by up to a hundred times.
        var weights = Enumerable.Range(0, options.Installations).Select(_ => Math.Pow(100, Random.NextDouble())).ToArray();
        _rates = [.. weights.Select(weight => options.EventsPerSecond * weight / weights.Sum())];
        _nodes = [.. Enumerable.Range(0, options.Nodes).Select(index => new SimulatedNode(this, index))];
    }

    public SimulationOptions Options { get; }

    public VirtualTime Time { get; }

    public Random Random { get; }

    public ReceiverWorld Receivers { get; }

    public SimulatedDatabase Database { get; }

    public SimulatedQueue Queue { get; } = new();

    public SimulatedOutbox Outbox { get; }

    public SimulatedLimits Limits { get; } = new();

    public SimulationChecks Checks { get; }

    public SimulationMeasures Measures { get; }

    /// <summary>Events that were acknowledged.</summary>
    public int Accepted { get; private set; }

    /// <summary>
    /// Share of each phase in which leasing, taking, and a transaction that runs alone held their lock; and how many shared transactions gave up.
    /// </summary>
    public List<(double Leasing, double Taking, double All, int GivenUp)> Locks { get; } = [];

    /// <summary>The longest queue of each phase.</summary>
    public int[] Longest { get; } = new int[Phases.Length];

    /// <summary>How long it took after the last phase until nothing was left to do.</summary>
    public TimeSpan Drained { get; private set; }

    /// <summary>The phase, by its number.</summary>
    public int Phase => PhaseOf(Time.Now);

    /// <summary>The phase of a time.</summary>
    public int PhaseOf(DateTimeOffset at) => Math.Min((int)((at - s_start) / Options.Phase), Phases.Length - 1);

    /// <summary>Runs all phases and the end; throws when an invariant is broken.</summary>
    public void Run()
    {
        foreach (var node in _nodes) node.Start();
        for (var i = 0; i < Options.Installations; i++) Next(i);
        for (var phase = 0; phase < Phases.Length; phase++)
        {
            Begin(phase);
            var (leasing, taking, all, givenUp) =
                (Database.Held(SimulatedDatabase.Leasing), Database.Held(SimulatedDatabase.Taking), Database.Held(SimulatedDatabase.All), Database.GivenUp);
            Time.RunUntil(s_start + (Options.Phase * (phase + 1)));
            Locks.Add((
                Share(SimulatedDatabase.Leasing, leasing),
                Share(SimulatedDatabase.Taking, taking),
                Share(SimulatedDatabase.All, all),
                Database.GivenUp - givenUp));
        }

        var end = Time.Now;
        DateTimeOffset? over = null;
        Time.RunUntil(end + TimeSpan.FromDays(7), () => (over = Queue.Unfinished + Outbox.Unfinished == 0 ? Time.Now : null) is not null);
        Drained = (over ?? Time.Now) - end;
        SimulationChecks.NothingIsLost(Accepted, Queue, Outbox);

        double Share(string key, TimeSpan before) => (Database.Held(key) - before) / Options.Phase;
    }

    /// <summary>Has the other nodes look for work, as a message would; messages of a node within a moment are one.</summary>
    public void Offer(SimulatedNode from, bool isJobs)
    {
        if (!_offered.Add((from.Index, isJobs))) return;
        Time.After(s_message, () =>
        {
            _offered.Remove((from.Index, isJobs));
            foreach (var node in _nodes)
            {
                if (node != from) node.Signal(isJobs);
            }
        });
    }

    /// <summary>Ends a job with a result and stores its callback; false if the lease was lost.</summary>
    public bool Complete(SimulatedJob job, int taken, DateTimeOffset now)
    {
        if (!Queue.End(job, taken, JobState.Done, now)) return false;
        Outbox.Add(job, now);
        return true;
    }

    private string Company(int installation)
    {
        if (installation < Options.Installations / 10) return Largest;

        // The rest by the square of a uniform number: some companies have many, most have few.
        var chance = Random.NextDouble();
        return $"c{1 + (int)(chance * chance * (Options.Companies - 1)):D5}";
    }

    private void Begin(int phase)
    {
        Receivers.IsRegionDead = phase == 3;
        if (phase == 1)
        {
            foreach (var installation in Enumerable.Range(0, Options.Installations).Where(i => _companies[i] == Largest))
            {
                for (var i = 0; i < Options.BurstEvents; i++)
                    Time.After(TimeSpan.FromMinutes(Random.NextDouble()), () => Arrive(installation, AnyTicket(installation), 1));
            }
        }

        if (phase == 2) Time.After(Options.Phase / 4, () => Kill([.. _nodes.OrderBy(_ => Random.Next()).Take(Options.Kills)]));
    }

    private void Kill(List<SimulatedNode> nodes)
    {
        foreach (var node in nodes)
        {
            node.Kill();
            Time.After(NodePresence.Patience + (NodePresence.Beat * Random.NextDouble()), () =>
            {
                var by = AnyNode();
                Database.Write<int>(
                    by,
                    SimulatedDatabase.All,
                    () => (Queue.TakeBack(node.Index, Time.Now) + Outbox.TakeBack(node.Index, Time.Now), RoundTrips.TakingBack, []),
                    _ =>
                    {
                        foreach (var other in _nodes)
                        {
                            other.Signal(isJobs: true);
                            other.Signal(isJobs: false);
                        }
                    });
            });
            Time.After(s_restart, node.Start);
        }
    }

    private SimulatedNode AnyNode()
    {
        while (true)
        {
            if (_nodes[Random.Next(_nodes.Count)] is { IsAlive: true } node) return node;
        }
    }

    private SimulatedTicket AnyTicket(int installation) => new(installation, Random.Next(Options.Tickets));

    private void Next(int installation)
    {
        // Times between events are exponential.
        var wait = TimeSpan.FromSeconds(-Math.Log(1 - Random.NextDouble()) / _rates[installation]);
        if (Time.Now + wait >= s_start + (Options.Phase * Phases.Length)) return;
        Time.After(wait, () =>
        {
            Arrive(installation, AnyTicket(installation), 1);
            Next(installation);
        });
    }

    private void Arrive(int installation, SimulatedTicket ticket, int tries)
    {
        var node = AnyNode();
        var asked = Limits.Asked;
        var taking = node.Limits.TakeAsync($"evaluate {installation}", Options.Limit, 1, CancellationToken.None);
        if (!taking.IsCompletedSuccessfully) throw new InvariantException("a limit waits for something");
        var decision = taking.Result;
        if (!decision.Allowed)
        {
            Refuse(429, decision.ResetSeconds, installation, ticket, tries);
            return;
        }

        Checks.Allowed(installation, Time.Now);
        if (asked == Limits.Asked) Admit(node, installation, ticket, tries);
        else Database.Write<bool>(node, $"limit {installation}", () => (true, RoundTrips.TakingBlock, []), _ => Admit(node, installation, ticket, tries));
    }

    private void Admit(SimulatedNode node, int installation, SimulatedTicket ticket, int tries) => node.Gate.Ask(busy =>
    {
        if (busy is { } seconds)
        {
            Refuse(503, seconds, installation, ticket, tries);
            return;
        }

        var now = Time.Now;
        Database.WriteShort(
            node, $"ticket {installation} {ticket.Number}", RoundTrips.Queueing, _companies[installation], () => Enqueue(installation, ticket, now), _ =>
            {
                node.Gate.Count(1);
                node.Signal(isJobs: true);
            });
    });

    private bool Enqueue(int installation, SimulatedTicket ticket, DateTimeOffset now)
    {
        Queue.Enqueue(_companies[installation], ticket, now);
        Accepted++;
        Longest[Phase] = Math.Max(Longest[Phase], Queue.Waiting);
        return true;
    }

    private void Refuse(int status, int seconds, int installation, SimulatedTicket ticket, int tries)
    {
        Measures.Refuse(status);
        if (tries < MostTries) Time.After(TimeSpan.FromSeconds(Math.Max(1, seconds) + Random.NextDouble()), () => Arrive(installation, ticket, tries + 1));
    }
}

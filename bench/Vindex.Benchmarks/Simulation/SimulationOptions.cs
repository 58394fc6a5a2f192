using Vindex.Server.Callbacks;
using Vindex.Server.Configuration;
using Vindex.Server.Evaluations;
using Vindex.Server.Security.Limits;

namespace Vindex.Benchmarks.Simulation;

/// <summary>What is simulated.</summary>
internal sealed record SimulationOptions
{
    /// <summary>Decides everything that is random.</summary>
    public int Seed { get; init; } = 20261122;

    /// <summary>Servers.</summary>
    public int Nodes { get; init; } = 50;

    /// <summary>Installations, each with an endpoint of its own.</summary>
    public int Installations { get; init; } = 10_000;

    /// <summary>Companies; the first is the largest, with a tenth of the installations.</summary>
    public int Companies { get; init; } = 2_500;

    /// <summary>Tickets of an installation.</summary>
    public int Tickets { get; init; } = 200;

    /// <summary>Events a second of all installations together, apart from the burst.</summary>
    public double EventsPerSecond { get; init; } = 60;

    /// <summary>Events of each installation of the largest company within the minute of the burst.</summary>
    public int BurstEvents { get; init; } = 40;

    /// <summary>Nodes that die at the same time, halfway.</summary>
    public int Kills { get; init; } = 5;

    /// <summary>The length of a phase: calm, burst, kills, dead region, recovery.</summary>
    public TimeSpan Phase { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Share of the installations in the region whose receivers stop answering.</summary>
    public double DeadShare { get; init; } = 0.1;

    /// <summary>Share of the installations whose receivers take 5 to 25 seconds.</summary>
    public double SlowShare { get; init; } = 0.05;

    /// <summary>From a server to the database and back, with the statement.</summary>
    public TimeSpan RoundTrip { get; init; } = TimeSpan.FromMilliseconds(0.3);

    /// <summary>What the end of a transaction waits for the disk.</summary>
    public TimeSpan Flush { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>What looking for due callbacks adds for each lane in which something waits.</summary>
    public TimeSpan PerLane { get; init; } = TimeSpan.FromMicroseconds(14);

    /// <summary>What judging a ticket takes.</summary>
    public TimeSpan Judging { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The server's settings of the queue.</summary>
    public EvaluationOptions Evaluations { get; init; } = Default<EvaluationOptions>("Evaluations");

    /// <summary>The server's settings of callbacks.</summary>
    public CallbackOptions Callbacks { get; init; } = Default<CallbackOptions>("Callbacks");

    /// <summary>The server's limit of events.</summary>
    public RateLimit Limit { get; init; } = Default<RateLimit>("Limits:Evaluate");

    private static T Default<T>(string section)
        where T : class => Settings.Read<T>(Settings.Build("no-such-folder", new Dictionary<string, string?>(), [], new Dictionary<string, string>()), section);
}

using Vindex.Server.Callbacks;

namespace Vindex.Benchmarks.Simulation;

/// <summary>How a receiver behaves.</summary>
internal enum ReceiverKind
{
    /// <summary>Answers 200 after 20 to 220 ms.</summary>
    Healthy,

    /// <summary>Answers 200 after 5 to 25 seconds.</summary>
    Slow,

    /// <summary>As healthy, in a region that stops answering for a phase: every attempt ends with the timeout.</summary>
    InRegion,

    /// <summary>Answers 500 now and then.</summary>
    Flaky,

    /// <summary>Answers 410.</summary>
    Gone,
}

/// <summary>The receivers of all installations.</summary>
internal sealed class ReceiverWorld
{
    private readonly ReceiverKind[] _kinds;
    private readonly Random _random;
    private readonly TimeSpan _timeout;

    public ReceiverWorld(SimulationOptions options, Random random)
    {
        _random = random;
        _timeout = options.Callbacks.Timeout;
        _kinds = [.. Enumerable.Range(0, options.Installations).Select(_ => Kind(options, random.NextDouble()))];
    }

    /// <summary>Whether the region answers.</summary>
    public bool IsRegionDead { get; set; }

    /// <summary>How an installation's receiver behaves.</summary>
    public ReceiverKind KindOf(int installation) => _kinds[installation];

    /// <summary>What an attempt that starts now comes to; its response time is how long it takes.</summary>
    public CallbackOutcome Answer(int installation)
    {
        var quick = TimeSpan.FromMilliseconds(20 + (_random.NextDouble() * 200));
        return _kinds[installation] switch
        {
            ReceiverKind.Slow => new CallbackOutcome.Delivered(200, "", TimeSpan.FromSeconds(5 + (_random.NextDouble() * 20))),
            ReceiverKind.InRegion when IsRegionDead => new CallbackOutcome.TimedOut(_timeout),
            ReceiverKind.Flaky when _random.Next(5) == 0 => new CallbackOutcome.Rejected(500, null, "", quick),
            ReceiverKind.Gone => new CallbackOutcome.Rejected(410, null, "", quick),
            _ => new CallbackOutcome.Delivered(200, "", quick),
        };
    }

    private static ReceiverKind Kind(SimulationOptions options, double chance)
    {
        if ((chance -= options.DeadShare) < 0) return ReceiverKind.InRegion;
        if ((chance -= options.SlowShare) < 0) return ReceiverKind.Slow;
        if ((chance -= 0.02) < 0) return ReceiverKind.Flaky;
        return chance - 0.001 < 0 ? ReceiverKind.Gone : ReceiverKind.Healthy;
    }
}

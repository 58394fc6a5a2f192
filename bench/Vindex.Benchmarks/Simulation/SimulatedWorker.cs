using Vindex.Server.Background;

namespace Vindex.Benchmarks.Simulation;

/// <summary>The leasing loop of a worker: looks for work when signaled, when the next item is due, or after the poll interval.</summary>
/// <param name="time">The clock.</param>
/// <param name="work">How the work is done, as in production.</param>
/// <param name="lease">Leases up to so many items, and reports how many, and when the next is due.</param>
/// <param name="offer">Has the other nodes look for work.</param>
internal sealed class SimulatedWorker(
    VirtualTime time, LeasedWorkOptions work, Action<int, Action<int, DateTimeOffset?>> lease, Action offer)
{
    private bool _isLeasing;
    private bool _isSignaled;
    private long _wait;

    /// <summary>Items under way.</summary>
    public int Running { get; private set; }

    /// <summary>Starts the loop, with nothing under way.</summary>
    public void Start()
    {
        (_isLeasing, _isSignaled, Running) = (false, false, 0);
        Look();
    }

    /// <summary>Ends the loop.</summary>
    public void Stop() => _wait++;

    /// <summary>There is work.</summary>
    public void Set()
    {
        if (_isLeasing) _isSignaled = true;
        else Look();
    }

    /// <summary>An item has ended.</summary>
    public void Ended()
    {
        Running--;
        if (work.LooksAgain(Running)) Set();
    }

    private void Look()
    {
        _wait++;
        var room = work.Parallelism - Running;
        if (room <= 0)
        {
            Wait(work.Poll);
            return;
        }

        _isLeasing = true;
        lease(room, (leased, nextDue) =>
        {
            _isLeasing = false;
            Running += leased;
            if (LeasedWorkOptions.IsFilled(room, leased)) offer();
            if (_isSignaled)
            {
                _isSignaled = false;
                time.After(TimeSpan.Zero, Look);
                return;
            }

            Wait(work.WaitFor(nextDue, time.Now));
        });
    }

    private void Wait(TimeSpan atMost)
    {
        var wait = ++_wait;
        time.After(atMost, () =>
        {
            if (_wait == wait) Look();
        });
    }
}

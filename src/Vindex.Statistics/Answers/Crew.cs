namespace Vindex.Statistics.Answers;

/// <summary>One or two workers that take units of work from the same pile.</summary>
internal sealed class Crew
{
    private readonly Meter[] _meters;

    public Crew(int workers) => _meters = [.. Enumerable.Range(0, workers).Select(_ => new Meter())];

    /// <summary>Lets go of what the last question counted, so that its columns are not held.</summary>
    public void Forget()
    {
        foreach (var meter in _meters)
            meter.Forget();
    }

    /// <summary>Runs every unit once; cancellation is checked before each.</summary>
    public async Task RunAsync(int units, Action<int, Meter> work, CancellationToken cancellationToken)
    {
        var next = -1;
        var others = _meters.Skip(1).Take(Math.Max(0, units - 1)).Select(meter => Task.Run(() => Loop(meter), CancellationToken.None)).ToArray();
        try
        {
            Loop(_meters[0]);
        }
        finally
        {
            Volatile.Write(ref next, int.MaxValue / 2);
            await Task.WhenAll(others).ConfigureAwait(false);
        }

        void Loop(Meter meter)
        {
            for (int unit; (unit = Interlocked.Increment(ref next)) < units;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                work(unit, meter);
            }
        }
    }
}

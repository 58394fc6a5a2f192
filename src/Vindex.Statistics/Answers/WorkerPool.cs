namespace Vindex.Statistics.Answers;

/// <summary>Workers that share the work of one question: each takes the next unit until none is left.</summary>
internal sealed class WorkerPool
{
    private readonly MetricAccumulator[] _accumulators;

    public WorkerPool(int workers) => _accumulators = [.. Enumerable.Range(0, workers).Select(_ => new MetricAccumulator())];

    /// <summary>Drops references to the columns of the last question, so that they can be collected.</summary>
    public void ReleaseColumns()
    {
        foreach (var accumulator in _accumulators)
            accumulator.ReleaseColumns();
    }

    /// <summary>Runs every unit once; cancellation is checked before each.</summary>
    public async Task RunAsync(int units, Action<int, MetricAccumulator> work, CancellationToken cancellationToken)
    {
        var next = -1;
        var others = _accumulators.Skip(1)
            .Take(Math.Max(0, units - 1))
            .Select(accumulator => Task.Run(() => Loop(accumulator), CancellationToken.None))
            .ToArray();
        try
        {
            Loop(_accumulators[0]);
        }
        finally
        {
            Volatile.Write(ref next, int.MaxValue / 2);
            await Task.WhenAll(others);
        }

        void Loop(MetricAccumulator accumulator)
        {
            for (int unit; (unit = Interlocked.Increment(ref next)) < units;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                work(unit, accumulator);
            }
        }
    }
}

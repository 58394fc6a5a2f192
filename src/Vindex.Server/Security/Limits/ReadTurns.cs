using System.Diagnostics;
using System.IO.Pipelines;

namespace Vindex.Server.Security.Limits;

/// <summary>
/// Shares processors among requests that read many rows, so that they leave some to the others. A request computes only while it has a turn, and
/// gives it up after some milliseconds or while its client reads; those that wait continue in the order of their arrival.
/// </summary>
internal sealed class ReadTurns : IDisposable
{
    private readonly SemaphoreSlim _rows = new(Math.Max(1, Environment.ProcessorCount - 1));

    // Questions have turns of their own: what one does at a time can be long, and export after export must not hold them up.
    private readonly SemaphoreSlim _questions = new(Math.Max(1, Environment.ProcessorCount - 1));

    /// <summary>The turns of a request that goes through rows.</summary>
    public ReadTurn ForRows() => new(_rows);

    /// <summary>The turn of a statistics question.</summary>
    public ReadTurn ForQuestion() => new(_questions);

    public void Dispose()
    {
        _rows.Dispose();
        _questions.Dispose();
    }
}

/// <summary>The turn of one request, which begins without it. Not thread-safe.</summary>
internal sealed class ReadTurn(SemaphoreSlim free) : IDisposable
{
    private static readonly TimeSpan s_length = TimeSpan.FromMilliseconds(10);
    private long _began;
    private bool _has;

    /// <summary>Waits for a turn.</summary>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        _has = true;
        _began = Stopwatch.GetTimestamp();
    }

    /// <summary>Called before each row: gives others their turn when this one has lasted long enough.</summary>
    public ValueTask ContinueAsync(CancellationToken cancellationToken)
    {
        if (_has && Stopwatch.GetElapsedTime(_began) < s_length) return ValueTask.CompletedTask;
        Dispose();
        return BeginAsync(cancellationToken);
    }

    /// <summary>Sends what was written, without a turn while the client is slower than the server.</summary>
    public async ValueTask FlushAsync(PipeWriter pipe, CancellationToken cancellationToken)
    {
        var flush = pipe.FlushAsync(cancellationToken);
        if (!flush.IsCompleted) Dispose();
        await flush;
    }

    /// <summary>Gives the turn up.</summary>
    public void Dispose()
    {
        if (!_has) return;
        _has = false;
        free.Release();
    }
}

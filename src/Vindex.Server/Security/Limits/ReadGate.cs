using Vindex.Server.Telemetry;
using Vindex.Server.Web;

namespace Vindex.Server.Security.Limits;

/// <summary>Endpoint metadata: the route may read many rows, so only some of these requests run at the same time.</summary>
internal sealed record HeavyRead
{
    public static HeavyRead Route { get; } = new();
}

/// <summary>Marks routes that may read many rows.</summary>
internal static class HeavyReads
{
    public static T HeavyRead<T>(this T builder)
        where T : IEndpointConventionBuilder => builder.WithMetadata(Limits.HeavyRead.Route);
}

/// <summary>
/// Admits requests that read many rows: some of each caller, so that no caller can keep the others out, and some in all. The others wait for a moment and are
/// then refused.
/// </summary>
internal sealed class ReadGate(IOptions<ReadOptions> options, TimeProvider time) : IDisposable
{
    private readonly ReadOptions _options = options.Value;
    private readonly SemaphoreSlim _all = new(options.Value.Concurrent);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Share> _shares = new(StringComparer.Ordinal);
    private int _running;

    /// <summary>Requests that have been admitted and not ended.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Waits for admission. The result is a place to be disposed at the end of the request, or the problem.</summary>
    public Task<(IDisposable? Place, Problem? Problem)> EnterAsync(string caller, CancellationToken cancellationToken)
    {
        var share = Open(caller);
        if (share.Free.Wait(0, CancellationToken.None))
        {
            if (_all.Wait(0, CancellationToken.None)) return Task.FromResult<(IDisposable?, Problem?)>((Admit(caller, share), null));
            share.Free.Release();
        }

        return WaitAsync(caller, share, cancellationToken);
    }

    public void Dispose() => _all.Dispose();

    private async Task<(IDisposable? Place, Problem? Problem)> WaitAsync(string caller, Share share, CancellationToken cancellationToken)
    {
        using var wait = new CancellationTokenSource(_options.Wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(wait.Token, cancellationToken);
        if (!await WaitAsync(share.Free, either.Token, cancellationToken))
        {
            Close(caller, share);
            return (null, Problem.TooManyRequests(
                $"At most {_options.PerCaller} requests of one caller may read many rows at the same time; try again when one of them has ended.",
                RetryAfter()));
        }

        try
        {
            if (await WaitAsync(_all, either.Token, cancellationToken)) return (Admit(caller, share), null);
        }
        catch (OperationCanceledException)
        {
            Leave(caller, share);
            throw;
        }

        Leave(caller, share);
        return (null, Problem.Unavailable("reads_busy", "Too many requests are reading many rows; try again shortly.", RetryAfter()));
    }

    private static async Task<bool> WaitAsync(SemaphoreSlim free, CancellationToken either, CancellationToken canceled)
    {
        if (free.Wait(0, CancellationToken.None)) return true;
        try
        {
            await free.WaitAsync(either);
            return true;
        }
        catch (OperationCanceledException) when (!canceled.IsCancellationRequested)
        {
            return false;
        }
    }

    private static int RetryAfter()
    {
        VindexTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("reason", "reads"));
        return 1;
    }

    private Place Admit(string caller, Share share)
    {
        Interlocked.Increment(ref _running);
        return new Place(this, caller, share);
    }

    private Share Open(string caller)
    {
        lock (_lock)
        {
            if (!_shares.TryGetValue(caller, out var share)) _shares[caller] = share = new Share(new SemaphoreSlim(_options.PerCaller));
            share.Users++;
            return share;
        }
    }

    private void Close(string caller, Share share)
    {
        lock (_lock)
        {
            if (--share.Users > 0) return;
            _shares.Remove(caller);
            share.Free.Dispose();
        }
    }

    private void Leave(string caller, Share share)
    {
        share.Free.Release();
        Close(caller, share);
    }

    private sealed class Share(SemaphoreSlim free)
    {
        public SemaphoreSlim Free => free;

        /// <summary>Requests that run or wait.</summary>
        public int Users { get; set; }
    }

    private sealed class Place(ReadGate gate, string caller, Share share) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Decrement(ref gate._running);
            gate._all.Release();
            gate.Leave(caller, share);
        }
    }
}

/// <summary>Admits requests to routes that read many rows; must run after the caller is known.</summary>
internal sealed class ReadAdmission(RequestDelegate next, ReadGate gate)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<HeavyRead>() is null ? next(context) : AdmitAsync(context);

    private async Task AdmitAsync(HttpContext context)
    {
        var (place, problem) = await gate.EnterAsync(context.Caller().Counted, context.RequestAborted);
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        using (place) await next(context);
    }
}

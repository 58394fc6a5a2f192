using System.Diagnostics;

namespace Vindex.Benchmarks.Soak;

/// <summary>What the requests since the last look took.</summary>
/// <param name="Milliseconds">Latencies by kind of request, ascending.</param>
/// <param name="Failures">Answers that were not as expected, by kind and status.</param>
internal sealed record SoakTimes(IReadOnlyDictionary<string, List<double>> Milliseconds, IReadOnlyDictionary<string, int> Failures);

/// <summary>Sends a mix of requests, as fast as possible or at a rate.</summary>
internal sealed class SoakLoad(SoakMix mix)
{
    private static readonly TimeSpan s_importEvery = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private Dictionary<string, List<double>> _milliseconds = [];
    private Dictionary<string, int> _failures = [];
    private int _next = -1;

    /// <summary>Each client sends one request after the other; returns how many were answered in a second.</summary>
    public async Task<double> AsFastAsPossibleAsync(int clients, TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        var first = Volatile.Read(ref _next);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(began) < time) await SendAsync(Interlocked.Increment(ref _next), Stopwatch.GetTimestamp());
        }));
        return (Volatile.Read(ref _next) - first) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>
    /// Sends so many requests a second, and an import every ten seconds. A latency begins when a request is due, so that a server that stalls does not hide how
    /// long others would have waited.
    /// </summary>
    public async Task AtRateAsync(int clients, double rate, CancellationToken ended)
    {
        var began = Stopwatch.GetTimestamp();
        var due = -1;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => PaceAsync()).Append(ImportAsync(ended)));

        async Task PaceAsync()
        {
            while (!ended.IsCancellationRequested)
            {
                var at = began + (long)(Interlocked.Increment(ref due) / rate * Stopwatch.Frequency);
                var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), at);
                if (wait > TimeSpan.Zero) await Task.Delay(wait, CancellationToken.None);
                await SendAsync(Interlocked.Increment(ref _next), at);
            }
        }
    }

    /// <summary>Takes what was measured since the last call.</summary>
    public SoakTimes Take()
    {
        SoakTimes taken;
        lock (_gate)
        {
            taken = new SoakTimes(_milliseconds, _failures);
            (_milliseconds, _failures) = ([], []);
        }

        foreach (var list in taken.Milliseconds.Values) list.Sort();
        return taken;
    }

    private async Task ImportAsync(CancellationToken ended)
    {
        for (var number = 0; !ended.IsCancellationRequested; number++)
        {
            var began = Stopwatch.GetTimestamp();
            Note("import", await mix.ImportAsync(number), began);
            await Task.Delay(s_importEvery, ended).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private async Task SendAsync(int number, long due)
    {
        var (kind, failure) = await mix.SendAsync(number);
        Note(kind, failure, due);
    }

    private void Note(string kind, string? failure, long began)
    {
        var milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        lock (_gate)
        {
            if (!_milliseconds.TryGetValue(kind, out var list)) _milliseconds[kind] = list = [];
            list.Add(milliseconds);
            if (failure is null) return;
            var name = $"{kind} {failure}";
            _failures[name] = _failures.GetValueOrDefault(name) + 1;
        }
    }
}

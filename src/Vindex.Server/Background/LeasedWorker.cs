using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vindex.Storage;

namespace Vindex.Server.Background;

/// <summary>
/// Works on what is leased from the store. Two loops: one leases items as far as there is room and starts them, woken by a signal, by the time when the next
/// item is due, or by the poll interval; the other is the heartbeat, which renews leases and takes back expired ones. A loop that fails tries again after a
/// second. When the server stops, nothing more is leased, items get a grace period to end, and the rest is canceled and given back. As a health check it
/// reports when the loops have not worked for a while.
/// </summary>
internal sealed partial class LeasedWorker<T>(
    ILeasedWork<T> work, IStore store, TimeProvider time, ILogger<LeasedWorker<T>> logger) : BackgroundService, IHealthCheck
    where T : class
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    /// <summary>How long the loops may fail before the server counts as not ready: longer than a hiccup, shorter than a load balancer's patience.</summary>
    private static readonly TimeSpan s_failingLimit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<T, Running> _running = new(ReferenceEqualityComparer.Instance);
    private readonly LoopHealth _leasing = new();
    private readonly LoopHealth _heartbeat = new();

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var failing = _leasing.FailingFor(time) > s_failingLimit ? _leasing : _heartbeat.FailingFor(time) > s_failingLimit ? _heartbeat : null;
        var result = ExecuteTask is { IsCompleted: true } ? HealthCheckResult.Unhealthy($"The worker for {work.Options.Name} has stopped.")
            : failing is not null
                ? HealthCheckResult.Unhealthy(
                    $"The worker for {work.Options.Name} has been failing for {failing.FailingFor(time).TotalSeconds:0} s.", failing.Cause)
            : HealthCheckResult.Healthy();
        return Task.FromResult(result);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host starts its services one after the other: starting must not wait for work.
        await Task.Yield();

        // In a store that only one process can open, whatever is leased was leased by a process that died.
        while (!stoppingToken.IsCancellationRequested && !await TryAsync(_heartbeat, () => work.TakeBackAsync(store.IsExclusive, stoppingToken), stoppingToken))
        {
            // Nothing is leased before this has worked once.
        }

        await Task.WhenAll(
            RepeatAsync(_leasing, () => LeaseAsync(stoppingToken), stoppingToken), RepeatAsync(_heartbeat, () => BeatAsync(stoppingToken), stoppingToken));
        await EndAsync();
    }

    private async Task RepeatAsync(LoopHealth health, Func<Task> step, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync(health, step, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(LoopHealth health, Func<Task> step, CancellationToken stoppingToken)
    {
        try
        {
            await step();
            health.Worked();
            return true;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception)
        {
            health.Failed(exception, time);
            LogFailed(work.Options.Name, exception);
            await Task.Delay(s_retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
    }

    private async Task LeaseAsync(CancellationToken stoppingToken)
    {
        var wait = work.Options.Poll;
        if (work.Options.Parallelism - _running.Count is var room and > 0)
        {
            var leased = await work.LeaseAsync(room, stoppingToken);
            foreach (var item in leased.Items) Start(item);

            // Filled to the last place: there may be more, for which another node has room. That one would look within the poll interval anyway.
            if (LeasedWorkOptions.IsFilled(room, leased.Items.Count)) work.Signal.Offer();
            wait = work.Options.WaitFor(leased.NextDue, time.GetUtcNow());
        }

        _leasing.Worked();
        await work.Signal.WaitAsync(wait, stoppingToken);
    }

    private async Task BeatAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(work.Options.Heartbeat, time, stoppingToken);
        if (_running.Keys is { Count: > 0 } held)
        {
            // Ended in between, or taken over by a node that found the lease expired: going on is of no use.
            foreach (var lost in await work.RenewAsync([.. held], stoppingToken))
            {
                if (_running.TryGetValue(lost, out var running)) running.Cancel();
            }
        }

        await work.TakeBackAsync(all: false, stoppingToken);
    }

    private void Start(T item)
    {
        var running = new Running();
        _running[item] = running;
        running.Work = Task.Run(() => RunAsync(item, running), CancellationToken.None);
    }

    private async Task RunAsync(T item, Running running)
    {
        try
        {
            await work.RunAsync(item, running.Stop);
        }
        catch (OperationCanceledException) when (running.Stop.IsCancellationRequested)
        {
            await ReleaseAsync(item);
        }
        catch (Exception exception)
        {
            LogAbandoned(work.Options.Name, exception);
        }
        finally
        {
            _running.TryRemove(item, out _);
            running.Dispose();
            if (work.Options.LooksAgain(_running.Count)) work.Signal.Set();
        }
    }

    private async Task ReleaseAsync(T item)
    {
        try
        {
            await work.ReleaseAsync(item);
        }
        catch (Exception exception)
        {
            LogAbandoned(work.Options.Name, exception);
        }
    }

    private async Task EndAsync()
    {
        var all = Task.WhenAll(_running.Values.Select(running => running.Work));
        if (await Task.WhenAny(all, Task.Delay(work.Options.Grace, time, CancellationToken.None)) != all)
        {
            foreach (var running in _running.Values) running.Cancel();
        }

        await all;
    }

    [LoggerMessage(LogLevel.Error, "The worker for {Work} failed; retrying in 1 s")]
    private partial void LogFailed(string work, Exception exception);

    [LoggerMessage(LogLevel.Error, "The worker for {Work} gave up on an item; it will be retried when its lease expires")]
    private partial void LogAbandoned(string work, Exception exception);

    private sealed class Running : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public CancellationToken Stop => _stop.Token;

        public Task Work { get; set; } = Task.CompletedTask;

        public void Cancel()
        {
            try
            {
                _stop.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It has just ended.
            }
        }

        public void Dispose() => _stop.Dispose();
    }

    /// <summary>Whether a loop works, and since when it does not.</summary>
    private sealed class LoopHealth
    {
        private Failure? _failure;

        public Exception? Cause => Volatile.Read(ref _failure)?.Cause;

        public void Worked() => Volatile.Write(ref _failure, null);

        public void Failed(Exception cause, TimeProvider time) => Volatile.Write(ref _failure, new Failure(_failure?.Since ?? time.GetTimestamp(), cause));

        public TimeSpan FailingFor(TimeProvider time) => Volatile.Read(ref _failure) is { } failure ? time.GetElapsedTime(failure.Since) : TimeSpan.Zero;

        private sealed record Failure(long Since, Exception Cause);
    }
}

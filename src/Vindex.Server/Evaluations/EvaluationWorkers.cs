using System.Collections.Concurrent;
using Vindex.Storage;
using Vindex.Storage.Jobs;

namespace Vindex.Server.Evaluations;

/// <summary>Leases queued tickets and has them judged, so many at a time; keeps the leases while it works; takes back what other servers left behind.</summary>
internal sealed partial class EvaluationWorkers(
    IStore store, TimeProvider time, EvaluationRun run, EvaluationOptions options, QueueGate gate, EvaluationWakeUp wakeUp, ILogger<EvaluationWorkers> logger) : BackgroundService
{
    /// <summary>How long work goes unseen that was queued through another node.</summary>
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);

    /// <summary>How long a server that stops lets judgings end.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, Running> _running = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await LoopAsync(
            async () =>
            {
                // Whatever is leased in a store that only one process can hold was leased by one that died.
                await store.Jobs.TakeBackAsync(time.GetUtcNow(), store.IsExclusive, stoppingToken);
                await gate.LookAsync(stoppingToken);
                return null;
            },
            stoppingToken);
        await Task.WhenAll(LoopAsync(LeaseAsync, stoppingToken), LoopAsync(KeepAsync, stoppingToken));
        await EndAsync();

        async Task<TimeSpan?> LeaseAsync()
        {
            await wakeUp.WaitAsync(await StartDueAsync(stoppingToken), stoppingToken);
            return TimeSpan.Zero;
        }

        async Task<TimeSpan?> KeepAsync()
        {
            await Task.Delay(options.Lease / 3, time, stoppingToken);
            await RenewAsync();
            return TimeSpan.Zero;
        }
    }

    /// <summary>Repeats a step until it says null or the server stops. A store that fails now may work in a second.</summary>
    private async Task LoopAsync(Func<Task<TimeSpan?>> step, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await step() is null) return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogBroken(exception);
                await Task.Delay(s_poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Starts what is due, as far as there is room; returns how long nothing more can be expected.</summary>
    private async Task<TimeSpan> StartDueAsync(CancellationToken stoppingToken)
    {
        var room = options.Parallelism - _running.Count;
        if (room <= 0) return s_poll;
        var now = time.GetUtcNow();
        var lease = await store.Jobs.LeaseAsync(room, now, now + options.Lease, stoppingToken);
        if (lease.Jobs.Count > 0) gate.Count(-lease.Jobs.Count);
        foreach (var job in lease.Jobs)
        {
            var running = new Running(job.Job.Taken);
            _running[job.Job.Id] = running;
            running.Work = Task.Run(() => RunAsync(job, running), CancellationToken.None);
        }

        return lease.NextDue is { } due && due > now && due - now < s_poll ? due - now : s_poll;
    }

    private async Task RunAsync(LeasedJob job, Running running)
    {
        try
        {
            await run.RunAsync(job, running.Stop.Token);
        }
        catch (OperationCanceledException) when (running.Stop.IsCancellationRequested)
        {
            await GiveBackAsync(job);
        }
        catch (Exception exception)
        {
            // The lease ends, and the job is taken back.
            LogLost(job.Job.Id, exception);
        }
        finally
        {
            _running.TryRemove(job.Job.Id, out _);
            running.Stop.Dispose();

            // By halves, so that one look leases several; where judging is slow the queue is looked at by the second anyway.
            if (_running.Count <= options.Parallelism / 2) wakeUp.Call();
        }
    }

    private async Task GiveBackAsync(LeasedJob job)
    {
        try
        {
            await store.Jobs.ReleaseAsync(job.Job.Id, job.Job.Taken, time.GetUtcNow(), CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogLost(job.Job.Id, exception);
        }
    }

    private async Task RenewAsync()
    {
        var now = time.GetUtcNow();
        List<(string, int)> held = [.. _running.Select(pair => (pair.Key, pair.Value.Taken))];
        if (held.Count > 0)
        {
            foreach (var lost in await store.Jobs.RenewAsync(held, now + options.Lease, CancellationToken.None))
            {
                // Ended in between, or taken over by somebody who found the lease at its end: then going on is of no use.
                if (_running.TryGetValue(lost, out var running)) running.Cancel();
            }
        }

        if (await store.Jobs.TakeBackAsync(now, all: false, CancellationToken.None) is var back and > 0)
        {
            gate.Count(back);
            wakeUp.Call();
        }
    }

    private async Task EndAsync()
    {
        var work = Task.WhenAll(_running.Values.Select(running => running.Work));
        if (await Task.WhenAny(work, Task.Delay(s_grace, CancellationToken.None)) != work)
        {
            foreach (var running in _running.Values) running.Cancel();
        }

        await work;
    }

    [LoggerMessage(LogLevel.Error, "The queue cannot be worked on; it is tried again in a second")]
    private partial void LogBroken(Exception exception);

    [LoggerMessage(LogLevel.Error, "The end of job {JobId} could not be stored; it is judged again when its lease is over")]
    private partial void LogLost(string jobId, Exception exception);

    private sealed class Running(int taken)
    {
        public int Taken { get; } = taken;

        public CancellationTokenSource Stop { get; } = new();

        public Task Work { get; set; } = Task.CompletedTask;

        public void Cancel()
        {
            try
            {
                Stop.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It has just ended.
            }
        }
    }
}

using System.Collections.Concurrent;
using Vindex.Storage;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks.Sending;

/// <summary>Takes due deliveries out of the outbox and has them sent, so many at a time to each endpoint; takes back what other servers left behind.</summary>
internal sealed partial class Dispatcher(
    IStore store, TimeProvider time, DeliveryAttempts attempts, CallbackOptions options, DispatcherWakeUp wakeUp, ILogger<Dispatcher> logger) : BackgroundService
{
    /// <summary>Attempts under way in all, so that memory and sockets have a bound whatever the number of endpoints.</summary>
    private const int MostUnderWay = 1024;

    /// <summary>How long deliveries go unseen that were made by another node.</summary>
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);

    /// <summary>Beyond the time limit of an attempt: for storing its end.</summary>
    private static readonly TimeSpan s_reserve = TimeSpan.FromSeconds(30);

    /// <summary>How long a server that stops lets attempts end.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, int> _lanes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _work = new();
    private string? _lastLane;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abandon = new CancellationTokenSource();
        await SafelyAsync(() => store.Deliveries.TakeBackAsync(time.GetUtcNow(), store.IsExclusive, stoppingToken), stoppingToken);
        var backAt = time.GetUtcNow() + s_reserve;
        while (!stoppingToken.IsCancellationRequested)
        {
            await SafelyAsync(
                async () =>
                {
                    if (time.GetUtcNow() >= backAt)
                    {
                        backAt = time.GetUtcNow() + s_reserve;
                        await store.Deliveries.TakeBackAsync(time.GetUtcNow(), all: false, stoppingToken);
                    }

                    await wakeUp.WaitAsync(await StartDueAsync(abandon.Token, stoppingToken), stoppingToken);
                },
                stoppingToken);
        }

        abandon.CancelAfter(s_grace);
        await Task.WhenAll(_work.Keys);
    }

    /// <summary>Starts what is due, as far as there is room; returns how long nothing more can be expected.</summary>
    private async Task<TimeSpan> StartDueAsync(CancellationToken abandon, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        var busy = new Dictionary<string, int>(_lanes, StringComparer.Ordinal);
        var take = await store.Deliveries.TakeAsync(
            busy, options.Concurrency, MostUnderWay - _work.Count, _lastLane, now, now + options.Timeout + s_reserve, stoppingToken);
        foreach (var taken in take.Deliveries)
        {
            _lanes.AddOrUpdate(taken.Delivery.Lane, 1, static (_, count) => count + 1);
            _lastLane = taken.Delivery.Lane;
            var work = Task.Run(() => DeliverAsync(taken, abandon), CancellationToken.None);
            _work[work] = true;
            _ = work.ContinueWith(done => _work.TryRemove(done, out bool _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return take.NextDue is { } due && due > now && due - now < s_poll ? due - now : s_poll;
    }

    private async Task DeliverAsync(TakenDelivery taken, CancellationToken abandon)
    {
        var free = true;
        try
        {
            var startedAt = time.GetUtcNow();
            var outcome = await attempts.SendAsync(taken, abandon);

            // The endpoint is free for the next while this one's end is being stored.
            Free(taken.Delivery.Lane);
            free = false;
            if (await attempts.EndAsync(taken, outcome, startedAt) is { NewerWaits: true }) wakeUp.Call();
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            // Nobody knows whether it arrived; the next server takes it back.
        }
        catch (Exception exception)
        {
            LogLost(taken.Delivery.Id, exception);
        }
        finally
        {
            if (free) Free(taken.Delivery.Lane);
        }
    }

    private void Free(string lane)
    {
        // An entry that has come to nothing goes, and only then: the lanes of a year would fill the memory.
        var left = _lanes.AddOrUpdate(lane, 0, static (_, count) => count - 1);
        if (left == 0) _lanes.TryRemove(KeyValuePair.Create(lane, 0));

        // By halves, so that a quick receiver's lane is filled by several with one look; that of a slow one is looked at by the second anyway.
        if (left <= options.Concurrency / 2) wakeUp.Call();
    }

    private async Task SafelyAsync(Func<Task> step, CancellationToken stoppingToken)
    {
        try
        {
            await step();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception exception)
        {
            LogBroken(exception);
            await Task.Delay(s_poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Error, "Callbacks cannot be sent; it is tried again in a second")]
    private partial void LogBroken(Exception exception);

    [LoggerMessage(LogLevel.Error, "The end of delivery {DeliveryId} could not be stored; it is sent again when its lease is over")]
    private partial void LogLost(string deliveryId, Exception exception);
}

using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Vindex.Server.Background;
using Vindex.Server.Tests.Evaluations;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage;
using Xunit;

namespace Vindex.Server.Tests.Background;

public sealed class LeasedWorkerTests : IAsyncDisposable
{
    private readonly FakeTime _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly QueuedWork _work;
    private readonly LeasedWorker<Item> _worker;

    public LeasedWorkerTests()
    {
        _work = new QueuedWork(_time);
        _worker = new LeasedWorker<Item>(_work, DispatchProxy.Create<IStore, ExclusiveStore>(), _time, NullLogger<LeasedWorker<Item>>.Instance);
    }

    [Fact]
    public async Task Never_more_items_than_allowed_are_under_way()
    {
        for (var i = 0; i < 10; i++) _work.Waiting.Enqueue(new Item());
        await _worker.StartAsync(CancellationToken.None);
        await Eventually.Async(() => _work.Begun.Count == 3);
        foreach (var expected in (int[])[4, 5, 6])
        {
            _work.Begun.ElementAt(expected - 4).End.SetResult();
            await Eventually.Async(() => _work.Begun.Count == expected);
            _work.Begun.Count(item => !item.End.Task.IsCompleted).ShouldBe(3);
        }
    }

    [Fact]
    public async Task Nothing_is_leased_before_dead_leases_were_taken_back()
    {
        _work.Waiting.Enqueue(new Item());
        _work.TakeBackFails = true;
        await _worker.StartAsync(CancellationToken.None);
        await Eventually.Async(() => _work.TakenBack.Count == 1);
        _work.Begun.ShouldBeEmpty();
        _work.TakeBackFails = false;
        await AdvanceUntilAsync(() => _work.Begun.Count == 1);
        _work.TakenBack.Take(2).ShouldBe([true, true], "the store is this process's alone");
    }

    [Fact]
    public async Task A_worker_that_keeps_failing_is_unhealthy_until_it_works_again()
    {
        _work.LeaseFails = true;
        await _worker.StartAsync(CancellationToken.None);
        (await StatusAsync()).ShouldBe(HealthStatus.Healthy, "a hiccup is no reason to take a server out");
        await AdvanceUntilAsync(StatusAsync, HealthStatus.Unhealthy);
        _work.LeaseFails = false;
        await AdvanceUntilAsync(StatusAsync, HealthStatus.Healthy);
    }

    [Fact]
    public async Task An_item_whose_lease_is_lost_is_stopped_and_given_back()
    {
        var item = new Item();
        _work.Waiting.Enqueue(item);
        await _worker.StartAsync(CancellationToken.None);
        await Eventually.Async(() => _work.Begun.Count == 1);
        _work.Lost.Add(item);
        await AdvanceUntilAsync(() => _work.Released.Contains(item));
    }

    [Fact]
    public async Task A_stop_lets_items_end_and_gives_back_those_that_do_not()
    {
        var (quick, stuck) = (new Item(), new Item());
        _work.Waiting.Enqueue(quick);
        _work.Waiting.Enqueue(stuck);
        await _worker.StartAsync(CancellationToken.None);
        await Eventually.Async(() => _work.Begun.Count == 2);
        var stopping = _worker.StopAsync(CancellationToken.None);
        quick.End.SetResult();
        await Eventually.Async(() => _work.Ended.Contains(quick));
        _work.Released.ShouldBeEmpty("the grace period is not over");
        await AdvanceUntilAsync(() => stopping.IsCompleted);
        _work.Released.ShouldBe([stuck]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var item in _work.Begun) item.End.TrySetResult();
        await _worker.StopAsync(CancellationToken.None);
        _worker.Dispose();
    }

    private async Task<HealthStatus> StatusAsync() => (await _worker.CheckHealthAsync(new HealthCheckContext())).Status;

    private Task<bool> AdvanceUntilAsync(Func<bool> isThere) => AdvanceUntilAsync(() => Task.FromResult(isThere()), true);

    private Task<T> AdvanceUntilAsync<T>(Func<Task<T>> look, T expected)
        where T : struct =>
        Eventually.Async(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(500));
                return look();
            },
            seen => seen.Equals(expected));

    public class ExclusiveStore : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == "get_IsExclusive" ? true : throw new NotSupportedException(targetMethod.Name);
    }

    private sealed class Item
    {
        public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Signal(TimeProvider time) : WorkSignal(time, Silent.Messages(time));

    private sealed class QueuedWork(TimeProvider time) : ILeasedWork<Item>
    {
        public ConcurrentQueue<Item> Waiting { get; } = [];

        public ConcurrentQueue<Item> Begun { get; } = [];

        public ConcurrentQueue<Item> Ended { get; } = [];

        public ConcurrentQueue<Item> Released { get; } = [];

        public ConcurrentBag<Item> Lost { get; } = [];

        public ConcurrentQueue<bool> TakenBack { get; } = [];

        public volatile bool LeaseFails;

        public volatile bool TakeBackFails;

        public LeasedWorkOptions Options { get; } =
            new("tests", Parallelism: 3, Heartbeat: TimeSpan.FromSeconds(20), Poll: TimeSpan.FromSeconds(1), Grace: TimeSpan.FromSeconds(10), SignalBelow: 3);

        public WorkSignal Signal { get; } = new Signal(time);

        public Task TakeBackAsync(bool all, CancellationToken cancellationToken)
        {
            TakenBack.Enqueue(all);
            return TakeBackFails ? throw new StoreUnavailableException("The disk is full.") : Task.CompletedTask;
        }

        public Task<LeasedItems<Item>> LeaseAsync(int room, CancellationToken cancellationToken)
        {
            if (LeaseFails) throw new StoreUnavailableException("The disk is full.");
            var items = new List<Item>();
            while (items.Count < room && Waiting.TryDequeue(out var item)) items.Add(item);
            return Task.FromResult(new LeasedItems<Item>(items, null));
        }

        public Task<IReadOnlyCollection<Item>> RenewAsync(IReadOnlyCollection<Item> held, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyCollection<Item>>([.. held.Where(Lost.Contains)]);

        public async Task RunAsync(Item item, CancellationToken stop)
        {
            Begun.Enqueue(item);
            await item.End.Task.WaitAsync(stop);
            Ended.Enqueue(item);
        }

        public Task ReleaseAsync(Item item)
        {
            Released.Enqueue(item);
            return Task.CompletedTask;
        }
    }
}

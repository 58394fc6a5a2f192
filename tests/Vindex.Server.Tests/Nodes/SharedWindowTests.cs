using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Server.Security.Limits;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage;
using Vindex.Storage.Nodes;
using Xunit;

namespace Vindex.Server.Tests.Nodes;

/// <summary>Limits that nodes count against together.</summary>
public sealed class SharedWindowTests
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(60);

    [Fact]
    public void No_window_of_all_nodes_together_has_more_than_the_limit_and_small_limits_are_exact()
    {
        Prop.ForAll<PositiveInt, (byte Node, byte Pause)[]>((requests, steps) =>
        {
            var limit = new RateLimit { Requests = 1 + (requests.Get % 400), WindowSeconds = 60 };
            var time = new FakeTime(new DateTimeOffset(2026, 4, 16, 9, 0, 0, TimeSpan.Zero));
            var store = new CountingStore();
            var nodes = Enumerable.Range(0, 3).Select(_ => new SharedWindows(store, time)).ToList();
            var allowed = new List<DateTimeOffset>();
            foreach (var (node, pause) in steps)
            {
                time.Advance(TimeSpan.FromMilliseconds(pause * 40));
                for (var i = 0; i <= node; i++)
                {
                    var inWindow = allowed.Count(at => time.GetUtcNow() - at < s_window);
                    var decision = nodes[(node + i) % 3].TakeAsync("p", limit, 1, CancellationToken.None).AsTask().GetAwaiter().GetResult();
                    if (decision.Allowed) allowed.Add(time.GetUtcNow());
                    if (decision.Allowed && inWindow >= limit.Requests) return false;
                    if (limit.Requests < 128 && decision.Allowed != inWindow < limit.Requests) return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_large_limit_costs_the_store_little_and_a_refusal_nothing_until_something_ends()
    {
        var time = new FakeTime(new DateTimeOffset(2026, 4, 16, 9, 0, 0, TimeSpan.Zero));
        var store = new CountingStore();
        var node = new SharedWindows(store, time);
        var limit = new RateLimit { Requests = 6400, WindowSeconds = 60 };
        for (var i = 0; i < 6400; i++) (await node.TakeAsync("p", limit, 1, default)).ShouldBe(new RateDecision(true, 6399 - i, 61));
        store.Calls.ShouldBe(64);

        var refused = await node.TakeAsync("p", limit, 1, default);
        (refused.Allowed, refused.Remaining).ShouldBe((false, 0));
        var calls = store.Calls;
        for (var i = 0; i < 100; i++) (await node.TakeAsync("p", limit, 1, default)).Allowed.ShouldBeFalse();
        store.Calls.ShouldBe(calls);
        time.Advance(TimeSpan.FromSeconds(refused.ResetSeconds));
        (await node.TakeAsync("p", limit, 1, default)).Allowed.ShouldBeTrue();
    }

    [Fact]
    public async Task While_the_store_cannot_be_used_each_node_counts_for_itself()
    {
        var time = new FakeTime(new DateTimeOffset(2026, 4, 16, 9, 0, 0, TimeSpan.Zero));
        var node = new SharedWindows(new CountingStore { IsDown = true }, time);
        var limit = new RateLimit { Requests = 2, WindowSeconds = 60 };
        (await node.TakeAsync("p", limit, 1, default)).Allowed.ShouldBeTrue();
        (await node.TakeAsync("p", limit, 1, default)).Allowed.ShouldBeTrue();
        (await node.TakeAsync("p", limit, 1, default)).Allowed.ShouldBeFalse();
    }

    /// <summary>The promise of the port, in memory.</summary>
    private sealed class CountingStore : ILimitStore
    {
        private readonly List<LimitUse> _uses = [];

        public int Calls { get; private set; }

        public bool IsDown { get; init; }

        public Task<LimitTake> TakeAsync(
            string limited, long limit, long least, long most, DateTimeOffset now, DateTimeOffset endsAt, CancellationToken cancellationToken)
        {
            if (IsDown) throw new StoreUnavailableException("The database is down.");
            Calls++;
            _uses.RemoveAll(use => use.EndsAt <= now);
            LimitUse[] before = [.. _uses.OrderBy(use => use.EndsAt)];
            var left = limit - before.Sum(use => use.Units);
            if (left < least) return Task.FromResult(new LimitTake(0, before));
            var taken = Math.Min(left, Math.Max(least, most));
            _uses.Add(new LimitUse(taken, endsAt));
            return Task.FromResult(new LimitTake(taken, before));
        }

        public Task<long> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(0L);
    }
}

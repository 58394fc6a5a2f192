using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Server.Security.Limits;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class RateLimitTests
{
    [Fact]
    public async Task The_61st_request_within_a_minute_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        for (var i = 1; i <= 60; i++)
        {
            var allowed = await client.PostAsync("/v1/score", Json.Ticket("Export"));
            await allowed.JsonAsync(200);
            Header(allowed, "RateLimit-Limit").ShouldBe("60");
            Header(allowed, "RateLimit-Remaining").ShouldBe((60 - i).ToString());
            server.Time.Advance(TimeSpan.FromMilliseconds(500));
        }

        var refused = await client.PostAsync("/v1/score", Json.Ticket("Export"));

        await refused.ProblemAsync(429, "rate_limited");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
        Header(refused, "RateLimit-Limit").ShouldBe("60");
        Header(refused, "RateLimit-Remaining").ShouldBe("0");
        Header(refused, "RateLimit-Reset").ShouldBe("30");

        // Another key has its own minute; reading is not limited.
        await (await (await company.ClientAsync()).PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);
        (await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200)).GetProperty("total_scored").GetInt32().ShouldBe(61);

        // Refused requests do not count, and after Retry-After one gets through, and no second.
        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).ProblemAsync(429);
        server.Time.Advance(TimeSpan.FromSeconds(30));
        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);
        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).ProblemAsync(429);
    }

    [Fact]
    public async Task The_limit_is_a_setting()
    {
        await using var server = await TestServer.StartAsync(settings: [("Limits:Score:Requests", "2"), ("Limits:Score:WindowSeconds", "10")]);
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);
        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);
        (await client.PostAsync("/v1/score", Json.Ticket("Export"))).Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void No_window_ever_holds_more_than_the_limit_and_none_is_refused_without_reason()
    {
        Prop.ForAll<PositiveInt, byte[]>((limit, steps) =>
        {
            var clock = new FakeTime(DateTimeOffset.UnixEpoch);
            var rate = new RateLimit { Requests = (limit.Get % 7) + 1, WindowSeconds = 60 };
            var windows = new SlidingWindows(clock);
            var counted = new List<DateTimeOffset>();
            foreach (var step in steps)
            {
                clock.Advance(TimeSpan.FromSeconds(step / 8.0));
                var decision = Take(windows, "key", rate);

                var now = clock.GetUtcNow();
                var present = counted.Where(at => now - at < rate.Window).ToList();
                decision.Allowed.ShouldBe(present.Count < rate.Requests);
                if (decision.Allowed) present.Add(now);
                if (decision.Allowed) counted.Add(now);
                decision.Remaining.ShouldBe(rate.Requests - present.Count);
                decision.ResetSeconds.ShouldBe((int)Math.Ceiling((present[0] + rate.Window - now).TotalSeconds));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Requests_that_cost_more_than_one_fill_the_window_by_their_cost()
    {
        Prop.ForAll<PositiveInt, byte[]>((limit, steps) =>
        {
            var clock = new FakeTime(DateTimeOffset.UnixEpoch);
            var rate = new RateLimit { Requests = (limit.Get % 20) + 5, WindowSeconds = 60 };
            var windows = new SlidingWindows(clock);
            var counted = new List<(DateTimeOffset At, int Cost)>();
            foreach (var step in steps)
            {
                clock.Advance(TimeSpan.FromSeconds(step / 16.0));
                var cost = (step % 5) + 1;
                var decision = Take(windows, "key", rate, cost);

                var now = clock.GetUtcNow();
                counted.RemoveAll(one => now - one.At >= rate.Window);
                decision.Allowed.ShouldBe(counted.Sum(one => one.Cost) + cost <= rate.Requests);
                if (decision.Allowed)
                {
                    counted.Add((now, cost));
                }
                else
                {
                    // After the wait it is allowed, and a second earlier it isn't.
                    var later = now.AddSeconds(decision.ResetSeconds);
                    counted.Where(one => later - one.At < rate.Window).Sum(one => one.Cost).ShouldBeLessThanOrEqualTo(rate.Requests - cost);
                    counted.Where(one => later.AddSeconds(-1) - one.At < rate.Window).Sum(one => one.Cost).ShouldBeGreaterThan(rate.Requests - cost);
                }

                decision.Remaining.ShouldBe(rate.Requests - counted.Sum(one => one.Cost));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Memory_is_bounded_and_those_who_were_quiet_longest_go_first()
    {
        var clock = new FakeTime(DateTimeOffset.UnixEpoch);
        var windows = new SlidingWindows(clock, capacity: 100);
        var rate = new RateLimit { Requests = 1, WindowSeconds = 3600 };
        for (var i = 0; i < 1000; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            Take(windows, $"partition {i}", rate).Allowed.ShouldBeTrue();
            windows.Partitions.ShouldBeLessThanOrEqualTo(100);
        }

        Take(windows, "partition 999", rate).Allowed.ShouldBeFalse();
    }

    [Fact]
    public async Task Many_at_once_are_counted_exactly()
    {
        var windows = new SlidingWindows(TimeProvider.System);
        var rate = new RateLimit { Requests = 60, WindowSeconds = 3600 };

        var decisions = await Task.WhenAll(Enumerable.Range(0, 1000)
            .Select(_ => Task.Run(() => windows.TakeAsync("key", rate, 1, CancellationToken.None).AsTask())));

        decisions.Count(decision => decision.Allowed).ShouldBe(60);
    }

    private static RateDecision Take(SlidingWindows windows, string partition, RateLimit limit, int cost = 1) =>
        windows.TakeAsync(partition, limit, cost, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}

using Shouldly;
using Vindex.Models.Calls;
using Xunit;

namespace Vindex.Models.Tests.Limits;

/// <summary>Slots are given in turns to the tenants that wait.</summary>
public sealed class FairLimiterTests
{
    private readonly FairLimiter _limiter = new(1);
    private readonly List<string> _order = [];

    [Fact]
    public async Task Tenants_take_turns_however_many_calls_each_has()
    {
        await _limiter.EnterAsync("first", CancellationToken.None);
        var calls = new List<Task>();
        for (var i = 0; i < 4; i++) calls.Add(RunAsync("many", CancellationToken.None));
        calls.Add(RunAsync("few", CancellationToken.None));

        _limiter.Leave();
        await Task.WhenAll(calls);

        _order.ShouldBe(["many", "few", "many", "many", "many"]);
    }

    [Fact]
    public async Task A_canceled_wait_costs_no_slot()
    {
        await _limiter.EnterAsync("first", CancellationToken.None);
        using var canceled = new CancellationTokenSource();
        var gone = RunAsync("gone", canceled.Token);
        var waiting = RunAsync("waiting", CancellationToken.None);
        await canceled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(gone);

        _limiter.Leave();
        await waiting;

        _order.ShouldBe(["waiting"]);
        await RunAsync("last", CancellationToken.None);
    }

    [Fact]
    public async Task Too_many_waiting_calls_of_one_tenant_are_refused_and_canceled_ones_do_not_count()
    {
        await _limiter.EnterAsync("first", CancellationToken.None);
        using var canceled = new CancellationTokenSource();
        var gone = _limiter.EnterAsync("many", canceled.Token);
        var waiting = Enumerable.Range(1, FairLimiter.MostWaiting - 1).Select(_ => _limiter.EnterAsync("many", CancellationToken.None)).ToList();

        (await _limiter.EnterAsync("many", CancellationToken.None)).ShouldBeFalse();
        await canceled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(gone);
        waiting.Add(_limiter.EnterAsync("many", CancellationToken.None));
        (await _limiter.EnterAsync("many", CancellationToken.None)).ShouldBeFalse();

        var other = RunAsync("few", CancellationToken.None);
        for (var i = 0; i <= waiting.Count; i++) _limiter.Leave();
        await other;
        (await Task.WhenAll(waiting)).ShouldAllBe(entered => entered);
    }

    private async Task RunAsync(string tenant, CancellationToken cancellationToken)
    {
        await _limiter.EnterAsync(tenant, cancellationToken);
        _order.Add(tenant);
        _limiter.Leave();
    }
}

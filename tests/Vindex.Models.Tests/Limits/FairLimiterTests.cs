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

    private async Task RunAsync(string tenant, CancellationToken cancellationToken)
    {
        await _limiter.EnterAsync(tenant, cancellationToken);
        _order.Add(tenant);
        _limiter.Leave();
    }
}

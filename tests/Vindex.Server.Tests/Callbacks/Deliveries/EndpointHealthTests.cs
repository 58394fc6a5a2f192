using Shouldly;
using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Installations;
using Xunit;

namespace Vindex.Server.Tests.Callbacks.Deliveries;

public sealed class EndpointHealthTests
{
    private static readonly DateTimeOffset T0 = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan FiveDays = DefaultSettings.Of<CallbackOptions>("Callbacks").DisableAfter;
    private static readonly CallbackOutcome Ok = new CallbackOutcome.Delivered(200, "", TimeSpan.Zero);
    private static readonly CallbackOutcome Bad = new CallbackOutcome.Rejected(500, null, "", TimeSpan.Zero);

    [Fact]
    public void Five_days_of_nothing_but_failures_disable_an_endpoint()
    {
        var health = EndpointState.Clean;
        for (var hour = 0; hour < 120; hour++)
        {
            health = health.Observe(Bad, T0.AddHours(hour), FiveDays);
            health.IsDisabled.ShouldBeFalse();
            health.FailingSince.ShouldBe(T0);
        }

        health = health.Observe(Bad, T0.AddHours(120), FiveDays);
        health.ShouldBe(new EndpointState(T0, T0.AddHours(120), DisabledReason.OnlyFailures));
    }

    [Fact]
    public void One_success_starts_the_five_days_anew()
    {
        var health = EndpointState.Clean.Observe(Bad, T0, FiveDays).Observe(Ok, T0.AddDays(4), FiveDays);
        health.ShouldBe(EndpointState.Clean);
        health = health.Observe(Bad, T0.AddDays(5), FiveDays).Observe(Bad, T0.AddDays(9.9), FiveDays);
        health.IsDisabled.ShouldBeFalse();
        health.Observe(Bad, T0.AddDays(10), FiveDays).IsDisabled.ShouldBeTrue();
    }

    [Fact]
    public void A_disabled_endpoint_stays_so_until_somebody_enables_it()
    {
        var disabled = EndpointState.Clean.DisableManually(T0);
        disabled.ShouldBe(new EndpointState(null, T0, DisabledReason.Manual));
        disabled.Observe(Ok, T0.AddHours(1), FiveDays).ShouldBe(disabled);
        disabled.Observe(Bad, T0.AddDays(9), FiveDays).ShouldBe(disabled);
        disabled.DisableManually(T0.AddDays(1)).ShouldBe(disabled);
    }
}

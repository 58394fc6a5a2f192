using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Deliveries;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Callbacks.Deliveries;

public sealed class RetryScheduleTests
{
    private static readonly RetrySchedule Default = RetrySchedule.From(DefaultSettings.Of<CallbackOptions>("Callbacks"));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 5 * 60)]
    [InlineData(3, 30 * 60)]
    [InlineData(4, 2 * 3600)]
    [InlineData(5, 5 * 3600)]
    [InlineData(6, 10 * 3600)]
    [InlineData(7, 10 * 3600)]
    public void The_default_waits_are_those_of_the_contract_give_or_take_a_fifth(int attempts, double seconds)
    {
        Default.After(attempts, null, 0.5).ShouldBe(TimeSpan.FromSeconds(seconds));
        Default.After(attempts, null, 0).ShouldBe(TimeSpan.FromSeconds(seconds * 0.8));
        Default.After(attempts, null, 0.999_999_999)!.Value.TotalSeconds.ShouldBe(seconds * 1.2, seconds * 1e-6);
    }

    [Fact]
    public void There_is_no_wait_after_the_eighth_attempt() => Default.After(8, TimeSpan.FromSeconds(1), 0.5).ShouldBeNull();

    [Theory]
    [InlineData(0, 300)]
    [InlineData(299, 300)]
    [InlineData(301, 301)]
    [InlineData(599, 599)]
    [InlineData(600, 600)]
    [InlineData(601, 600)]
    [InlineData(86_400, 600)]
    public void Retry_After_lengthens_a_wait_up_to_twice_and_never_shortens_it(int asked, int expected) =>
        Default.After(2, TimeSpan.FromSeconds(asked), 0.5).ShouldBe(TimeSpan.FromSeconds(expected));

    [Fact]
    public void Every_wait_keeps_its_bounds()
    {
        var cases =
            from waits in Gen.Choose(1, 7 * 86_400_000).ListOf()
            from jitter in Gen.Choose(0, 50)
            from attempts in Gen.Choose(1, 12)
            from asked in Gen.Choose(-1, 1_000_000)
            from random in Gen.Choose(0, 999_999)
            select (Waits: waits.Select(wait => TimeSpan.FromMilliseconds(wait))
                .ToList(), Jitter: jitter / 100.0, attempts, asked, Random: random / 1_000_000.0);

        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var asked = one.asked < 0 ? (TimeSpan?)null : TimeSpan.FromSeconds(one.asked);
            var wait = new RetrySchedule(one.Waits, one.Jitter).After(one.attempts, asked, one.Random);
            if (one.attempts > one.Waits.Count)
                return wait is null;
            var planned = one.Waits[one.attempts - 1];
            var least = planned * (1 - one.Jitter) - TimeSpan.FromTicks(2);
            var most = planned * (1 + one.Jitter) * (asked is null ? 1 : 2) + TimeSpan.FromTicks(2);
            return wait >= least && wait <= most && (asked is not { } seconds || wait >= seconds || wait >= 2 * least);
        }).QuickCheckThrowOnFailure();
    }
}

using Shouldly;
using Vindex.Models.Calls;
using Xunit;

namespace Vindex.Models.Tests.Limits;

/// <summary>Limits per minute.</summary>
public sealed class TokenBucketTests
{
    private readonly StandingTime _time = new();

    [Fact]
    public void A_tenth_is_free_at_once_and_the_rest_comes_over_the_minute()
    {
        var bucket = new TokenBucket(600, _time);

        bucket.Reserve(60).ShouldBe(TimeSpan.Zero);
        bucket.Reserve(10).ShouldBe(TimeSpan.FromSeconds(1));
        bucket.Reserve(20).ShouldBe(TimeSpan.FromSeconds(3));
        _time.Advance(TimeSpan.FromSeconds(3));
        bucket.Reserve(5).ShouldBe(TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public void It_never_holds_more_than_a_tenth()
    {
        var bucket = new TokenBucket(600, _time);
        _time.Advance(TimeSpan.FromHours(1));

        bucket.Reserve(60).ShouldBe(TimeSpan.Zero);
        bucket.Reserve(1).ShouldBe(TimeSpan.FromSeconds(0.1));
    }

    [Fact]
    public void What_was_not_used_comes_back()
    {
        var bucket = new TokenBucket(600, _time);
        bucket.Reserve(60);
        bucket.Return(30);

        bucket.Reserve(30).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Zero_is_no_limit() => new TokenBucket(0, _time).Reserve(1_000_000).ShouldBe(TimeSpan.Zero);

    /// <summary>A clock that is moved by hand.</summary>
    private sealed class StandingTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}

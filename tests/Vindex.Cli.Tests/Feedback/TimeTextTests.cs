using NodaTime;
using Shouldly;
using Vindex.Cli.Feedback;
using Xunit;

namespace Vindex.Cli.Tests.Feedback;

public sealed class TimeTextTests
{
    [Theory]
    [InlineData("2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00Z")]
    [InlineData("2026-03-29", "UTC", "2026-03-29T00:00:00Z")]
    [InlineData("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:00:00Z")] // skipped: the instant of the change
    [InlineData("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z")] // twice: the first
    [InlineData("2026-03-01 14:30", "America/New_York", "2026-03-01T19:30:00Z")]
    [InlineData("2026-03-01T14:30:15", "UTC", "2026-03-01T14:30:15Z")]
    [InlineData("2026-03-01T14:30:00Z", "Europe/Berlin", "2026-03-01T14:30:00Z")]
    [InlineData("2026-03-01T14:30Z", "Europe/Berlin", "2026-03-01T14:30:00Z")]
    [InlineData("2026-03-01T14:30:00.250+05:30", "Europe/Berlin", "2026-03-01T09:00:00.25Z")]
    [InlineData("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z")] // no midnight
    public void A_text_is_an_instant_in_the_zone(string text, string zone, string expected) =>
        TimeText.Read(text, TimeText.Zone(zone))!.Value.ToString().ShouldBe(Instant.FromDateTimeOffset(DateTimeOffset.Parse(expected, null)).ToString());

    [Fact]
    public void No_text_is_no_time() => TimeText.Read(null, DateTimeZone.Utc).ShouldBeNull();
}

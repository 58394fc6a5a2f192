using Shouldly;
using Vindex.Cli.Http;
using Xunit;

namespace Vindex.Cli.Tests.Http;

public sealed class ServerPauseTests
{
    private readonly SetTime _time = new();
    private readonly List<string> _said = [];

    [Fact]
    public async Task All_wait_for_the_longest_pause_that_was_asked_for_and_it_is_told_once()
    {
        var pause = new ServerPause(_time, _said.Add);
        pause.Refused(TimeSpan.FromSeconds(3), "slow down").ShouldBeNull();
        pause.Refused(TimeSpan.FromSeconds(12), "slow down").ShouldBeNull();
        _said.ShouldBe(["waiting 3 s, as the server asked: slow down"]);
        _time.Now += TimeSpan.FromSeconds(11);
        pause.PassAsync(new CancellationToken(canceled: true)).IsCompletedSuccessfully.ShouldBeFalse();
        _time.Now += TimeSpan.FromSeconds(1);
        await pause.PassAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public void Pauses_without_an_answer_between_them_come_to_an_end()
    {
        var pause = new ServerPause(_time, _said.Add);
        for (var i = 0; i < ServerPause.MostPauses; i++) Again(pause).ShouldBeNull();
        Again(pause)!.ShouldContain("20 times");

        var moving = new ServerPause(_time, _said.Add);
        for (var i = 0; i < 5 * ServerPause.MostPauses; i++)
        {
            Again(moving).ShouldBeNull();
            moving.Answered();
        }
    }

    [Fact]
    public void A_pause_that_is_too_long_is_not_waited_for() =>
        new ServerPause(_time, _said.Add).Refused(TimeSpan.FromMinutes(11), "come back tomorrow")!.ShouldContain(
            "660 s, which is too long: come back tomorrow");

    private string? Again(ServerPause pause)
    {
        _time.Now += TimeSpan.FromSeconds(2);
        return pause.Refused(TimeSpan.FromSeconds(1), "busy");
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

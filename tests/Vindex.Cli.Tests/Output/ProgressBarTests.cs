using Shouldly;
using Vindex.Cli.Output.Terminal;
using Xunit;

namespace Vindex.Cli.Tests.Output;

public sealed class ProgressBarTests
{
    [Theory]
    [InlineData(0.0, "judging [░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░]   0%  7 tickets")]
    [InlineData(0.5, "judging [███████████████░░░░░░░░░░░░░░░]  50%  7 tickets")]
    [InlineData(1.5, "judging [██████████████████████████████] 100%  7 tickets")]
    [InlineData(null, "judging … 7 tickets")]
    public void The_bar_shows_the_part_that_is_read(double? fraction, string line) => ProgressBar.Line(7, fraction).ShouldBe(line);

    [Fact]
    public void One_ticket_is_not_counted_in_the_plural()
    {
        ProgressBar.Line(1, 1).ShouldEndWith(" 100%  1 ticket");
        ProgressBar.Line(1, null, "importing", "row").ShouldBe("importing … 1 row");
    }

    [Fact]
    public void Quick_work_shows_nothing_and_leaves_nothing()
    {
        using var terminal = new StringWriter();
        var bar = new ProgressBar(terminal, 80, () => 0.5);
        for (var i = 0; i < 100; i++) bar.Advance(i);
        bar.Clear();
        terminal.ToString().ShouldBeEmpty();
    }
}

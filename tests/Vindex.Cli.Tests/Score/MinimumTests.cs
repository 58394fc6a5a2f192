using Shouldly;
using Vindex.Cli.Score;
using Xunit;

namespace Vindex.Cli.Tests.Score;

public sealed class MinimumTests
{
    [Theory]
    [InlineData("score --min backlog.csv", "score --min=7.0 backlog.csv")]
    [InlineData("score backlog.csv --min", "score backlog.csv --min=7.0")]
    [InlineData("score -m --format csv -", "score --min=7.0 --format csv -")]
    [InlineData("score --min - --format csv", "score --min=7.0 - --format csv")]
    [InlineData("score backlog.csv --min 6.5", "score backlog.csv --min 6.5")]
    [InlineData("score backlog.csv --min=6.5", "score backlog.csv --min=6.5")]
    [InlineData("score backlog.csv --min 99", "score backlog.csv --min 99")]
    [InlineData("score backlog.csv --min -1", "score backlog.csv --min -1")]
    public void The_number_after_min_may_be_left_out_anywhere(string typed, string meant) =>
        ScoreCommand.CompleteMinimum(typed.Split(' ')).ShouldBe(meant.Split(' '));
}

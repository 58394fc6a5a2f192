using Shouldly;
using Vindex.Scoring.Quality;
using Xunit;

namespace Vindex.Scoring.Tests.Quality;

public sealed class QuoteWordsTests
{
    [Fact]
    public void Words_are_runs_of_letters_digits_and_underscores() =>
        QuoteWords.Of("The user_id, Ünder 3.5 s — don't…").ShouldBe(["the", "user_id", "ünder", "3", "5", "s", "don", "t"]);

    [Theory]
    [InlineData("as a rider", "As a rider,", true)]
    [InlineData("one two", "one two three four", true)]
    [InlineData("one two", "one two three four five", false)]
    [InlineData("one one", "one two", true)]
    [InlineData("one one one", "one two three", false)]
    [InlineData("…", "…", false)]
    [InlineData("", "one", false)]
    public void Quotes_match_when_they_share_half_of_the_longer_one(string left, string right, bool match)
    {
        QuoteWords.Match(left, right).ShouldBe(match);
        QuoteWords.Match(right, left).ShouldBe(match);
    }
}

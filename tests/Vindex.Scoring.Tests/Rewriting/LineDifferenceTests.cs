using Shouldly;
using Vindex.Scoring.Rewriting;
using Xunit;

namespace Vindex.Scoring.Tests.Rewriting;

public sealed class LineDifferenceTests
{
    [Fact]
    public void Lines_are_the_same_moved_added_or_removed() =>
        LineDifference.Between("one\n- two\n\nthree\nfour", "## Head\n\nthree\n* two\none").Select(line => (line.Change, line.Text)).ShouldBe(
        [
            (LineChange.Added, "Head"),
            (LineChange.Moved, "three"),
            (LineChange.Moved, "two"),
            (LineChange.Same, "one"),
            (LineChange.Removed, "four"),
        ]);

    [Fact]
    public void Equal_lines_are_matched_one_to_one() =>
        LineDifference.Between("a\na", "a").Select(line => line.Change).ShouldBe([LineChange.Same, LineChange.Removed]);

    [Fact]
    public void Of_nothing_comes_nothing() => LineDifference.Between("", "\n \n").ShouldBeEmpty();
}

using Shouldly;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class CleanTextTests
{
    [Fact]
    public void Stretches_that_stand_together_in_the_source_are_one_run()
    {
        var clean = new CleanText();
        clean.Append("ab", 2);
        clean.Reserve(1);
        clean.Append('c', 4);
        clean.Append("de", 9);
        clean.Append("", 20);
        clean.Reserve(1);
        clean.Append('f', 11);

        clean.Text.ToString().ShouldBe("abcdef");
        clean.Length.ShouldBe(6);
        clean.Runs.ShouldBe([(0, 2), (3, 9)]);
    }

    [Fact]
    public void A_line_end_stands_where_the_block_before_it_ended_and_is_never_doubled_or_first()
    {
        var clean = new CleanText();
        clean.AppendLineEnd();
        clean.Length.ShouldBe(0);
        clean.Append("ab", 5);
        clean.AppendLineEnd();
        clean.AppendLineEnd();
        clean.Append("cd", 8);

        clean.Text.ToString().ShouldBe("ab\ncd");
        clean.Runs.ShouldBe([(0, 5)]);
    }

    [Fact]
    public void What_is_taken_back_leaves_no_run_behind()
    {
        var clean = new CleanText();
        clean.Append("abc", 1);
        clean.Append("def", 10);
        clean.Append("g", 20);

        clean.Truncate(4);
        clean.Append("x", 11);
        clean.Append("y", 30);

        clean.Text.ToString().ShouldBe("abcdxy");
        clean.Runs.ShouldBe([(0, 1), (3, 10), (5, 30)]);
        clean.Truncate(0);
        clean.Append("z", 0);
        clean.Runs.ShouldBe([(0, 0)]);
    }

    [Fact]
    public void It_grows_and_can_be_used_again()
    {
        var clean = new CleanText();
        var large = new string('x', 300_000);
        clean.Append(large, 0);
        clean.Append("y", 300_000);
        clean.Text.ToString().ShouldBe(large + "y");

        clean.Clear();

        (clean.Length, clean.Runs.Count).ShouldBe((0, 0));
        for (var i = 0; i < 5000; i++)
        {
            clean.Reserve(1);
            clean.Append((char)('a' + (i % 26)), i);
        }
        clean.Length.ShouldBe(5000);
        clean.Text[4999].ShouldBe((char)('a' + (4999 % 26)));
        clean.Runs.ShouldBe([(0, 0)]);
    }

    [Fact]
    public void Room_is_made_for_all_that_was_asked_for()
    {
        var clean = new CleanText();
        clean.Reserve(10_000);
        for (var i = 0; i < 10_000; i++) clean.Append('x', i);
        clean.Length.ShouldBe(10_000);
    }
}

using Shouldly;
using Vindex.Trackers.Paging;
using Xunit;

namespace Vindex.Trackers.Tests.Paging;

public sealed class ChangeCursorTests
{
    private static readonly DateTimeOffset s_nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_page_begins_where_the_selection_does() => ChangeCursor.Parse(null, s_nine).ShouldBe(new ChangeCursor(s_nine, null));

    [Fact]
    public void The_next_page_begins_at_the_last_change()
    {
        var next = new ChangeCursor(s_nine, null).Next(s_nine.AddMilliseconds(7), "page=2");

        ChangeCursor.Parse(next, null).ShouldBe(new ChangeCursor(s_nine.AddMilliseconds(7), null));
    }

    [Fact]
    public void A_page_full_of_one_time_is_followed_by_the_trackers_next_page()
    {
        var next = new ChangeCursor(s_nine, null).Next(s_nine, "after=Y3Vyc29y%3D");

        ChangeCursor.Parse(next, null).ShouldBe(new ChangeCursor(s_nine, "after=Y3Vyc29y%3D"));
    }

    [Fact]
    public void An_empty_page_with_a_successor_is_followed_by_it() =>
        ChangeCursor.Parse(new ChangeCursor(null, null).Next(null, "page=2"), null).ShouldBe(new ChangeCursor(null, "page=2"));

    [Fact]
    public void The_last_page_has_no_successor() => new ChangeCursor(s_nine, null).Next(s_nine.AddHours(1), null).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("|")]
    [InlineData("yesterday")]
    [InlineData("2026-03-02T09:00:00.0000000+00:00|page=2&since=1970-01-01")]
    [InlineData("2026-03-02T09:00:00.0000000+00:00|per_page=1")]
    public void A_cursor_that_this_program_did_not_write_is_rejected(string cursor) =>
        Should.Throw<TrackerException>(() => ChangeCursor.Parse(cursor, null)).Failure.ShouldBe(TrackerFailure.Rejected);
}

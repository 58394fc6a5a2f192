using Shouldly;
using Vindex.Trackers.Paging;
using Xunit;

namespace Vindex.Trackers.Tests.Paging;

public sealed class ChangeCursorTests
{
    private static readonly DateTimeOffset s_nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly ListedIssue[] s_page = [Issue("1", s_nine), Issue("2", s_nine.AddSeconds(1)), Issue("3", s_nine.AddSeconds(1))];

    [Fact]
    public void The_first_page_begins_where_the_selection_does()
    {
        var first = ChangeCursor.Parse(null, s_nine.AddMinutes(1));

        (first.Since, first.Page).ShouldBe((s_nine.AddMinutes(1), null));
        first.New(s_page).ShouldBe(s_page, "times may be rounded");
    }

    [Fact]
    public void The_next_page_begins_at_the_last_change_and_leaves_out_what_was_listed()
    {
        var next = ChangeCursor.Parse(ChangeCursor.Parse(null, null).Next(s_page, "page=2"), null);

        (next.Since, next.Page).ShouldBe((s_nine.AddSeconds(1), null));
        next.New([.. s_page, Issue("4", s_nine.AddSeconds(1)), Issue("1", s_nine.AddSeconds(2))]).Select(issue => issue.Id).ShouldBe(["4", "1"]);
    }

    [Fact]
    public void A_page_full_of_one_time_is_followed_by_the_trackers_next_page()
    {
        var second = ChangeCursor.Parse(ChangeCursor.Parse(null, null).Next(s_page, "page=2"), null);
        var third = ChangeCursor.Parse(second.Next(s_page, "after=Y3Vyc29y%3D"), null);

        (third.Since, third.Page).ShouldBe((s_nine.AddSeconds(1), "after=Y3Vyc29y%3D"));
        third.Listed.ShouldBe(["2", "3"]);
    }

    [Fact]
    public void An_empty_page_with_a_successor_is_followed_by_it()
    {
        var next = ChangeCursor.Parse(ChangeCursor.Parse(null, null).Next([], "page=2"), null);

        (next.Since, next.Page).ShouldBe((null, "page=2"));
    }

    [Fact]
    public void The_last_page_has_no_successor() => ChangeCursor.Parse(null, null).Next(s_page, null).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("|")]
    [InlineData("yesterday||")]
    [InlineData("2026-03-02T09:00:00.0000000+00:00|page=2&since=1970-01-01|1")]
    [InlineData("2026-03-02T09:00:00.0000000+00:00|per_page=1|1")]
    public void A_cursor_that_this_program_did_not_write_is_rejected(string cursor) =>
        Should.Throw<TrackerException>(() => ChangeCursor.Parse(cursor, null)).Failure.ShouldBe(TrackerFailure.Rejected);

    private static ListedIssue Issue(string id, DateTimeOffset changedAt) => new(id, changedAt, default);
}

using Shouldly;
using Vindex.Trackers.Queries;
using Xunit;

namespace Vindex.Trackers.Tests.Queries;

public sealed class QueryConditionTests
{
    [Theory]
    [InlineData("type = Story", "type = Story")]
    [InlineData(" (a = 1 OR b = \")\") ", "(a = 1 OR b = \")\")")]
    [InlineData("a = 'it\\'s' ORDER BY rank", "a = 'it\\'s'")]
    [InlineData("summary ~ \"x order by y\" order by key", "summary ~ \"x order by y\"")]
    [InlineData("(a = 1)order by key", "(a = 1)")]
    [InlineData("ORDER BY key", "")]
    [InlineData("border = 1", "border = 1")]
    public void The_order_is_left_out(string condition, string wanted) => QueryCondition.Check(condition, isBackslashEscape: true).ShouldBe(wanted);

    [Theory]
    [InlineData("a = 1) OR (project = 2")]
    [InlineData("(a = 1")]
    [InlineData("a = \"1")]
    [InlineData("a = \"\\\")\" OR (1 = 1")]
    public void A_condition_cannot_leave_its_parentheses(string condition) =>
        Should.Throw<TrackerException>(() => QueryCondition.Check(condition, isBackslashEscape: true)).Failure.ShouldBe(TrackerFailure.Rejected);

    [Fact]
    public void A_backslash_is_no_escape_in_WIQL()
    {
        QueryCondition.Check("[Title] = 'a\\' AND [Id] = 1", isBackslashEscape: false).ShouldBe("[Title] = 'a\\' AND [Id] = 1");
        Should.Throw<TrackerException>(() => QueryCondition.Check("[Title] = 'a\\') OR ([Id] = 1", isBackslashEscape: false));
    }

    [Theory]
    [InlineData("it's", "'it''s'")]
    [InlineData("a\nb", "'ab'")]
    public void A_text_is_quoted_for_WIQL(string text, string quoted) => QueryCondition.Quote(text, '\'', "''").ShouldBe(quoted);

    [Theory]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a\\b", "\"a\\\\b\"")]
    public void A_text_is_quoted_for_JQL(string text, string quoted) => QueryCondition.Quote(text, '"', "\\\"").ShouldBe(quoted);
}

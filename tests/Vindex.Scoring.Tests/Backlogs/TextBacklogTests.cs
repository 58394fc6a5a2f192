using Shouldly;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs;

public sealed class TextBacklogTests
{
    [Theory]
    [InlineData("Title", "Title", "", 1)]
    [InlineData("Title\ntext", "Title", "text", 1)]
    [InlineData("\n \u00A0\n  Title  \r\n\r\ntext\n", "Title", "\r\ntext\n", 3)]
    [InlineData("### Title ###", "Title ###", "", 1)]
    [InlineData("#", "#", "", 1)]
    [InlineData("#5 is wrong", "#5 is wrong", "", 1)]
    [InlineData("h3. Title", "Title", "", 1)]
    [InlineData("h3. ", "h3.", "", 1)]
    [InlineData("h3. T", "T", "", 1)]
    [InlineData("- Title", "- Title", "", 1)]
    public void The_first_line_with_words_is_the_title(string content, string title, string description, int line)
    {
        var row = Files.Rows(content, "a.txt").ShouldHaveSingleItem();
        (row.Input!.Summary, row.Input.Description.Text, row.Line, row.Row).ShouldBe((title, description, line, 1));
    }
}

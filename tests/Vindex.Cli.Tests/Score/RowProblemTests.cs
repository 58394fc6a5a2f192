using Shouldly;
using Vindex.Cli.Score;
using Vindex.Scoring.Backlogs;
using Xunit;

namespace Vindex.Cli.Tests.Score;

public sealed class RowProblemTests
{
    [Theory]
    [InlineData("row 1,203 (line 2,040): summary is empty")]
    [InlineData("line 2,040: summary is empty")]
    [InlineData("summary is empty")]
    public void A_row_is_told_with_file_row_and_line_once(string message) =>
        RowProblem.Of(new BacklogRow(1_203, 2_040, null, null, message), message)
            .Describe("backlog.csv")
            .ShouldBe("backlog.csv: row 1,203 (line 2,040): summary is empty");

    [Fact]
    public void The_whole_file_has_no_row() =>
        new RowProblem(null, null, "the file contains no tickets.").Describe("a.csv").ShouldBe("a.csv: the file contains no tickets.");
}

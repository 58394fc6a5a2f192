using Shouldly;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

public sealed class ZoneOfLineTests
{
    [Theory]
    [InlineData("at com.example.shop.Basket.total(Basket.java:12)")]
    [InlineData("File \"basket.py\", line 3, in total")]
    [InlineData("2031-03-02 10:11:12 basket started")]
    [InlineData("[10:11:12] basket started")]
    [InlineData("ERROR basket has no total")]
    [InlineData("[WARN] basket has no total")]
    [InlineData("Traceback (most recent call last):")]
    [InlineData("Caused by: shop.EmptyBasket")]
    [InlineData("{\"a\":[{\"b\":1},{\"c\":2}]}")]
    public void Output_of_programs_is_recognised(string line) => LogLine.Is(line).ShouldBeTrue();

    [Theory]
    [InlineData("at least three (or four) items")]
    [InlineData("Error messages must name the field")]
    [InlineData("In 2031 we had 10 shops and 12 owners")]
    [InlineData("The total (with tax) is shown")]
    [InlineData("INFO")]
    public void Prose_is_not_taken_for_output(string line) => LogLine.Is(line).ShouldBeFalse();

    [Theory]
    [InlineData("Please describe the defect in detail", nameof(Zone.Template))]
    [InlineData("N/A", nameof(Zone.Template))]
    [InlineData("...", nameof(Zone.Template))]
    [InlineData("- [ ] Code review", nameof(Zone.Template))]
    [InlineData("- [x] The total is shown", nameof(Zone.Done))]
    [InlineData("- [ ] The total is shown", nameof(Zone.Content))]
    [InlineData("The total is shown", nameof(Zone.Content))]
    public void Zones_of_a_line(string line, string zone) => LastOf(line).ToString().ShouldBe(zone);

    [Theory]
    [InlineData("(What did you see?)", nameof(Zone.Template))]
    [InlineData("_Describe the total here_", nameof(Zone.Template))]
    [InlineData("(Shown in red since March)", nameof(Zone.Content))]
    public void Bracketed_hints_under_a_heading_are_template_text(string line, string zone) => LastOf("## Actual result\n\n" + line).ToString().ShouldBe(zone);

    private static Zone LastOf(string description) => Texts.Read("Basket", description).Segments[^1].Zone;
}

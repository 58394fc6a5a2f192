using System.Text;
using Shouldly;
using Vindex.Cli.Output.Terminal;
using Xunit;

namespace Vindex.Cli.Tests.Output;

public sealed class TextTableTests
{
    private static readonly TextColumn s_label = new("", "from", ["2026-03-28", "all"]);

    [Fact]
    public void Numbers_stand_on_the_right_under_the_name_that_they_belong_to()
    {
        Lines(80, new("score", "avg", ["9.5", "10.25"]), new("score", "max", ["10", "11"]), new("a.longer.name", "n", ["1", "2"])).ShouldBe(
        [
            "                 score  a.longer.name",
            "from          avg  max              n",
            "2026-03-28    9.5   10              1",
            "─────────────────────────────────────",
            "all         10.25   11              2",
        ]);
    }

    [Fact]
    public void What_does_not_fit_goes_into_a_second_table_and_a_section_stays_whole()
    {
        Lines(28, new("a", "avg", ["1", "2"]), new("a", "max", ["1", "2"]), new("b", "avg", ["3", "4"]), new("b", "max", ["3", "4"])).ShouldBe(
        [
            "                   a",
            "from        avg  max",
            "2026-03-28    1    1",
            "────────────────────",
            "all           2    2",
            "",
            "                   b",
            "from        avg  max",
            "2026-03-28    3    3",
            "────────────────────",
            "all           4    4",
        ]);
    }

    [Fact]
    public void A_terminal_that_is_too_narrow_for_anything_still_gets_every_number() =>
        Lines(5, new("", "avg", ["1", "2"]), new("", "max", ["3", "4"])).Count(line => line.StartsWith("all")).ShouldBe(2);

    private static string[] Lines(int width, params TextColumn[] columns)
    {
        var page = new ConsolePage(new Screen(true, false, width));
        new TextTable(page, Glyphs.Unicode).Write([s_label], columns, footers: 1);
        using var output = new MemoryStream();
        page.SendTo(output);
        return Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n');
    }
}

using CsvHelper;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Backlogs;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs;

public sealed class CsvRowsTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("plain text", "plain text")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("a\tb", "\"a\tb\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("a\rb", "\"a\rb\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("\nx", "\"'\nx\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠1", "'＠1")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"")]
    [InlineData("1=1", "1=1")]
    [InlineData("'=1", "'=1")]
    [InlineData("Zoë 日本語 🚲", "Zoë 日本語 🚲")]
    public void A_cell_is_shown_and_never_computed(string? value, string cell) => Cell(value).ShouldBe(cell);

    [Fact]
    public void Any_text_is_read_back_from_its_cell() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(
            500), Prop.ForAll(Gen.Elements("a", ",", ";", "\"", "\n", "\r\n", "=", "é", " ").ArrayOf().Select(string.Concat).ToArbitrary(), text =>
        {
            using var parser = new CsvParser(
                new StringReader(Row(rows => rows.Plain("x").Text(text).Plain("y"))), System.Globalization.CultureInfo.InvariantCulture);
            parser.Read().ShouldBeTrue();
            var formula = text.Length > 0 && "=\n\r".Contains(text[0]);
            parser.Record.ShouldBe(["x", (formula ? "'" : "") + text, "y"]);
        }));

    [Fact]
    public void Numbers_and_empty_cells_are_written_as_they_are() =>
        Row(rows => rows.Numbers([1, -2]).Empty(2).Plain("0.5")).ShouldBe("1,-2,,,0.5\n");

    [Fact]
    public void A_row_ends_as_the_format_says()
    {
        using var text = new StringWriter();
        using var rows = new CsvRows(text, "\r\n");
        rows.Text("a").Text("b\n").End();
        rows.Text(null).End();
        text.ToString().ShouldBe("a,\"b\n\"\r\n\r\n");
    }

    private static string Cell(string? value) => Row(rows => rows.Text(value))[..^1];

    private static string Row(Action<CsvRows> write)
    {
        using var text = new StringWriter();
        using var rows = new CsvRows(text, "\n");
        write(rows);
        rows.End();
        return text.ToString();
    }
}

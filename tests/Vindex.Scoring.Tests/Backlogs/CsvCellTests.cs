using CsvHelper;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Backlogs;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs;

public sealed class CsvCellTests
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
    public void A_cell_is_shown_and_never_computed(string? value, string cell) => CsvCell.Text(value).ShouldBe(cell);

    [Fact]
    public void Any_text_is_read_back_from_its_cell() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Gen.Elements("a", ",", ";", "\"", "\n", "\r\n", "=", "é", " ").ArrayOf().Select(string.Concat).ToArbitrary(), text =>
        {
            using var parser = new CsvParser(new StringReader("x," + CsvCell.Text(text) + ",y"), System.Globalization.CultureInfo.InvariantCulture);
            parser.Read().ShouldBeTrue();
            var formula = text.Length > 0 && "=\n\r".Contains(text[0]);
            parser.Record.ShouldBe(["x", (formula ? "'" : "") + text, "y"]);
        }));
}

using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Backlogs;
using Xunit;

namespace Vindex.Cli.Tests.Output;

public sealed class CsvCellTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30 1234", "'+49 30 1234")]
    [InlineData("-5", "'-5")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("＝1", "'＝1")]
    public void A_cell_that_looks_like_a_formula_is_made_text(string value, string cell) => CsvCell.Text(value).ShouldBe(cell);

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("a=b", "a=b")]
    [InlineData("one, two", "\"one, two\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("Zoë 日本語 🚲", "Zoë 日本語 🚲")]
    public void Other_cells_keep_their_text(string? value, string cell) => CsvCell.Text(value).ShouldBe(cell);

    [Fact]
    public void Whatever_the_text_a_reader_gets_it_back_and_no_spreadsheet_computes_it() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), value =>
        {
            var read = Unquoted(CsvCell.Text(value));
            var text = value ?? "";
            return (read == text || read == "'" + text) && (read.Length == 0 || !"=+-@\t\r".Contains(read[0]));
        }));

    private static string Unquoted(string cell) => cell.StartsWith('"') && cell.Length > 1 ? cell[1..^1].Replace("\"\"", "\"") : cell;
}

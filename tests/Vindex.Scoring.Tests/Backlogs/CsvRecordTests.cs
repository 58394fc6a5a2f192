using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Backlogs;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs;

/// <summary>Separators, quotes, lines and columns of a table.</summary>
public sealed class CsvRecordTests
{
    [Theory]
    [InlineData("Summary,Key\na,1\n", "a|1")]
    [InlineData("Summary;Key\na;1\n", "a|1")]
    [InlineData("Summary\tKey\na\t1\n", "a|1")]
    [InlineData("Summary|Key\na|1\n", "a|1")]
    [InlineData("Summary, long;Key\na;1\n", "a|1")]
    [InlineData("sep=|\nSummary|Key\na|1\n", "a|1")]
    [InlineData("SEP=;\r\nSummary;Key\r\na;1\r\n", "a|1")]
    [InlineData("Summary,Key\n\"a, b\",1\n", "a, b|1")]
    [InlineData("Summary,Key\n\"say \"\"hi\"\"\",1\n", "say \"hi\"|1")]
    [InlineData("Summary,Key\n\"\"\"hi\"\"\",1\n", "\"hi\"|1")]
    [InlineData("Summary,Key\n\"a\",\"1\"\n", "a|1")]
    [InlineData("Summary,Key\na \"b\" c,1\n", "a \"b\" c|1")]
    [InlineData("Summary,Key\na, 1 \n", "a|1")]
    [InlineData("\uFEFFSummary,Key\na,1\n", "a|1")]
    [InlineData("\u200BSummary , Key\na,1\n", "a|1")]
    [InlineData("Summary,Key\na,1", "a|1")]
    [InlineData("Summary,Key\ra,1\r", "a|1")]
    [InlineData("Summary,Key,Key\na,,2\n", "a|2")]
    [InlineData("Summary,Key,Key\na,1,2\n", "a|1")]
    [InlineData("Summary,Key,KEY\na, ,2\n", "a|2")]
    public void A_record_is_read_as_its_author_meant_it(string content, string expected)
    {
        var row = Files.Rows(content, "a.csv").ShouldHaveSingleItem();
        $"{row.Input!.Summary}|{row.Input.Key}".ShouldBe(expected);
    }

    [Theory]
    [InlineData("sep=;\nSummary;Key\na;1\n\nb;2\n", 3, 5)]
    [InlineData("Summary\n\"a\r\r\nb\"\nc\n", 2, 5)]
    [InlineData("Summary\n\"a\rb\rc\"\nd\n", 2, 5)]
    [InlineData("\n\nSummary\na\nb\n", 4, 5)]
    [InlineData("Summary\n,\na\nb\n", 3, 4)]
    [InlineData("Summary\r\na\r\nb\r\n", 2, 3)]
    public void A_row_knows_the_line_that_it_begins_on(string content, int first, int second) =>
        Files.Rows(content, "a.csv").Select(row => row.Line).ShouldBe([first, second]);

    [Fact]
    public void Blank_records_are_counted_and_passed_over() =>
        Files.Rows("Summary,Key\n,\na,1\n\u00A0, \nb,2\n", "a.csv").Select(row => (row.Row, row.Id)).ShouldBe([(2, "1"), (4, "2")]);

    [Theory]
    [InlineData("Summary,Key\n\"a,1\n", true)]
    [InlineData("Summary,Key\na,\"1\n", true)]
    [InlineData("Summary,Key\n\"a\",\"1\"\"\n", true)]
    [InlineData("Summary,Key\n\"a\",\"1\"\"\"\n", false)]
    [InlineData("Summary,Key\na\"b,1\n", false)]
    [InlineData("Summary,Key\n\"a\"b,1\n", false)]
    [InlineData("Summary,Key\n\"\",1\n", false)]
    public void An_open_quotation_mark_is_found_where_a_field_begins_with_it(string content, bool open)
    {
        var failure = Files.Failure(content, "a.csv");
        if (open)
            failure.ShouldBe("row 1 (line 2): an unclosed quotation mark turns the rest of the file into one field; close it, or double it inside a field.");
        else failure.ShouldBeNull();
    }

    [Theory]
    [InlineData("Summary,Key\na\n", "row 1 (line 2): 1 field but the header has 2; missing ones are treated as empty.")]
    [InlineData("Summary\na,b\n", "row 1 (line 2): 2 fields but the header has 1; the extra ones are ignored.")]
    [InlineData("Summary,Key\na,b\n", null)]
    public void A_ragged_record_is_told_in_plain_words(
        string content, string? warning) => Files.Rows(content, "a.csv").ShouldHaveSingleItem().Warning.ShouldBe(warning);

    [Theory]
    [InlineData("Key")]
    [InlineData("Summary")]
    [InlineData("Description")]
    [InlineData("AcceptanceCriteria")]
    [InlineData("IssueType")]
    [InlineData("Id")]
    public void A_chosen_column_that_is_not_there_is_named(string role)
    {
        var mapping = new ColumnMapping(Summary: "A");
        typeof(ColumnMapping).GetProperty(role)!.SetValue(mapping, "Missing");
        Files.Error("A,B\n1,2\n", "a.csv", new BacklogOptions { Mapping = mapping })
            .ShouldBe("no column is named \"Missing\"; the file has columns \"A\", \"B\".");
    }

    [Fact]
    public void Each_chosen_column_fills_its_part_of_the_ticket()
    {
        var mapping = new ColumnMapping("A", "B", "C", "D", "E", "F");
        var row = Files.Rows("A,B,C,D,E,F\n1,2,3,4,5,6\n", "a.csv", new BacklogOptions { Mapping = mapping }).ShouldHaveSingleItem();

        row.Input!.ShouldBe(new Scoring.Tickets.TicketInput("2", "3", "4", "1", "5"));
        row.Id.ShouldBe("6");
    }

    [Fact]
    public void Long_names_of_columns_are_cut_in_messages_and_many_are_counted()
    {
        var wide = new string('x', 41);
        Files.Error($"{wide},y\n1,2\n", "a.csv").ShouldBe($"no column looks like a summary; the file has columns \"{wide[..40]}…\", \"y\".");
        Files.Error($"{wide[..40]},y\n1,2\n", "a.csv").ShouldBe($"no column looks like a summary; the file has columns \"{wide[..40]}\", \"y\".");
        var header = string.Join(',', Enumerable.Range(1, 20).Select(i => "c" + i));
        Files.Error(header + "\n1\n", "a.csv")!.ShouldEndWith("\"c20\".");
        Files.Error(header + ",c21\n1\n", "a.csv")!.ShouldEndWith("\"c20\" and 1 more.");
    }

    [Fact]
    public void Cells_are_kept_for_as_many_rows_as_are_shown()
    {
        var rows = Files.Rows("Summary,Key\na,1\nb\nc,3\n", "a.csv", new BacklogOptions { PreviewRows = 2 });
        rows.Select(row => row.Cells is null ? null : string.Join('|', row.Cells)).ShouldBe(["a|1", "b", null]);
    }

    [Fact]
    public void Any_table_is_read_back_field_by_field() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(
            Gen.Elements("a", "b c", ",", ";", "\"", "\n", "\r\n", "é", "'", "\t", "x|y").ArrayOf().Select(string.Concat).Two().ArrayOf().ToArbitrary(),
            Gen.Elements(",", ";", "\t", "|").ToArbitrary(),
            (fields, separator) =>
            {
                static string Quoted(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
                var table = "Summary" + separator + "Description\n"
                    + string.Concat(fields.Select(pair => Quoted("t" + pair.Item1) + separator + Quoted(pair.Item2) + "\n"));
                if (fields.Length == 0) return;
                var rows = Files.Rows(table, "a.csv");
                rows.Select(row => row.Input!.Summary).ShouldBe(fields.Select(pair => "t" + pair.Item1));
                rows.Select(row => row.Input!.Description.Text).ShouldBe(fields.Select(pair => string.IsNullOrWhiteSpace(pair.Item2) ? "" : pair.Item2));
                rows.ShouldAllBe(row => row.Warning == null && row.Error == null);
            }));
}

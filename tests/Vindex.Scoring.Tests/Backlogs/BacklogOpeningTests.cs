using System.Text;
using Shouldly;
using Vindex.Scoring.Backlogs;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs;

public sealed class BacklogOpeningTests
{
    [Fact]
    public void A_table_names_its_columns_and_their_mapping()
    {
        var backlog = Files.Open("Key,Title,Points\n1,a,5\n", "a.csv").Backlog!;
        backlog.Format.ShouldBe(BacklogFormat.Csv);
        backlog.Columns.ShouldBe(["Key", "Title", "Points"]);
        backlog.Mapping.ShouldBe(new ColumnMapping(Key: "Key", Summary: "Title"));
    }

    [Theory]
    [InlineData("[{\"summary\":\"a\"}]", BacklogFormat.Json)]
    [InlineData("{\"summary\":\"a\"}\n{\"summary\":\"b\"}", BacklogFormat.Jsonl)]
    [InlineData("A title", BacklogFormat.Text)]
    public void Other_formats_have_no_columns(string content, BacklogFormat format)
    {
        var backlog = Files.Open(content, "-").Backlog!;
        backlog.Format.ShouldBe(format);
        backlog.Columns.ShouldBeEmpty();
        backlog.Mapping.ShouldBeNull();
        backlog.Rows().Count().ShouldBeGreaterThan(0);
        backlog.Failure.ShouldBeNull();
    }

    [Theory]
    [InlineData("a.csv", "Summary\n")]
    [InlineData("a.json", "[]")]
    [InlineData("a.jsonl", "{}\n")]
    [InlineData("a.txt", "x")]
    public void Without_options_nothing_is_limited(
        string name, string content) => Backlog.Open(new MemoryStream(Encoding.UTF8.GetBytes(content)), name).Error.ShouldBeNull();

    [Theory]
    [InlineData(
        "a.json",
        "[{\"summary\":\"a\"},{\"summary\":\"b\"},{\"summary\":\"c\"}]",
        "row 3 (line 1): the file has more than 2 data rows; at most 2 are allowed.")]
    [InlineData(
        "a.jsonl",
        "{\"summary\":\"a\"}\n{\"summary\":\"b\"}\n{\"summary\":\"c\"}\n",
        "row 3 (line 3): the file has more than 2 data rows; at most 2 are allowed.")]
    public void Rows_are_limited_in_every_format(string name, string content, string failure)
    {
        var backlog = Files.Open(content, name, new BacklogOptions { MaxRows = 2 }).Backlog!;
        backlog.Rows().Select(row => row.Input!.Summary).ShouldBe(["a", "b"]);
        backlog.Failure.ShouldBe(failure);
    }

    [Theory]
    [InlineData("a.json", "[{\"summary\":\"a\"}]")]
    [InlineData("a.jsonl", "{\"summary\":\"a\"}\n")]
    [InlineData("a.txt", "A title\n")]
    [InlineData("a.csv", "Summary\na\n")]
    public void Bytes_are_limited_in_every_format(string name, string content)
    {
        var length = Encoding.UTF8.GetByteCount(content);
        Files.Failure(content, name, new BacklogOptions { MaxBytes = length }).ShouldBeNull();
        var opening = Files.Open(content, name, new BacklogOptions { MaxBytes = length - 1 });
        if (opening.Backlog is { } backlog) backlog.Rows().ShouldBeEmpty();
        (opening.Error ?? opening.Backlog!.Failure).ShouldBe($"the file is larger than {length - 1:N0} bytes; at most that many are allowed.");
    }

    [Fact]
    public void The_byte_limit_is_named_before_a_header_that_it_cut_off()
    {
        var header = new string('x', 200_000) + ",Summary\na,b\n";
        Files.Error(header, "a.csv", new BacklogOptions { MaxBytes = 100_000 })
            .ShouldBe("the file is larger than 100,000 bytes; at most that many are allowed.");
    }

    [Theory]
    [InlineData("a.txt", "\n \n\u200B\n")]
    [InlineData("a.jsonl", "\n\n")]
    [InlineData("a.json", "  ")]
    public void Blank_space_is_an_empty_file(
        string name, string content) => Files.Error(content, name).ShouldBe("the file is empty; it must contain at least one ticket.");

    [Theory]
    [InlineData("a.jsonl", BacklogFormat.Jsonl)]
    [InlineData("a.json", BacklogFormat.Json)]
    [InlineData("a.txt", BacklogFormat.Text)]
    public void UTF_16_and_Latin_are_read_in_every_format(string name, BacklogFormat format)
    {
        var content = format == BacklogFormat.Text ? "größer" : "{\"summary\":\"größer\"}";
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.Latin1])
        {
            Files.Rows(Files.Open([.. encoding.Preamble, .. encoding.GetBytes(content)], name)).ShouldHaveSingleItem().Input!.Summary.ShouldBe(
                "größer", encoding.WebName);
        }
    }
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Backlogs;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs;

public sealed class FormatTests
{
    [Fact]
    public void A_stray_zero_byte_does_not_make_a_text_UTF_16() =>
        Files.Rows("A short ti\0tle\n", "a.txt").ShouldHaveSingleItem().Input!.Summary.ShouldBe("A short ti\0tle");

    [Theory]
    [InlineData("a.csv", "Summary\na", BacklogFormat.Csv)]
    [InlineData("a.TSV", "Summary\na", BacklogFormat.Csv)]
    [InlineData("a.json", "[{\"summary\":\"a\"}]", BacklogFormat.Json)]
    [InlineData("a.json", "{\"summary\":\"a\"}\n{\"summary\":\"b\"}\n", BacklogFormat.Jsonl)]
    [InlineData("a.jsonl", "{\"summary\":\"a\"}", BacklogFormat.Jsonl)]
    [InlineData("a.ndjson", "{\"summary\":\"a\"}", BacklogFormat.Jsonl)]
    [InlineData("a.md", "# A title\n\ntext", BacklogFormat.Text)]
    [InlineData("a.txt", "Summary,Description\na,b", BacklogFormat.Text)]
    [InlineData("-", "[{\"summary\":\"a\"}]", BacklogFormat.Json)]
    [InlineData("-", "{\n\"summary\":\"a\"}", BacklogFormat.Json)]
    [InlineData("-", "{\"summary\":\"a\"}\n{\"summary\":\"b\"}", BacklogFormat.Jsonl)]
    [InlineData("-", "[Spike] Look into caching\n\ntext", BacklogFormat.Text)]
    [InlineData("-", "Key;Summary\nP-1;a", BacklogFormat.Csv)]
    [InlineData("-", "As a user, I want a title, so that I find it\nmore", BacklogFormat.Text)]
    [InlineData("", "As a user, I want a title", BacklogFormat.Text)]
    public void The_format_follows_from_name_and_content(string name, string content, BacklogFormat format)
    {
        var backlog = Files.Open(content, name).Backlog.ShouldNotBeNull();
        backlog.Format.ShouldBe(format);
        backlog.Rows().ShouldNotBeEmpty();
    }

    [Fact]
    public void A_format_can_be_forced() =>
        Files.Rows("Summary,x\na,b", "a.json", new BacklogOptions { Format = BacklogFormat.Csv }).ShouldHaveSingleItem().Input!.Summary.ShouldBe("a");

    [Theory]
    [InlineData("\n\n# A title\n\nSome text\n- a\n")]
    [InlineData("\n\nA title\r\n\nSome text\n- a\n")]
    [InlineData("\n\nh1. A title\n\nSome text\n- a\n")]
    public void A_text_is_one_ticket(string content)
    {
        var row = Files.Rows(content, "a.md").ShouldHaveSingleItem();
        (row.Row, row.Line, row.Id).ShouldBe((1, 3, null));
        row.Input!.Summary.ShouldBe("A title");
        row.Input!.Description.Text.ShouldBe("\nSome text\n- a\n");
    }

    [Theory]
    [InlineData(new byte[] { 0x25, 0x50, 0x44, 0x46, 0x2D }, "a PDF")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8 }, "a gzip archive")]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47 }, "a picture")]
    public void What_is_no_text_is_called_by_its_name(byte[] content, string name) => Files.Open(content, "-").Error!.ShouldContain(name);

    [Fact]
    public void Rows_are_walked_once()
    {
        var backlog = Files.Open("Summary\na\n", "a.csv").Backlog!;
        backlog.Rows().Count().ShouldBe(1);
        Should.Throw<InvalidOperationException>(() => backlog.Rows());
    }

    [Fact]
    public void Any_bytes_are_refused_or_read_but_never_throw() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Content().ToArbitrary(), content =>
        {
            foreach (var format in (BacklogFormat?[])[null, BacklogFormat.Csv, BacklogFormat.Json, BacklogFormat.Jsonl, BacklogFormat.Text])
            {
                var opening = Files.Open(content, "-", new BacklogOptions { Format = format });
                if (opening.Backlog is not { } backlog)
                {
                    opening.Error.ShouldNotBeNullOrEmpty();
                    continue;
                }
                var rows = backlog.Rows().ToList();
                if (rows.Count == 0) backlog.Failure.ShouldNotBeNullOrEmpty();
                var line = 0;
                foreach (var row in rows)
                {
                    (row.Input is null).ShouldBe(row.Error is not null);
                    row.Line.ShouldBeGreaterThanOrEqualTo(Math.Max(line, 1));
                    line = row.Line;
                }
            }
        }));

    private static Gen<byte[]> Content()
    {
        string[] pieces = [
            "Summary", "Description", ",", ";", "\t", "\"", "\n", "\r\n", "\r", "{", "}", "[", "]", ":", "\"summary\"", "\"a\"", "\"issues\"", "\\ud800",
            "\\u0000", "\0", "null", "5", "é", "😀", " ", "sep=;"
        ];
        return Gen.OneOf(
            Gen.Elements(pieces).ArrayOf(40).Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))),
            Gen.Elements(pieces).ArrayOf(20).Select(parts => Encoding.Unicode.GetBytes("Summary,Key\n" + string.Concat(parts))),
            Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf());
    }
}

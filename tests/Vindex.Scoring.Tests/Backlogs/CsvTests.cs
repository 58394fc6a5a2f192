using System.Text;
using Shouldly;
using Vindex.Scoring.Backlogs;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs;

public sealed class CsvTests
{
    private const string Table = "Key,Summary,Description\nP-1,Größe zeigen,\"Erste Zeile\nZweite \"\"Zeile\"\"\"\nP-2,Zwei,\n";

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Table) },
        { "UTF-8 with mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Table)] },
        { "UTF-16 little endian", Encoding.Unicode.GetBytes(Table) },
        { "UTF-16 little endian with mark", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Table)] },
        { "UTF-16 big endian", Encoding.BigEndianUnicode.GetBytes(Table) },
        { "UTF-16 big endian with mark", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Table)] },
        { "Latin-1", Encoding.Latin1.GetBytes(Table) },
        { "Windows line ends", Encoding.UTF8.GetBytes(Table.Replace("\n", "\r\n", StringComparison.Ordinal)) },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_usual_encoding_is_read(string encoding, byte[] content)
    {
        var rows = Files.Rows(Files.Open(content, "a.csv"));

        rows.Count.ShouldBe(2, encoding);
        rows[0].Id.ShouldBe("P-1");
        rows[0].Input!.Key.ShouldBe("P-1");
        rows[0].Input!.Summary.ShouldBe("Größe zeigen");
        rows[0].Input!.Description.Text!.ReplaceLineEndings("\n").ShouldBe("Erste Zeile\nZweite \"Zeile\"");
        (rows[0].Row, rows[0].Line).ShouldBe((1, 2));
        (rows[1].Row, rows[1].Line).ShouldBe((2, 4));
    }

    [Theory]
    [InlineData("Title,Body\na;b,c\n")]
    [InlineData("Title;Body\na;c\n")]
    [InlineData("Title\tBody\na\tc\n")]
    [InlineData("Title|Body\na|c\n")]
    [InlineData("sep=;\nTitle;Body\na;c\n")]
    [InlineData("\"Title\";\"Description, long\"\na;c\n")]
    public void The_separator_is_found(string content)
    {
        var row = Files.Rows(content, "a.csv").ShouldHaveSingleItem();
        row.Input!.Summary.ShouldStartWith("a");
        row.Input!.Description.Text.ShouldBe("c");
    }

    [Theory]
    [InlineData(
        "Issue key,Issue id,Summary,Issue Type,Description,Comment,Comment,Custom field (Acceptance Criteria)",
        "Issue key",
        "Summary",
        "Description",
        "Custom field (Acceptance Criteria)",
        "Issue Type",
        "Issue id")]
    [InlineData(
        "ID,Work Item Type,Title,Assigned To,State,Description,Acceptance Criteria",
        null,
        "Title",
        "Description",
        "Acceptance Criteria",
        "Work Item Type",
        "ID")]
    [InlineData("ID,Team,Title,Description,Status", null, "Title", "Description", null, null, "ID")]
    [InlineData("Card ID,Card Name,Card URL,Card Description,Labels", null, "Card Name", "Card Description", null, null, "Card ID")]
    [InlineData("number,title,state,body", "number", "title", "body", null, null, null)]
    [InlineData("Ref,SUMMARY ,desc", null, "SUMMARY", "desc", null, null, null)]
    [InlineData("Nr,The summary line,A longer description", null, "The summary line", "A longer description", null, null, null)]
    public void Columns_of_known_exports_are_recognised(
        string header, string? key, string summary, string? description, string? criteria, string? type, string? id) =>
        Files.Open(header + "\n1,2,3,4,5,6,7,8\n", "a.csv").Backlog!.Mapping.ShouldBe(new ColumnMapping(key, summary, description, criteria, type, id));

    [Fact]
    public void A_mapping_can_be_chosen()
    {
        var options = new BacklogOptions { Mapping = new ColumnMapping(Summary: "what", Description: "WHY") };

        var row = Files.Rows("What,Why,Summary\na,b,c\n", "a.csv", options).ShouldHaveSingleItem();

        (row.Input!.Summary, row.Input!.Description.Text).ShouldBe(("a", "b"));
        Files.Error("A,B\n1,2\n", "a.csv", options).ShouldBe("no column is named \"what\"; the file has columns \"A\", \"B\".");
        Files.Error("A,B\n1,2\n", "a.csv", new BacklogOptions { Mapping = new ColumnMapping(Key: "A") })
            .ShouldBe("no column was chosen for a summary; the file has columns \"A\", \"B\".");
    }

    [Fact]
    public void A_table_without_a_summary_is_refused_with_its_columns() =>
        Files.Error("Points,Sprint\n1,2\n", "a.csv").ShouldBe("no column looks like a summary; the file has columns \"Points\", \"Sprint\".");

    [Fact]
    public void Of_columns_with_one_name_the_first_that_holds_something_counts()
    {
        var row = Files.Rows("Summary,Description,Description\na,,b\n", "a.csv").ShouldHaveSingleItem();
        row.Input!.Description.Text.ShouldBe("b");
    }

    [Fact]
    public void Ragged_rows_are_read_for_what_they_hold()
    {
        var rows = Files.Rows("Summary,Description\na\nb,c,d,e\n", "a.csv");
        rows.Select(row => (row.Input!.Summary, row.Input.Description.Text)).ShouldBe([("a", ""), ("b", "c")]);
    }

    [Fact]
    public void An_empty_summary_is_named_with_row_and_line()
    {
        var rows = Files.Rows("Key,Summary\nP-1,\"two\nlines\"\n\nP-2, \nP-3,c\n,\n", "a.csv");

        rows.Count.ShouldBe(3);
        rows[1].Input.ShouldBeNull();
        rows[1].Id.ShouldBe("P-2");
        rows[1].Error.ShouldBe("row 2 (line 5): summary is empty; the column \"Summary\" must contain the ticket's title.");
        (rows[2].Row, rows[2].Line, rows[2].Error).ShouldBe((3, 6, null));
    }

    [Fact]
    public void Lines_are_counted_through_quotes_and_every_kind_of_line_end()
    {
        var rows = Files.Rows("Summary\r\n\"a\r\nb\"\r\n\r\n\r\nc\r\n\"d\n\ne\"\r\nf", "a.csv");
        rows.Select(row => row.Line).ShouldBe([2, 6, 7, 10]);
    }

    [Fact]
    public void A_thousand_columns_are_no_trouble()
    {
        var header = string.Join(',', Enumerable.Range(0, 999).Select(i => "c" + i)) + ",Summary";
        Files.Rows(header + "\n" + new string(',', 999) + "last\n", "a.csv").ShouldHaveSingleItem().Input!.Summary.ShouldBe("last");
        Files.Error(header.Replace("Summary", "x", StringComparison.Ordinal) + "\n1\n", "a.csv")!.ShouldEndWith("\"c19\" and 980 more.");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("\uFEFF")]
    public void An_empty_file_is_refused(string content) => Files.Error(content, "a.csv").ShouldBe("the file is empty; it must contain at least one ticket.");

    [Fact]
    public void A_header_alone_holds_no_ticket() =>
        Files.Failure("Key,Summary\n", "a.csv").ShouldBe("the file contains no tickets: there are no rows after the header (line 1).");

    [Fact]
    public void A_zip_named_csv_is_called_one() =>
        Files.Open([0x50, 0x4B, 3, 4, 0, 0, 8, 0], "a.csv").Error.ShouldBe(
            "the file is a ZIP archive or an Excel workbook, not text; export the tickets as CSV (UTF-8) or JSON.");

    [Fact]
    public void A_stray_quotation_mark_is_part_of_the_text() =>
        Files.Rows("Summary,Key\na 5\" screen,P-1\n", "a.csv").ShouldHaveSingleItem().Input!.Summary.ShouldBe("a 5\" screen");

    [Fact]
    public void A_quotation_mark_that_is_never_closed_ends_the_walk()
    {
        var content = "Summary\na\n\"" + string.Concat(Enumerable.Repeat("a line of text\n", 700_000));
        Files.Failure(content, "a.csv")!.ShouldStartWith("row 2 (line 3): a field is longer than 8,388,608 characters");
    }

    [Theory]
    [InlineData("Key,Summary\nP-1,a\nP-2,\"b, never closed\nP-3,c\n")]
    [InlineData("Key,Summary\nP-1,a\nP-2,\"b with a \"\"word\"\"")]
    public void A_quotation_mark_that_the_file_does_not_close_is_told_after_the_good_rows(string content)
    {
        Files.Rows(content, "a.csv").ShouldHaveSingleItem().Id.ShouldBe("P-1");
        Files.Failure(content, "a.csv")!.ShouldStartWith("row 2 (line 3): an unclosed quotation mark");
    }

    [Fact]
    public void A_program_is_not_taken_for_a_ticket()
    {
        var content = Enumerable.Range(0, 4000).Select(i => (byte)(i % 3 == 0 ? i : 0)).ToArray();
        Files.Open(content, "a.txt").Error.ShouldBe("the file is binary, not text; export the tickets as CSV (UTF-8) or JSON.");
        Files.Open("a few\u0000 stray\u0001 ones do not matter in a title\n", "a.txt").Error.ShouldBeNull();
    }

    [Fact]
    public void Rows_are_limited()
    {
        Files.Failure("Summary\na\nb\nc\n", "a.csv", new BacklogOptions { MaxRows = 2 })
            .ShouldBe("row 3 (line 4): the file has more than 2 data rows; at most 2 are allowed.");
        Files.Rows("Summary\na\nb\nc\n", "a.csv", new BacklogOptions { MaxRows = 2 }).Count.ShouldBe(2);
        Files.Failure("Summary\na\nb\n", "a.csv", new BacklogOptions { MaxRows = 2 }).ShouldBeNull();
    }

    [Fact]
    public void Ragged_rows_are_read_with_a_warning()
    {
        var rows = Files.Rows("Key,Summary,Description\nA,one\nB,two,text,more\nC,three,text\n", "a.csv");
        rows.Select(row => row.Warning).ShouldBe([
            "row 1 (line 2): 2 fields but the header has 3; missing ones are treated as empty.",
            "row 2 (line 3): 4 fields but the header has 3; the extra ones are ignored.",
            null,
        ]);
        rows.ShouldAllBe(row => row.Input != null);
    }

    [Fact]
    public void A_table_without_a_summary_can_be_looked_at()
    {
        var options = new BacklogOptions { RequireSummary = false, PreviewRows = 1, Format = BacklogFormat.Csv };
        var opening = Files.Open("Nr,Was\n1,Anmelden\n2,Abmelden\n", "a.csv", options);
        opening.Backlog!.Columns.ShouldBe(["Nr", "Was"]);
        opening.Backlog.Mapping!.Summary.ShouldBeNull();
        var rows = Files.Rows(opening);
        rows[0].Cells.ShouldBe(["1", "Anmelden"]);
        rows[1].Cells.ShouldBeNull();
        rows[0].Error.ShouldBe("row 1 (line 2): no column is mapped to the summary; choose one.");
    }

    [Theory]
    [InlineData("{\"issues\":[]}", "JSON")]
    [InlineData("<!DOCTYPE html><p>Sign in</p>", "a web page")]
    [InlineData("<?xml version=\"1.0\"?><rss/>", "XML")]
    public void What_was_announced_as_a_table_and_is_something_else_is_called_what_it_is(string content, string what) =>
        Files.Error(content, "a.csv", new BacklogOptions { Format = BacklogFormat.Csv })
            .ShouldBe($"line 1: the file is {what}, not a table; export the tickets as CSV.");

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public void Bytes_are_limited(int limit)
    {
        var content = "Summary\n" + string.Concat(Enumerable.Repeat("a line\n", 20_000));
        Files.Failure(content, "a.csv", new BacklogOptions { MaxBytes = limit })
            .ShouldBe($"the file is larger than {limit:N0} bytes; at most that many are allowed.");
        Files.Failure(content, "a.csv", new BacklogOptions { MaxBytes = content.Length }).ShouldBeNull();
    }

    [Fact]
    public void Rows_are_read_while_they_are_walked()
    {
        using var endless = new EndlessTable();
        var rows = Backlog.Open(endless, "a.csv").Backlog!.Rows().Take(100_000).ToList();

        rows[^1].Row.ShouldBe(100_000);
        rows[^1].Line.ShouldBe(100_001);
    }

    /// <summary>A table that never ends: whoever reads it whole never comes back.</summary>
    private sealed class EndlessTable : Stream
    {
        private static readonly byte[] s_row = "a ticket,with text\n"u8.ToArray();
        private static readonly byte[] s_header = "Summary,Description\n"u8.ToArray();
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var i = 0; i < count; i++, _position++)
            {
                buffer[offset + i] = _position < s_header.Length ? s_header[_position] : s_row[(_position - s_header.Length) % s_row.Length];
            }
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

using System.Text;
using Shouldly;
using Vindex.Scoring.Backlogs;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs;

public sealed class FileHeadTests
{
    [Theory]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4 }, "a ZIP archive or an Excel workbook")]
    [InlineData(new byte[] { 0x50, 0x4B, 5, 6, 0 }, "a ZIP archive or an Excel workbook")]
    [InlineData(new byte[] { 0x25, 0x50, 0x44, 0x46, 0x2D, 0x31 }, "a PDF")]
    [InlineData(new byte[] { 0x1F, 0x8B }, "a gzip archive")]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0 }, "an old Excel workbook")]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47 }, "a picture")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF }, "a picture")]
    [InlineData(new byte[] { 0x50, 0x4B }, null)]
    [InlineData(new byte[] { 0x53 }, null)]
    [InlineData(new byte[0], null)]
    public void Other_kinds_of_file_are_known_by_their_first_bytes(byte[] head, string? what) => FileHead.Foreign(head).ShouldBe(what);

    [Theory]
    [InlineData("", false)]
    [InlineData("plain text\t\r\n\f\e", false)]
    [InlineData("123456789\0", false)]
    [InlineData("12345678\0\0", true)]
    [InlineData("12345678\u001F\u0001", true)]
    [InlineData("123456789\u007F", false)]
    public void More_than_a_tenth_of_control_characters_is_no_text(string head, bool binary) => FileHead.IsBinary(head).ShouldBe(binary);

    [Fact]
    public void The_encoding_is_found_by_mark_or_by_zero_bytes()
    {
        Detect([0xEF, 0xBB, 0xBF, (byte)'a']).ShouldBe(("utf-8", 3));
        Detect([0xFF, 0xFE, (byte)'a', 0]).ShouldBe(("utf-16", 2));
        Detect([0xFE, 0xFF, 0, (byte)'a']).ShouldBe(("utf-16BE", 2));
        Detect(Encoding.Unicode.GetBytes("plain")).ShouldBe(("utf-16", 0));
        Detect(Encoding.BigEndianUnicode.GetBytes("plain")).ShouldBe(("utf-16BE", 0));
        Detect(Encoding.Unicode.GetBytes("größer 中文 and more")).ShouldBe(("utf-16", 0));
        Detect("größer"u8).ShouldBe(("utf-8", 0));
        Detect(Encoding.Latin1.GetBytes("größer")).ShouldBe(("iso-8859-1", 0));
        Detect([]).ShouldBe(("utf-8", 0));
    }

    [Theory]
    [InlineData("a\0bcdefg", "utf-8")]
    [InlineData("a\0b\0cdefgh", "utf-8")]
    [InlineData("a\0b\0c\0defgh", "utf-16")]
    [InlineData("\0a\0b\0cdefgh", "utf-16BE")]
    [InlineData("\0\0\0\0\0\0\0\0", "utf-8")]
    public void Zero_bytes_count_when_they_are_many_and_on_one_side(
        string bytes, string encoding) => Detect(Encoding.Latin1.GetBytes(bytes)).Name.ShouldBe(encoding);

    [Theory]
    [InlineData("é", 1)]
    [InlineData("€", 1)]
    [InlineData("€", 2)]
    [InlineData("😀", 1)]
    [InlineData("😀", 2)]
    [InlineData("😀", 3)]
    public void A_head_that_ends_within_a_character_is_still_UTF_8(string last, int cut)
    {
        var bytes = Encoding.UTF8.GetBytes(last)[..^cut];
        byte[] head = [.. Enumerable.Repeat((byte)'x', LimitedStream.HeadSize - bytes.Length), .. bytes];
        Detect(head).Name.ShouldBe("utf-8");
        Detect(head.AsSpan(1)).Name.ShouldBe("iso-8859-1", "a whole file does not end within a character");
        head[0] = 0xE9;
        Detect(head).Name.ShouldBe("iso-8859-1");
    }

    [Fact]
    public void Bytes_that_no_character_ends_with_are_Latin()
    {
        Detect([(byte)'a', 0xE9, (byte)'b']).Name.ShouldBe("iso-8859-1");
        Detect([(byte)'a', 0xE9, (byte)'b', 0xC3]).Name.ShouldBe("iso-8859-1");
        Detect([(byte)'a', 0x80, 0x80, 0x80]).Name.ShouldBe("iso-8859-1");
        Detect([0xE9]).Name.ShouldBe("iso-8859-1");
        Detect(Encoding.Latin1.GetBytes("Key,Summary\nP-1,Café")).Name.ShouldBe("iso-8859-1");
        var head = Enumerable.Repeat((byte)'x', LimitedStream.HeadSize).ToArray();
        head[^2] = 0xE9;
        Detect(head).Name.ShouldBe("iso-8859-1", "what follows the first byte of a character goes on with it");
    }

    [Theory]
    [InlineData("a.csv", "x", BacklogFormat.Csv)]
    [InlineData("a.TAB", "x", BacklogFormat.Csv)]
    [InlineData("dir.json/a.tsv", "x", BacklogFormat.Csv)]
    [InlineData("a.markdown", "{}", BacklogFormat.Text)]
    [InlineData("a.txt", "{}", BacklogFormat.Text)]
    [InlineData("a.NDJSON", "x", BacklogFormat.Jsonl)]
    [InlineData("a.json", "{\"a\":1}", BacklogFormat.Json)]
    [InlineData("a.json", "{\"a\":1}\n", BacklogFormat.Json)]
    [InlineData("a.json", "{\"a\":1}\n\n{", BacklogFormat.Jsonl)]
    [InlineData("a.json", " {\"a\":1} \r\n {", BacklogFormat.Jsonl)]
    [InlineData("a.json", "{\"a\":1\n}\n{", BacklogFormat.Json)]
    [InlineData("a.json", "[1]\n{", BacklogFormat.Json)]
    [InlineData("a.xlsx", "[]", BacklogFormat.Json)]
    [InlineData("a", "[ {", BacklogFormat.Json)]
    [InlineData("a", "[", BacklogFormat.Json)]
    [InlineData("a", "[x", BacklogFormat.Text)]
    [InlineData("a", "{}", BacklogFormat.Json)]
    [InlineData("a", "{", BacklogFormat.Text)]
    [InlineData("a", "{x", BacklogFormat.Text)]
    [InlineData("a", "{\"a\":1}\n{", BacklogFormat.Jsonl)]
    [InlineData("a", "Key,Summary\na,b", BacklogFormat.Csv)]
    [InlineData("a", "sep=;\na;b", BacklogFormat.Csv)]
    [InlineData("a", "Summary\na", BacklogFormat.Csv)]
    [InlineData("a", "Title\na", BacklogFormat.Text)]
    [InlineData("a", "Key,Summary", BacklogFormat.Text)]
    [InlineData("a", "Key,Points\na,b", BacklogFormat.Text)]
    [InlineData("a", "Summary,A column with a name that is longer than sixty characters are\na,b", BacklogFormat.Text)]
    [InlineData("a", "Summary,A column with a name that is as long as sixty characters a\na,b", BacklogFormat.Csv)]
    public void The_format_follows_from_the_extension_or_the_content(
        string name, string text, BacklogFormat format) => FileHead.Format(name, text).ShouldBe(format);

    [Theory]
    [InlineData("  <!DOCTYPE HTML>", "a web page")]
    [InlineData("<HTML lang='de'>", "a web page")]
    [InlineData("<?xml version='1.0'?>", "XML")]
    [InlineData("[{\"a\":1}]", "JSON")]
    [InlineData("{\"a\":1}\n{\"a\":2}", "JSON")]
    [InlineData("Key,Summary\na,b", null)]
    [InlineData("<p>,b", null)]
    public void What_is_no_table_is_called_by_its_name(string text, string? what) => FileHead.OtherThanTable(text).ShouldBe(what);

    private static (string Name, int Mark) Detect(ReadOnlySpan<byte> head)
    {
        var encoding = FileHead.Encoding(head, out var mark);
        return (encoding.WebName, mark);
    }
}

using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Backlogs;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs;

public sealed class JsonArrayReaderTests
{
    [Theory]
    [InlineData("[1,2,3]", "1:1", "2:1", "3:1")]
    [InlineData("[\n1,\n\n2\n]", "1:2", "2:4")]
    [InlineData("\n\n[1]", "1:3")]
    [InlineData("[{\n\"a\":1\n},\n{\"b\":[1,\n2]},3]", "{\n\"a\":1\n}:1", "{\"b\":[1,\n2]}:4", "3:5")]
    [InlineData("\n{\"a\":1}", "{\"a\":1}:2")]
    [InlineData("5", "5:1")]
    [InlineData("[[1],[2]]", "[1]:1", "[2]:1")]
    [InlineData("[]")]
    public void Elements_are_read_with_their_lines(string json, params string[] elements) => Read(Encoding.UTF8.GetBytes(json)).ShouldBe(elements);

    [Theory]
    [InlineData("[1")]
    [InlineData("[1,]")]
    [InlineData("[1] 2")]
    [InlineData("{\"a\":}")]
    [InlineData("[1 2]")]
    [InlineData("]")]
    [InlineData("")]
    [InlineData("  ")]
    public void Broken_JSON_is_told(string json) => Should.Throw<JsonException>(() => Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_lone_value_is_told_from_an_array()
    {
        var reader = new JsonArrayReader(new MemoryStream("{}"u8.ToArray()));
        reader.Read()!.Dispose();
        reader.IsArray.ShouldBeFalse();
        reader = new JsonArrayReader(new MemoryStream("[{}]"u8.ToArray()));
        reader.Read()!.Dispose();
        reader.IsArray.ShouldBeTrue();
    }

    [Fact]
    public void Elements_of_any_size_are_read_from_a_stream_of_any_speed() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(
            30), Prop.ForAll(Gen.Choose(1, 90_000).ListOf(6).ToArbitrary(), Gen.Choose(1, 70_000).ToArbitrary(), (sizes, step) =>
        {
            var elements = sizes.Select(size => "\"" + new string('x', size) + "\"").ToList();
            Read(Encoding.UTF8.GetBytes("[" + string.Join(",\n", elements) + "]"), step).ShouldBe(elements.Select((element, i) => $"{element}:{i + 1}"));
        }));

    private static List<string> Read(byte[] json, int step = int.MaxValue)
    {
        var reader = new JsonArrayReader(new Slow(json, step));
        var read = new List<string>();
        while (reader.Read() is { } element)
        {
            read.Add($"{element.RootElement.GetRawText()}:{reader.Line}");
            element.Dispose();
        }
        return read;
    }

    private sealed class Slow(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, step)]);
    }
}

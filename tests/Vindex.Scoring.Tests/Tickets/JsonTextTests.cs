using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Tickets.Documents;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"plain\"", "plain")]
    [InlineData("\"é😀\"", "é😀")]
    [InlineData("""
        "\"\\\/\b\f\n\r\t"
        """, "\"\\/\b\f\n\r\t")]
    [InlineData("""
        "a\u0041\u00e9\u00E9\u20aC\uABCD\uabcdz"
        """, "aAéé€\uABCD\uABCDz")]
    [InlineData("""
        "\ud83d\ude00 x \ud83d y \ude00"
        """, "😀 x \uFFFD y \uFFFD")]
    [InlineData("""
        "é\n😀"
        """, "é\n😀")]
    [InlineData("""
        "\u0000"
        """, "\0")]
    public void Strings_are_read_with_their_escapes(string json, string text) => Read(json).ShouldBe(text);

    [Fact]
    public void Whatever_a_serializer_writes_is_read_back() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(ArbMap.Default.ArbFor<string>(), given =>
        {
            var text = Utf16.Repair(given ?? "");
            Read(JsonSerializer.Serialize(text)).ShouldBe(text);
        }));

    private static string Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonText.Read(document.RootElement);
    }
}

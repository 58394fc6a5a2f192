using System.Globalization;
using System.Text;
using Vindex.Statistics.Paths;

namespace Vindex.Statistics.Tests.Paths;

public sealed class PayloadReaderTests
{
    private readonly PathTable _paths = new(100);

    [Theory]
    [InlineData("""{"a":1}""", "a=1")]
    [InlineData("""{"a":-0.0}""", "a=0")]
    [InlineData("""{"a":1e3}""", "a=1000")]
    [InlineData("""{"a":true,"b":false}""", "a=true b=false")]
    [InlineData("""{"a":"x","b":""}""", "a='x' b=''")]
    [InlineData("""{"a":null,"b":{}}""", "")]
    [InlineData("""{"a":1e400,"b":-1e400}""", "")]
    [InlineData("""{"a":{"b":{"c":2}}}""", "a.b.c=2")]
    [InlineData("""{"a":{"b":1},"c":2}""", "a.b=1 c=2")]
    [InlineData("""{"a":[1, {"b":2}],"c":3}""", "a=[1, {\"b\":2}] c=3")]
    [InlineData("""{"a":[]}""", "a=[]")]
    public void Values_are_read_at_their_paths(string payload, string values) => Read(payload).ShouldBe(values);

    [Theory]
    [InlineData("""{"a":1,"a":2}""", "a=1")]
    [InlineData("""{"a":null,"a":2}""", "")]
    [InlineData("""{"a":{"b":1,"b":2},"a":{"c":3}}""", "a.b=1")]
    [InlineData("""{"a":1,"\u0061":2}""", "a=1")]
    public void The_first_of_equal_keys_wins(string payload, string values) => Read(payload).ShouldBe(values);

    [Fact]
    public void A_key_is_no_duplicate_of_one_in_another_row()
    {
        Read("""{"a":1}""").ShouldBe("a=1");
        Read("""{"a":2}""").ShouldBe("a=2");
    }

    [Theory]
    [InlineData("""{"a.b":1,"c":2}""", "c=2")]
    [InlineData("""{"é":1,"c":2}""", "c=2")]
    [InlineData("""{"a-b":{"x":1},"c":2}""", "c=2")]
    [InlineData("""{"Low quality":1,"":2}""", "Low quality=1 =2")]
    public void Keys_that_no_path_can_name_are_skipped_with_all_that_is_below(string payload, string values) => Read(payload).ShouldBe(values);

    [Theory]
    [InlineData("""{"a":"\u00fc\n"}""", "a='ü\n'")]
    [InlineData("""{"a":"\ud83d\ude00"}""", "a='😀'")]
    [InlineData("""{"a":"\ud83d","b":1}""", "b=1")]
    public void Texts_are_unescaped_and_lone_surrogates_are_no_value(string payload, string values) => Read(payload).ShouldBe(values);

    [Fact]
    public void A_long_escaped_text_is_read_whole()
    {
        var text = string.Concat(Enumerable.Repeat("\\n", 5000));
        Read($"{{\"a\":\"{text}\"}}").ShouldBe($"a='{new string('\n', 5000)}'");
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("1")]
    [InlineData("\"a\"")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\":")]
    public void What_is_no_object_is_reported(string payload)
    {
        var sink = new Sink(_paths);
        new PayloadReader(_paths).Read(Encoding.UTF8.GetBytes(payload), sink).ShouldBeFalse();
    }

    [Fact]
    public void Sixteen_keys_are_a_path_and_seventeen_are_not()
    {
        Read(Nested(16)).ShouldBe(string.Join('.', Enumerable.Repeat("k", 16)) + "=1");
        Read(Nested(17)).ShouldBe("");
    }

    [Fact]
    public void A_path_of_256_characters_is_read_and_a_longer_one_is_not()
    {
        Read($"{{\"{new string('a', 256)}\":1}}").ShouldBe(new string('a', 256) + "=1");
        Read($"{{\"{new string('b', 257)}\":1}}").ShouldBe("");
        Read($"{{\"{new string('c', 200)}\":{{\"{new string('d', 55)}\":1}}}}").ShouldEndWith("=1");
        Read($"{{\"{new string('e', 200)}\":{{\"{new string('f', 56)}\":1}}}}").ShouldBe("");
    }

    [Fact]
    public void Deep_nesting_is_read_past()
    {
        var deep = new StringBuilder().Append('[', 50_000).Append(']', 50_000);
        Read($"{{\"a\":{deep},\"b\":1}}").ShouldEndWith(" b=1");
    }

    [Fact]
    public void Beyond_the_limit_of_paths_new_ones_get_no_column_and_known_ones_keep_theirs()
    {
        var paths = new PathTable(2);
        Read("""{"a":1,"b":2,"c":3}""", paths).ShouldBe("a=1 b=2");
        paths.Overflowed.ShouldBeTrue();
        Read("""{"c":3,"b":4}""", paths).ShouldBe("b=4");
        paths.TryFind("c", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_path_without_a_value_takes_no_place()
    {
        var paths = new PathTable(1);
        Read("""{"a":null,"b":{"c":{}},"d":1}""", paths).ShouldBe("d=1");
        paths.Overflowed.ShouldBeFalse();
        paths.Paths.ShouldBe(["d"]);
    }

    [Fact]
    public void The_number_of_keys_is_limited_even_if_none_has_a_value()
    {
        var paths = new PathTable(10_000);
        for (var i = 0; i < 4096; i++)
            Read($"{{\"k{i}\":null}}", paths);
        paths.Overflowed.ShouldBeFalse();
        Read("""{"one more":1}""", paths).ShouldBe("");
        paths.Overflowed.ShouldBeTrue();
        Read("""{"k7":1}""", paths).ShouldBe("k7=1");
    }

    [Fact]
    public void A_table_of_given_paths_ignores_all_others()
    {
        var paths = PathTable.Of(["a.b", "c"]);
        Read("""{"a":{"b":1,"x":2},"c":"y","d":4}""", paths).ShouldBe("a.b=1 c='y'");
        paths.Paths.ShouldBe(["a.b", "c"]);
        paths.Overflowed.ShouldBeFalse();
    }

    [Fact]
    public void A_restored_table_keeps_the_numbers_of_its_paths()
    {
        Read("""{"a":1,"b":{"c":2}}""");
        var restored = new PathTable(100);
        restored.Restore(_paths.Paths, overflowed: true);
        restored.Paths.ShouldBe(_paths.Paths);
        restored.Overflowed.ShouldBeTrue();
        restored.TryFind("b.c", out var id).ShouldBeTrue();
        _paths.TryFind("b.c", out var original).ShouldBeTrue();
        id.ShouldBe(original);
    }

    [Fact]
    public void Many_keys_of_one_object_are_all_found_again()
    {
        for (var round = 0; round < 2; round++)
            Read("{" + string.Join(',', Enumerable.Range(0, 60).Select(i => $"\"k{i}\":{i}")) + "}").Split(' ').Length.ShouldBe(60);
        _paths.Paths.Count.ShouldBe(60);
    }

    [Theory]
    [InlineData("a", null)]
    [InlineData("a.b_C 1", null)]
    [InlineData(".x", null)]
    [InlineData("", JsonPathError.Empty)]
    [InlineData("  ", JsonPathError.Empty)]
    [InlineData("a-b", JsonPathError.InvalidCharacters)]
    [InlineData("é", JsonPathError.InvalidCharacters)]
    [InlineData("a[0]", JsonPathError.InvalidCharacters)]
    public void A_path_is_checked(string path, JsonPathError? error) => JsonPath.Check(path).ShouldBe(error);

    [Fact]
    public void The_length_of_a_path_and_its_keys_are_limited()
    {
        JsonPath.Check(new string('a', 256)).ShouldBeNull();
        JsonPath.Check(new string('a', 257)).ShouldBe(JsonPathError.TooLong);
        JsonPath.Check(string.Join('.', Enumerable.Repeat("a", 16))).ShouldBeNull();
        JsonPath.Check(string.Join('.', Enumerable.Repeat("a", 17))).ShouldBe(JsonPathError.TooManyKeys);
    }

    [Fact]
    public void A_slug_has_underscores_for_dots_and_spaces() => JsonPath.Slug("output.Low quality.p").ShouldBe("output_Low_quality_p");

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"k\":", depth)) + "1" + new string('}', depth);

    private string Read(string payload) => Read(payload, _paths);

    private static string Read(string payload, PathTable paths)
    {
        var sink = new Sink(paths);
        new PayloadReader(paths).Read(Encoding.UTF8.GetBytes(payload), sink).ShouldBeTrue();
        return string.Join(' ', sink.Values);
    }

    private sealed class Sink(PathTable paths) : IValueSink
    {
        public List<string> Values { get; } = [];

        public void Number(int path, double value) => Values.Add($"{paths.Paths[path]}={value.ToString(CultureInfo.InvariantCulture)}");

        public void Boolean(int path, bool value) => Values.Add($"{paths.Paths[path]}={(value ? "true" : "false")}");

        public void Text(int path, ValueKind kind, ReadOnlySpan<byte> utf8)
        {
            var text = Encoding.UTF8.GetString(utf8);
            Values.Add($"{paths.Paths[path]}={(kind == ValueKind.Array ? text : $"'{text}'")}");
        }
    }
}

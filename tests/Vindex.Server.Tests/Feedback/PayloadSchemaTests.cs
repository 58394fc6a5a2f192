using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Feedback;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary><c>POST /feedback/payload_schema</c>, over HTTP.</summary>
public sealed class PayloadSchemaTests
{
    private const string Day = "'start': '2026-04-01T00:00:00Z', 'end': '2026-04-02T00:00:00Z'";

    [Fact]
    public async Task Leaf_paths_are_told_with_the_type_of_their_values()
    {
        var paths = await PathsAsync(
            Day,
            SomeFeedback.Row(
                "a",
                """
                {"num": 1, "flag": true, "text": "x", "nothing": null, "mixed": 1, "huge": 1e400, "obj": {"b c": 2.5, "": 1, " ": 1, "x.y": 1, "empty": {}}, "scalars": [1, 2, null], "words": ["a"],
                 "none": [], "objects": [{"a": 1}], "mixedlist": [true, {"a": 1}], "nested": [[1]], "é": 1, "num": "late"}
                """,
                trigger: "m1"),
            SomeFeedback.Row("b", """{"mixed": "x", "flag": null}""", trigger: "m2"));

        paths.ShouldBe(
            "flag:boolean huge:numeric mixed:categorical mixedlist:boolean nothing:boolean num:numeric obj.b c:numeric scalars:numeric text:categorical words:categorical");
    }

    [Fact]
    public async Task The_newest_payload_of_each_trigger_is_looked_at()
    {
        FeedbackRow[] rows =
        [
            SomeFeedback.Row("a", """{"old": 1}""", 1, trigger: "m:1"), SomeFeedback.Row("b", """{"new": 1}""", 2, trigger: "m:1"),
            SomeFeedback.Row("c", """{"two": 1}""", 3, trigger: "m:2"),
            SomeFeedback.Row("d", """{"bare": 1}""", 4), SomeFeedback.Row("e", """{"barest": 1}""", 5),
            SomeFeedback.Row("f", """{"typed": 1}""", 6, type: "other", trigger: "n:1"),
        ];

        (await PathsAsync(Day, rows)).ShouldBe("barest:numeric new:numeric two:numeric typed:numeric");
        (await PathsAsync(Day + ", 'sample_limit': 2", rows)).ShouldBe("barest:numeric typed:numeric");
        (await PathsAsync(Day + ", 'feedback_type': 'other'", rows)).ShouldBe("typed:numeric");
        (await PathsAsync(Day + ", 'trigger_ref': 'm:2'", rows)).ShouldBe("two:numeric");
        (await PathsAsync(Day + ", 'trigger_ref': 'm:*'", rows)).ShouldBe("new:numeric two:numeric");
        (await PathsAsync("'start': '2026-04-01', 'end': '2026-04-01T00:00:02'", rows)).ShouldBe("old:numeric");
        (await PathsAsync("'start': '2026-04-01', 'end': null", rows)).ShouldBe("barest:numeric new:numeric two:numeric typed:numeric");
        (await PathsAsync("'start': '2026-04-01', 'end': '2026-04-01'", rows)).ShouldBe("");
    }

    [Fact]
    public async Task A_hundred_thousand_paths_and_deep_payloads_are_no_trouble()
    {
        var wide = "{" + string.Join(',', Enumerable.Range(0, 60_000).Select(i => $"\"k{i}\":1")) + "}";
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100);

        var paths = await PathsAsync(
            Day,
            SomeFeedback.Row("a", wide, trigger: "m1"),
            SomeFeedback.Row("b", wide.Replace("\"k", "\"l", StringComparison.Ordinal), trigger: "m2"),
            SomeFeedback.Row("c", deep));

        paths.Split(' ').Length.ShouldBe(100_000);
    }

    [Theory]
    [InlineData(Day + ", 'sample_limit': 0", "greater_than_equal", "Input should be greater than or equal to 1")]
    [InlineData(Day + ", 'sample_limit': 5001", "less_than_equal", "Input should be less than or equal to 5000")]
    [InlineData("'end': '2026-04-01'", "missing", "Field required")]
    [InlineData("'start': '2026-04-02', 'end': '2026-04-01'", "value_error", "Value error, Feedback request end must be after start")]
    [InlineData(Day + ", 'metrics': []", "extra_forbidden", "Extra inputs are not permitted")]
    public async Task What_does_not_fit_the_model_is_422(string members, string type, string message)
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server);

        var error = (await (await client.AskAsync(members, "payload_schema")).JsonAsync(422)).GetProperty("detail")[0];

        (error.Text("type"), error.Text("msg")).ShouldBe((type, message));
    }

    [Fact]
    public async Task Another_companys_payloads_have_no_paths()
    {
        await using var server = await TestServer.StartAsync();
        await SomeFeedback.WithAsync(server, SomeFeedback.Row("a", """{"secret": 1}"""));
        var other = await (await server.CompanyAsync("other")).ClientAsync("feedback:read");

        (await other.AskAsync(Day, "payload_schema").ReasonAsync(404)).ShouldBe("Project not found");
        (await (await other.AskAsync(Day, "payload_schema", "other/stories")).JsonAsync(200)).GetProperty("paths").GetArrayLength().ShouldBe(0);
    }

    private static async Task<string> PathsAsync(string members, params FeedbackRow[] rows)
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server, rows);
        var answer = await (await client.AskAsync(members, "payload_schema")).JsonAsync(200);
        return string.Join(' ', answer.GetProperty("paths").EnumerateArray().Select(path => $"{path.Text("json_path")}:{path.Text("value_type")}"));
    }
}

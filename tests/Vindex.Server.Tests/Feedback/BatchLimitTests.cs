using System.Text;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>Batches that are made to take long or to take up memory.</summary>
public sealed class BatchLimitTests
{
    private const int Mebibyte = 1024 * 1024;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_can_have_as_many_rows_as_the_setting_says()
    {
        await using var server = await FeedbackServer.StartAsync(("Feedback:BatchItems", "3"));

        var error = (await server.PostTextAsync("batch/create", Batch(Enumerable.Repeat(Row, 4)), 422)).GetProperty("detail")
            .EnumerateArray()
            .ShouldHaveSingleItem();

        error.GetRawText().ShouldBe(
            """{"type":"too_long","loc":["body","batch"],"msg":"List should have at most 3 items after validation, not 4","input":null}""");
        (await server.RowsAsync()).ShouldBeEmpty();
        (await server.PostTextAsync("batch/create", Batch(Enumerable.Repeat(Row, 3)))).GetProperty("res").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Without_a_setting_a_batch_can_have_10000_rows()
    {
        await using var server = await FeedbackServer.StartAsync();

        (await server.PostTextAsync("batch/create", Batch(Enumerable.Repeat(Row, 10_000)))).GetProperty("res").GetArrayLength().ShouldBe(10_000);
        var error = (await server.PostTextAsync("batch/create", Batch(Enumerable.Repeat("{}", 10_001)), 422)).GetProperty("detail")
            .EnumerateArray()
            .ShouldHaveSingleItem();

        error.Text("msg").ShouldBe("List should have at most 10000 items after validation, not 10001");
    }

    [Fact]
    public async Task Sixty_four_mebibytes_of_empty_rows_are_refused_in_one_line()
    {
        await using var server = await FeedbackServer.StartAsync();
        const int rows = (64 * Mebibyte / 3) - 10;
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(Batch(["{}" + Repeat(",{}", rows - 1)])))
        {
            Headers = { ContentType = new(
            "application/json") }
        };

        var answer = await (await server.Client.PostAsync("/feedback/batch/create", content, Stop)).JsonAsync(422);

        answer.GetProperty("detail")
            .EnumerateArray()
            .ShouldHaveSingleItem()
            .Text("msg")
            .ShouldBe($"List should have at most 10000 items after validation, not {rows}");
    }

    [Fact]
    public async Task A_row_of_very_many_values_is_refused_before_it_becomes_a_document()
    {
        await using var server = await FeedbackServer.StartAsync();
        var payload = "{\"a\":[" + "[]" + Repeat(",[]", 16 * Mebibyte / 3) + "]}";

        var refused = await server.Client.PostAsync("/feedback/batch/create", Json.Text(Batch([Row.Replace("{}", payload, StringComparison.Ordinal)])), Stop);

        FeedbackServer.ShouldRefuse(
            await refused.JsonAsync(413),
            "Reading the body would take too much memory, because it consists of very many values; send it in several parts.",
            "RequestTooLarge");
    }

    [Fact]
    public async Task After_a_hundred_errors_the_rest_is_not_read()
    {
        await using var server = await FeedbackServer.StartAsync();

        var errors = (await server.PostTextAsync("batch/create", Batch(Enumerable.Repeat("{}", 5000)), 422)).GetProperty("detail").EnumerateArray().ToList();

        errors.Count.ShouldBe(100);
        errors[^1].GetProperty("loc").GetRawText().ShouldBe("""["body","batch",24,"payload"]""");
    }

    [Theory]
    [InlineData("""{"batch":[],"batch":[1]}""", null, null)]
    [InlineData("""{"batch":[ ] , "other":{"batch":[1]}}""", "extra_forbidden", """["body","other"]""")]
    [InlineData("""{"Batch":[]}""", "missing", """["body","batch"]""")]
    [InlineData("""{"batch":null}""", "list_type", """["body","batch"]""")]
    [InlineData("""{"batch":{"batch":[1]}}""", "list_type", """["body","batch"]""")]
    [InlineData("""[{"batch":[]}]""", "model_attributes_type", """["body"]""")]
    [InlineData("""{"batch":[{},]}""", "json_invalid", """["body",13]""")]
    [InlineData("""{"batch":["\ud800"]}""", "string_unicode", """["body","batch",0]""")]
    [InlineData("""{"b\u0061tch":[[]]}""", "model_attributes_type", """["body","batch",0]""")]
    [InlineData(" ", "missing", """["body"]""")]
    public async Task A_batch_fits_the_model_or_is_told_where_it_does_not(string body, string? type, string? place)
    {
        await using var server = await FeedbackServer.StartAsync();

        var answer = await server.PostTextAsync("batch/create", body, type is null ? 200 : 422);

        if (type is null)
        {
            answer.GetRawText().ShouldBe("""{"res":[]}""");
            return;
        }

        var error = answer.GetProperty("detail")[0];
        error.Text("type").ShouldBe(type);
        error.GetProperty("loc").GetRawText().ShouldBe(place);
    }

    private static string Row => """{"project_id":"acme/stories","weave_ref":"r","feedback_type":"custom","payload":{}}""";

    private static string Repeat(string text, int count) =>
        string.Create(text.Length * count, text, (target, part) =>
        {
            for (var i = 0; i < target.Length; i++) target[i] = part[i % part.Length];
        });

    private static string Batch(IEnumerable<string> rows) => "{\"batch\":[" + string.Join(',', rows) + "]}";
}

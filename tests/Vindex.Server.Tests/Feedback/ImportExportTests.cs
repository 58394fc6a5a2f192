using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

public sealed class ImportExportTests
{
    [Fact]
    public async Task What_is_exported_is_imported_as_the_same_rows()
    {
        await using var server = await FeedbackServer.StartAsync();
        var queue = (await server.PostAsync("annotation_queues", new { project_id = "acme/stories", name = "q", refs = new[] { "a" } })).Text("queue_id");
        await server.PostTextAsync("create", """
            {"id":"full","project_id":"acme/stories","weave_ref":"weave:///acme/stories/call/1","feedback_type":"wandb.runnable.judge","creator":"Jo","queue_id":"QUEUE",
             "runnable_ref":"weave:///acme/stories/op/judge:v1","call_ref":"weave:///acme/stories/call/2","trigger_ref":"weave:///acme/stories/object/mon:v3",
             "scorer_tags":["a","b"],"scorer_ratings":{"x":0.25},"scorer_tag_reasons":{"a":"because"},"span_agent_name":"agent",
             "payload":{"output": {"score": 1e400},
                "text": "zwei\nZeilen \u0000 \ud83d\udc4d"}}
            """.Replace("QUEUE", queue, StringComparison.Ordinal));
        server.Server.Time.Advance(TimeSpan.FromMilliseconds(1234));
        await server.CreateAsync(new { n = 1 }, "plain");
        var exported = await server.ExportAsync(new { project_id = FeedbackServer.Project });
        exported.Length.ShouldBe(2);
        exported[1].ShouldContain("\"created_at\":\"2026-04-16T09:12:09.234Z\"");

        foreach (var expected in new[] { 2, 2 })
        {
            var last = await server.ImportAsync(string.Join('\n', exported), "?project_id=acme/copy");
            last.GetRawText().ShouldBe($$"""{"imported":{{expected}},"rejected":0,"errors":[]}""");
        }

        (await server.ExportAsync(
            new { project_id = "acme/copy" })).ShouldBe(exported.Select(line =>
                line.Replace("acme/stories\",\"id", "acme/copy\",\"id", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Refused_lines_are_told_by_number_and_the_rest_is_kept()
    {
        await using var server = await FeedbackServer.StartAsync();
        const string good = """{"project_id":"acme/stories","weave_ref":"r","feedback_type":"custom","payload":{}}""";
        var lines = string.Join('\n', [
            "\uFEFF" + good,
            "",
            "{\"project_id\":",
            good.Replace("\"payload\":{}", "\"x\":1", StringComparison.Ordinal),
            good.Replace("custom", "wandb.note.1", StringComparison.Ordinal),
            good.Replace("{}", "{\"a\":\"" + new string('x', 9 * 1024 * 1024) + "\"}", StringComparison.Ordinal),
            good.Replace("{}", "{\"a\":\"" + new string('x', 2 * 1024 * 1024) + "\"}", StringComparison.Ordinal),
            good.Replace("{}", "{\"a\":\"\\udc00\"}", StringComparison.Ordinal),
            good.Replace("{}", "{},\"created_at\":\"1969-12-31T23:59:59Z\"", StringComparison.Ordinal),
            good.Replace("{}", "{\"a\":\"" + new string('x', 1024 * 1024 - 8) + "\"}", StringComparison.Ordinal) + "\r",
            "  " + good,
        ]);

        var last = await server.ImportAsync(lines);

        last.GetProperty("imported").GetInt32().ShouldBe(3);
        last.GetProperty("rejected").GetInt32().ShouldBe(7);
        last.GetProperty("errors").EnumerateArray().Select(error => $"{error.GetProperty("line")} {error.Text("reason")}").ShouldBe([
            "3 the line is not JSON: byte 15",
            "4 payload: Field required; x: Extra inputs are not permitted",
            "5 Invalid payload for feedback_type wandb.note.1: note: Field required",
            "6 the line is longer than 8388608 bytes",
            "7 Feedback payload too large",
            "8 payload.a: Input should be a valid string, unable to parse raw data as a unicode string",
            "9 created_at: Value error, created_at must be within the years 1970 to 9998",
        ]);
        (await server.RowsAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Only_the_first_hundred_refusals_are_listed_and_progress_is_told_on_the_way()
    {
        await using var server = await FeedbackServer.StartAsync();
        var lines = new StringBuilder();
        for (var i = 0; i < 25_000; i++)
        {
            lines.Append(
                i % 5 == 0 ? "{}\n" : $$$"""{"id":"{{{i}}}","project_id":"acme/stories","weave_ref":"r","feedback_type":"t","payload":{"i":{{{i}}}}}""" + "\n");
        }

        var response = await server.Client.PostAsync("/feedback/import", new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson"));
        var answer = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line))
            .ToList();

        answer.Count.ShouldBeGreaterThan(1);
        answer.SkipLast(1).ShouldAllBe(line => line.GetProperty("imported").GetInt64() > 0 && line.EnumerateObject().Count() == 2);
        answer[^1].GetProperty("imported").GetInt32().ShouldBe(20_000);
        answer[^1].GetProperty("rejected").GetInt32().ShouldBe(5_000);
        answer[^1].GetProperty("errors").GetArrayLength().ShouldBe(100);
        (await server.PostAsync("query", new { project_id = FeedbackServer.Project, fields = new[] { "count(*)" } })).GetRawText().ShouldContain("20000");
    }

    [Fact]
    public async Task An_export_gives_what_is_asked_for()
    {
        await using var server = await FeedbackServer.StartAsync();
        string Line(int i) => $$$"""
            {"id":"{{{i}}}","project_id":"acme/stories","created_at":"2026-01-0{{{i}}}T00:00:00Z","weave_ref":"r","feedback_type":"wandb.runnable.{{{(i % 2 == 0 ? "even" : "odd")}}}","runnable_ref":"weave:///a/b/object/{{{(i % 2 == 0 ? "even" : "odd")}}}:v1","trigger_ref":"weave:///a/b/object/mon:v{{{i}}}","payload":{"output":{{{i}}}}}
            """.Trim();
        (await server.ImportAsync(string.Join('\n', Enumerable.Range(1, 9).Select(Line)))).GetProperty("imported").GetInt32().ShouldBe(9);

        (await IdsAsync(new { project_id = FeedbackServer.Project })).ShouldBe("123456789");
        (await IdsAsync(new { project_id = FeedbackServer.Project, start = "2026-01-03", end = "2026-01-05T00:00:00Z" })).ShouldBe("34");
        (await IdsAsync(new { project_id = FeedbackServer.Project, start = "2026-01-05", end = "2026-01-03" })).ShouldBe("");
        (await IdsAsync(new { project_id = FeedbackServer.Project, feedback_type = "wandb.runnable.even" })).ShouldBe("2468");
        (await IdsAsync(new { project_id = FeedbackServer.Project, trigger_ref = "weave:///a/b/object/mon:v7" })).ShouldBe("7");
        (await IdsAsync(new { project_id = FeedbackServer.Project, trigger_ref = "weave:///a/b/object/mo:*" })).ShouldBe("123456789");
        var query = JsonElement.Parse("""{"$expr":{"$gt":[{"$getField":"payload.output"},{"$literal":6}]}}""");
        (await IdsAsync(new { project_id = FeedbackServer.Project, feedback_type = "wandb.runnable.odd", query })).ShouldBe("79");
        (await server.PostTextAsync("export", """{"project_id":"acme/stories","query":{"$expr":{"$huh":[]}}}""", 400)).Text("error_type")
            .ShouldBe("InvalidRequest");
        (await server.PostTextAsync("export", """{"project_id":"acme/stories","start":"soon"}""", 422)).GetProperty("detail")[0].Text("msg")
            .ShouldBe("Input should be a valid datetime or date, input is too short");

        async Task<string> IdsAsync(object body) => string.Concat((await server.ExportAsync(body)).Select(line => JsonElement.Parse(line).Text("id")));
    }
}

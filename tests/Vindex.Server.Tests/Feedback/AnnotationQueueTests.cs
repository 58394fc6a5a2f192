using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary>Annotation queues: items, leases, and rows that name a queue.</summary>
public sealed class AnnotationQueueTests
{
    private const string Path = "/feedback/annotation_queues";

    [Fact]
    public async Task A_queue_is_created_shown_with_its_progress_and_deleted()
    {
        await using var server = await FeedbackServer.StartAsync();
        var id = await QueueAsync(server, reviewers: 2, "a", "b", "a");

        var queue = await GetAsync(server, id);
        queue.GetProperty("progress").GetRawText().ShouldBe("""{"items":2,"complete_items":0,"done":0,"skipped":0,"claimed":0}""");
        (queue.Text("queue_id"), queue.Text("project_id"), queue.Text("name"), queue.GetProperty("reviewers_per_item").GetInt32())
            .ShouldBe((id, "acme/stories", "Tone", 2));
        var second = await QueueAsync(server, reviewers: 1, "c");
        (await GetAsync(server)).GetProperty("queues").EnumerateArray().Select(one => one.Text("queue_id")).ShouldBe([second, id], ignoreOrder: true);

        (await DeleteAsync(server.Client, id, 200)).GetRawText().ShouldBe("{}");
        FeedbackServer.ShouldRefuse(await DeleteAsync(server.Client, id, 404), $"Queue {id} not found or has been deleted", "NotFoundError");
        FeedbackServer.ShouldRefuse(await ClaimAsync(server, id, "ada", 404), $"Queue {id} not found or has been deleted", "NotFoundError");
        (await GetAsync(server)).GetProperty("queues").EnumerateArray().ShouldHaveSingleItem().Text("queue_id").ShouldBe(second);
    }

    [Fact]
    public async Task Two_reviewers_share_the_items_and_none_is_handed_out_twice()
    {
        await using var server = await FeedbackServer.StartAsync();
        var id = await QueueAsync(server, reviewers: 1, "a", "b");

        var first = (await ClaimAsync(server, id, "ada")).GetProperty("item");
        (first.GetProperty("item_id").GetInt32(), first.Text("ref"), first.Text("lease_until")).ShouldBe((0, "a", "2026-04-16T09:42:08Z"));
        (await ItemAsync(server, id, "ada")).ShouldBe(0);
        (await ItemAsync(server, id, "bo")).ShouldBe(1);
        (await ItemAsync(server, id, "cy")).ShouldBeNull();
        await EndAsync(server, id, 0, "done", "ada");
        await EndAsync(server, id, 1, "skip", "bo");
        (await ItemAsync(server, id, "bo")).ShouldBeNull();
        (await ItemAsync(server, id, "ada")).ShouldBe(1);
        await EndAsync(server, id, 1, "done", "ada");

        (await GetAsync(server, id)).GetProperty("progress").GetRawText().ShouldBe("""{"items":2,"complete_items":2,"done":2,"skipped":1,"claimed":0}""");
    }

    [Fact]
    public async Task A_lease_that_ran_out_frees_the_place()
    {
        await using var server = await FeedbackServer.StartAsync();
        var id = await QueueAsync(server, reviewers: 1, "a");
        await server.PostAsync($"annotation_queues/{id}/claim", new { project_id = "acme/stories", reviewer = "ada", lease_seconds = 60 });

        server.Server.Time.Advance(TimeSpan.FromSeconds(59));
        (await ItemAsync(server, id, "bo")).ShouldBeNull();
        server.Server.Time.Advance(TimeSpan.FromSeconds(1));
        (await GetAsync(server, id)).GetProperty("progress").GetProperty("claimed").GetInt32().ShouldBe(0);
        (await ItemsAsync(server, id))[0].GetProperty("reviews").GetArrayLength().ShouldBe(0);
        (await ItemAsync(server, id, "bo")).ShouldBe(0);
        FeedbackServer.ShouldRefuse(await EndAsync(server, id, 0, "done", "ada", 409), "The claim has expired, and others have taken the item", "Conflict");
        await EndAsync(server, id, 0, "done", "bo");
    }

    [Fact]
    public async Task Items_show_who_has_which_page_by_page()
    {
        await using var server = await FeedbackServer.StartAsync();
        var id = await QueueAsync(server, reviewers: 1, "a", "b", "c");
        await ClaimAsync(server, id, "ada");
        await EndAsync(server, id, 0, "done", "ada");
        await ClaimAsync(server, id, "bo");

        var items = await ItemsAsync(server, id);
        items.Select(item => item.Text("ref")).ShouldBe(["a", "b", "c"]);
        items[0].GetRawText().ShouldBe(
            """{"item_id":0,"ref":"a","complete":true,"reviews":[{"reviewer":"ada","state":"done","lease_until":null,"changed_at":"2026-04-16T09:12:08Z"}]}""");
        items[1].GetProperty("complete").GetBoolean().ShouldBeFalse();
        items[1].GetProperty("reviews")[0].GetRawText().ShouldBe(
            """{"reviewer":"bo","state":"claimed","lease_until":"2026-04-16T09:42:08Z","changed_at":"2026-04-16T09:12:08Z"}""");
        var page = await (await server.Client.GetAsync($"{Path}/{id}/items?project_id=acme/stories&limit=1&offset=2")).JsonAsync(200);
        page.GetRawText().ShouldBe("""{"items":[{"item_id":2,"ref":"c","complete":false,"reviews":[]}],"total_count":3}""");
        var errors = await (await server.Client.GetAsync($"{Path}/{id}/items?limit=0&offset=x")).JsonAsync(422);
        errors.GetProperty("detail").EnumerateArray().Select(error => $"{error.Text("type")} {error.GetProperty("loc")[1]}").ShouldBe(
            ["missing project_id", "int_parsing offset", "greater_than_equal limit"]);
    }

    [Fact]
    public async Task What_contradicts_the_state_of_an_item_is_refused()
    {
        await using var server = await FeedbackServer.StartAsync();
        var id = await QueueAsync(server, reviewers: 1, "a");

        FeedbackServer.ShouldRefuse(await EndAsync(server, id, 0, "done", "ada", 409), "ada has not claimed this item", "Conflict");
        await ClaimAsync(server, id, "ada");
        await EndAsync(server, id, 0, "done", "ada");
        await EndAsync(server, id, 0, "done", "ada");
        FeedbackServer.ShouldRefuse(await EndAsync(server, id, 0, "skip", "ada", 409), "ada is done with this item already", "Conflict");
        foreach (var item in (string[])["1", "-1", "x", "99999999999"])
        {
            FeedbackServer.ShouldRefuse(
                await server.PostAsync($"annotation_queues/{id}/items/{item}/done", new { project_id = "acme/stories" }, 404), "Item not found", "NotFoundError");
        }
    }

    [Fact]
    public async Task Without_a_reviewer_the_caller_reviews()
    {
        await using var server = await FeedbackServer.StartAsync();
        var id = await QueueAsync(server, reviewers: 2, "a");
        var member = await server.Company.PersonAsync("member");
        var key = (await server.PostAsync($"annotation_queues/{id}/claim", new { project_id = "acme/stories" })).GetProperty("item");
        key.Text("ref").ShouldBe("a");

        await (await member.SendAsync(HttpMethod.Post, $"{Path}/{id}/claim", Json.Text("""{"project_id":"acme/stories"}"""))).JsonAsync(200);
        var other = await member.SendAsync(HttpMethod.Post, $"{Path}/{id}/claim", Json.Text("""{"project_id":"acme/stories","reviewer":"ada"}"""));
        (await other.JsonAsync(403)).Text("reason").ShouldBe("People review as themselves; only an API key of the company can name a reviewer");
        var made = await (await member.PostAsync("/portal/personal-keys", new { name = "x", scopes = (string[])["feedback:write"] })).JsonAsync(201);
        var personal = server.Company.Server.WithKey(made.Text("api_key"));
        var claim = """{"project_id":"acme/stories","reviewer":"ada"}""";
        (await (await personal.PostAsync($"{Path}/{id}/claim", Json.Text(claim))).JsonAsync(403)).Text("reason").ShouldBe("People review as themselves; only an API key of the company can name a reviewer");
        (await ItemsAsync(server, id))[0].GetProperty("reviews").EnumerateArray().Select(review => review.Text("reviewer").Split(':')[0])
            .ShouldBe(["key", "user"]);
    }

    [Fact]
    public async Task A_filter_takes_the_subjects_of_feedback_once_each_in_order()
    {
        await using var server = await FeedbackServer.StartAsync();
        foreach (var (call, score) in ((string, int)[])[("b", 1), ("a", 5), ("b", 2), ("c", 1)])
        {
            await server.PostAsync("create", new { project_id = "acme/stories", weave_ref = call, feedback_type = $"judge.{call}", payload = new { score } });
            server.Server.Time.Advance(TimeSpan.FromSeconds(1));
        }

        (await RefsAsync("{}")).ShouldBe(["b", "a", "c"]);
        (await RefsAsync("""{"feedback_type": "judge.a"}""")).ShouldBe(["a"]);
        (await RefsAsync("""{"start": "2026-04-16T09:12:09Z", "end": "2026-04-16T09:12:11Z"}""")).ShouldBe(["a", "b"]);
        (await RefsAsync("""{"query": {"$expr": {"$lte": [{"$getField": "payload.score"}, {"$literal": 1}]}}}""")).ShouldBe(["b", "c"]);
        FeedbackServer.ShouldRefuse(
            await server.PostTextAsync("annotation_queues", Filtered("""{"feedback_type": "none"}"""), 400), "No feedback matches the filter", "InvalidRequest");
        (await server.PostTextAsync("annotation_queues", Filtered("""{"query": {"$expr": {"$eq": 1}}}"""), 400)).Text("reason").ShouldStartWith("Invalid query");
        (await server.PostTextAsync("annotation_queues", Filtered("""{"reviewer": 1}"""), 422)).GetProperty("detail")[0].Text("type").ShouldBe("extra_forbidden");

        async Task<List<string>> RefsAsync(string filter) =>
            [.. (await ItemsAsync(server, (await server.PostTextAsync("annotation_queues", Filtered(filter))).Text("queue_id"))).Select(item => item.Text("ref"))];

        static string Filtered(string filter) => $$"""{"project_id": "acme/stories", "name": "Tone", "filter": {{filter}}}""";
    }

    [Fact]
    public async Task A_filter_needs_the_scope_to_read()
    {
        await using var server = await FeedbackServer.StartAsync();
        await server.CreateAsync(new { secret = 1 });
        var writer = await server.Company.ClientAsync("feedback:write");

        FeedbackServer.ShouldRefuse(
            await (await writer.PostAsync(Path, Json.Text("""{"project_id": "acme/stories", "name": "Tone", "filter": {}}"""))).JsonAsync(403),
            "A filter reads feedback, which requires the scope feedback:read; give refs instead",
            "Forbidden");
        await (await writer.PostAsync(Path, Json.Text("""{"project_id": "acme/stories", "name": "Tone", "refs": ["a"]}"""))).JsonAsync(200);
    }

    [Theory]
    [InlineData("""{"name": "Tone"}""", "value_error", "")]
    [InlineData("""{"name": "Tone", "refs": ["a"], "filter": {}}""", "value_error", "")]
    [InlineData("""{"name": "Tone", "refs": []}""", "value_error", "refs")]
    [InlineData("""{"name": "Tone", "refs": [""]}""", "value_error", "refs.0")]
    [InlineData("""{"name": "Tone", "refs": [1]}""", "string_type", "refs.0")]
    [InlineData("""{"name": " ", "refs": ["a"]}""", "value_error", "name")]
    [InlineData("""{"name": "Tone", "refs": ["a"], "reviewers_per_item": 0}""", "greater_than_equal", "reviewers_per_item")]
    [InlineData("""{"name": "Tone", "refs": ["a"], "reviewers_per_item": 21}""", "less_than_equal", "reviewers_per_item")]
    [InlineData("""{"refs": ["a"]}""", "missing", "name")]
    public async Task A_queue_that_makes_no_sense_is_refused(string body, string type, string place)
    {
        await using var server = await FeedbackServer.StartAsync();
        var error = (await server.PostTextAsync("annotation_queues", body.Insert(1, "\"project_id\": \"acme/stories\", "), 422)).GetProperty("detail")[0];
        error.Text("type").ShouldBe(type);
        string.Join('.', error.GetProperty("loc").EnumerateArray().Skip(1)).ShouldBe(place);
    }

    [Fact]
    public async Task A_queue_has_a_limit()
    {
        await using var server = await FeedbackServer.StartAsync();
        string[] Refs(int count, int length) => [.. Enumerable.Range(0, count).Select(i => $"{i}".PadRight(length, 'x'))];

        (await (await server.Client.PostAsync(Path, Json.Content(Body(Refs(10_001, 1))))).JsonAsync(422)).GetProperty("detail")[0].Text("type").ShouldBe("too_long");
        (await (await server.Client.PostAsync(Path, Json.Content(Body(Refs(1000, 2001))))).JsonAsync(400)).Text("reason").ShouldStartWith("A queue has at most");
        var id = (await (await server.Client.PostAsync(Path, Json.Content(Body(Refs(10_000, 1))))).JsonAsync(200)).Text("queue_id");
        (await GetAsync(server, id)).GetProperty("progress").GetProperty("items").GetInt32().ShouldBe(10_000);

        static object Body(string[] refs) => new { project_id = "acme/stories", name = "Many", refs };
    }

    [Fact]
    public async Task A_row_that_names_a_queue_that_is_not_there_is_refused()
    {
        await using var server = await FeedbackServer.StartAsync();
        var id = await QueueAsync(server, reviewers: 1, "a");
        object Row(string queue, string project = "acme/stories") =>
            new { project_id = project, weave_ref = "a", feedback_type = "custom", payload = new { }, queue_id = queue };

        await server.PostAsync("create", Row(id));
        await server.PostAsync("create", Row(""));
        FeedbackServer.ShouldRefuse(await server.PostAsync("create", Row("none"), 400), "Queue none not found or has been deleted", "InvalidRequest");
        await server.PostAsync("create", Row(id, "acme/tests"), 400);
        await server.PostAsync("batch/create", new { batch = new[] { Row(id), Row("none") } }, 400);
        await server.PostAsync(
            "replace", new { feedback_id = "x", project_id = "acme/stories", weave_ref = "a", feedback_type = "custom", payload = new { }, queue_id = "none" }, 400);
        await DeleteAsync(server.Client, id, 200);
        FeedbackServer.ShouldRefuse(await server.PostAsync("create", Row(id), 400), $"Queue {id} not found or has been deleted", "InvalidRequest");
        (await server.RowsAsync()).Count(row => row.GetProperty("queue_id").ValueKind == JsonValueKind.String).ShouldBe(1);

        // An exported row was accepted once; a new one is checked.
        const string line = """{"id":"1","project_id":"acme/stories","weave_ref":"a","feedback_type":"custom","payload":{},"queue_id":"none"}""";
        (await server.ImportAsync(line)).GetProperty("errors")[0].Text("reason").ShouldBe("Queue none not found or has been deleted");
        var exported = await server.ExportAsync(new { project_id = "acme/stories" });
        (await server.ImportAsync(string.Join('\n', exported), "?project_id=acme/copy")).GetProperty("imported").GetInt32().ShouldBe(exported.Length);
    }

    [Fact]
    public async Task Queues_are_those_of_ones_own_company()
    {
        await using var server = await FeedbackServer.StartAsync();
        var id = await QueueAsync(server, reviewers: 1, "a");
        var other = await (await server.Server.CompanyAsync("Other")).ClientAsync("feedback:read", "feedback:write");
        var limited = server.Server.WithKey(
            (await server.Company.NewKeyAsync(["feedback:read", "feedback:write"], [server.Company.DefaultCustomerId])).Text("api_key"));
        var reader = await server.Company.ClientAsync("feedback:read");
        var mine = Json.Content(new { project_id = "acme/stories" });
        var theirs = Json.Content(new { project_id = "other/stories" });

        foreach (var (project, reason) in ((string, string)[])[("acme/stories", "Project not found"), ("other/stories", $"Queue {id} not found or has been deleted")])
        {
            var body = Json.Content(new { project_id = project });
            FeedbackServer.ShouldRefuse(await (await other.GetAsync($"{Path}/{id}?project_id={project}")).JsonAsync(404), reason, "NotFoundError");
            FeedbackServer.ShouldRefuse(await (await other.GetAsync($"{Path}/{id}/items?project_id={project}")).JsonAsync(404), reason, "NotFoundError");
            FeedbackServer.ShouldRefuse(await (await other.PostAsync($"{Path}/{id}/claim", body)).JsonAsync(404), reason, "NotFoundError");
            await (await other.PostAsync($"{Path}/{id}/items/0/done", body)).JsonAsync(404);
            await (await other.PostAsync($"{Path}/{id}/items/0/skip", body)).JsonAsync(404);
            await (await other.DeleteAsync($"{Path}/{id}?project_id={project}")).JsonAsync(404);
        }

        await (await limited.GetAsync($"{Path}?project_id=acme/scores")).JsonAsync(403);
        await (await limited.GetAsync($"{Path}?project_id=acme/stories")).JsonAsync(404);
        await (await reader.PostAsync($"{Path}/{id}/claim", mine)).JsonAsync(403);
        await (await reader.GetAsync($"{Path}/{id}?project_id=acme/stories")).JsonAsync(200);
        await (await server.Client.PostAsync($"{Path}/{id}/claim", theirs)).JsonAsync(404);
        (await GetAsync(server, id)).GetProperty("progress").GetProperty("claimed").GetInt32().ShouldBe(0);
    }

    private static async Task<string> QueueAsync(FeedbackServer server, int reviewers, params string[] refs) =>
        (await server.PostAsync("annotation_queues", new { project_id = "acme/stories", name = "Tone", reviewers_per_item = reviewers, refs })).Text("queue_id");

    private static async Task<JsonElement> GetAsync(FeedbackServer server, string? id = null) =>
        await (await server.Client.GetAsync($"{Path}{(id is null ? "" : "/" + id)}?project_id=acme/stories")).JsonAsync(200);

    private static async Task<List<JsonElement>> ItemsAsync(FeedbackServer server, string id) =>
        [.. (await (await server.Client.GetAsync($"{Path}/{id}/items?project_id=acme/stories")).JsonAsync(200)).GetProperty("items").EnumerateArray()];

    private static Task<JsonElement> ClaimAsync(FeedbackServer server, string id, string reviewer, int status = 200) =>
        server.PostAsync($"annotation_queues/{id}/claim", new { project_id = "acme/stories", reviewer }, status);

    private static async Task<int?> ItemAsync(FeedbackServer server, string id, string reviewer) =>
        (await ClaimAsync(server, id, reviewer)).GetProperty("item") is { ValueKind: JsonValueKind.Object } item ? item.GetProperty("item_id").GetInt32() : null;

    private static Task<JsonElement> EndAsync(FeedbackServer server, string id, int item, string end, string reviewer, int status = 200) =>
        server.PostAsync($"annotation_queues/{id}/items/{item}/{end}", new { project_id = "acme/stories", reviewer }, status);

    private static async Task<JsonElement> DeleteAsync(HttpClient client, string id, int status) =>
        await (await client.DeleteAsync($"{Path}/{id}?project_id=acme/stories")).JsonAsync(status);
}

using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Feedback;
using Xunit;

namespace Vindex.Server.Tests.Feedback;

/// <summary><c>POST /feedback/query</c>, over HTTP.</summary>
public sealed class FeedbackQueryTests
{
    private static readonly FeedbackRow[] s_rows =
    [
        SomeFeedback.Row("a", """{"v": 2, "t": "x"}""", 3),
        SomeFeedback.Row("b", """{"v": 10, "t": "é"}""", 1, type: "other"),
        SomeFeedback.Row("c", """{"v": "text"}""", 2),
        SomeFeedback.Row("d", """{ "v":"apple" , "n" : null }""", 2),
        SomeFeedback.Row("e", """{"w": 1}""", 0, extras: """{"scorer_tags": ["good"], "scorer_ratings": {"_rating_": 0.25}, "span_agent_name": "bot"}"""),
    ];

    [Fact]
    public async Task A_row_comes_with_every_column_and_its_payload_as_it_came()
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server, s_rows);

        var response = await client.AskAsync("'query': {'$expr': {'$eq': [{'$getField': 'id'}, {'$literal': 'd'}]}}");

        (await response.Content.ReadAsStringAsync()).ShouldBe(
            """
            {"result":[{"id":"d","project_id":"acme/stories","weave_ref":"weave:///acme/stories/call/d","wb_user_id":"key_1","creator":null,"created_at":"2026-04-01T00:00:02Z","feedback_type":"custom","payload":{ "v":"apple" , "n" : null },
            "annotation_ref":null,"runnable_ref":null,"call_ref":null,"trigger_ref":null,"queue_id":null,"scorer_tags":[],"scorer_tag_reasons":{},"scorer_tag_confidences":{},"scorer_ratings":{},"scorer_rating_reasons":{},"scorer_rating_confidences":{},
            "span_agent_name":"","span_agent_version":"","span_status_code":"UNSET","span_conversation_id":"","span_trace_id":"","scorer_trace_id":""}],"total_count":1}
            """.Replace("\n", "", StringComparison.Ordinal));
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
    }

    [Theory]
    [InlineData("", "e b c d a")]
    [InlineData("'sort_by': []", "e b c d a")]
    [InlineData("'limit': 2", "e b")]
    [InlineData("'limit': 2, 'offset': 1", "b c")]
    [InlineData("'offset': 3", "d a")]
    [InlineData("'limit': 0", "")]
    [InlineData("'offset': 9", "")]
    [InlineData("'sort_by': [{'field': 'created_at', 'direction': 'desc'}]", "a d c b e")]
    [InlineData("'sort_by': [{'field': 'created_at', 'direction': 'desc'}], 'limit': 2, 'offset': 1", "d c")]
    [InlineData("'sort_by': [{'field': 'created_at', 'direction': 'desc'}, {'field': 'id', 'direction': 'asc'}]", "a c d b e")]
    [InlineData("'sort_by': [{'field': 'payload.v', 'direction': 'asc'}]", "a b d c e")]
    [InlineData("'sort_by': [{'field': 'payload.v', 'direction': 'desc'}]", "b a c d e")]
    [InlineData("'sort_by': [{'field': 'payload.v', 'direction': 'desc'}], 'limit': 2", "b a")]
    [InlineData("'sort_by': [{'field': 'payload.v', 'direction': 'asc'}], 'limit': 2, 'offset': 1", "b d")]
    [InlineData("'sort_by': [{'field': 'feedback_type', 'direction': 'desc'}, {'field': 'id', 'direction': 'asc'}]", "b a c d e")]
    [InlineData("'sort_by': [{'field': 'scorer_ratings._rating_', 'direction': 'desc'}, {'field': 'id', 'direction': 'desc'}]", "e d c b a")]
    [InlineData("'query': {'$expr': {'$gt': [{'$getField': 'payload.v'}, {'$literal': 1}]}}", "b a")]
    [InlineData("'query': {'$expr': {'$contains': {'input': {'$getField': 'scorer_tags'}, 'substr': {'$literal': 'good'}}}}", "e")]
    [InlineData("'query': {'$expr': {'$in': [{'$getField': 'id'}, []]}}", "")]
    public async Task Rows_are_selected_sorted_and_cut(string members, string ids)
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server, s_rows);

        (await client.AskAsync(members).IdsAsync()).ShouldBe(ids);
    }

    [Fact]
    public async Task The_total_ignores_limit_and_offset()
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server, s_rows);
        async Task<int> TotalAsync(string members) => (await (await client.AskAsync(members)).JsonAsync(200)).GetProperty("total_count").GetInt32();
        const string Custom = "'query': {'$expr': {'$eq': [{'$getField': 'feedback_type'}, {'$literal': 'custom'}]}}";

        (await TotalAsync("'limit': 1")).ShouldBe(5);
        (await TotalAsync("'limit': 0")).ShouldBe(5);
        (await TotalAsync("'offset': 7")).ShouldBe(5);
        (await TotalAsync(Custom + ", 'limit': 1, 'offset': 1")).ShouldBe(4);
        (await TotalAsync(Custom + ", 'limit': 0")).ShouldBe(4);
        (await TotalAsync(Custom + ", 'limit': 1, 'sort_by': [{'field': 'payload.v', 'direction': 'asc'}]")).ShouldBe(4);
    }

    [Fact]
    public async Task Fields_are_those_asked_for_and_payload_paths_are_text()
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server, s_rows);

        var answer = await (await client.AskAsync("'fields': ['id', 'payload.v', 'payload.t', 'id', 'scorer_ratings._rating_', 'payload']")).JsonAsync(200);

        answer.GetProperty("result").EnumerateArray().Select(row => row.GetRawText()).ShouldBe(
        [
            """{"id":"e","payload.v":"","payload.t":"","scorer_ratings._rating_":0.25,"payload":{"w": 1}}""",
            """{"id":"b","payload.v":"10","payload.t":"é","scorer_ratings._rating_":null,"payload":{"v": 10, "t": "é"}}""",
            """{"id":"c","payload.v":"text","payload.t":"","scorer_ratings._rating_":null,"payload":{"v": "text"}}""",
            """{"id":"d","payload.v":"apple","payload.t":"","scorer_ratings._rating_":null,"payload":{ "v":"apple" , "n" : null }}""",
            """{"id":"a","payload.v":"2","payload.t":"x","scorer_ratings._rating_":null,"payload":{"v": 2, "t": "x"}}""",
        ]);
    }

    [Fact]
    public async Task Count_counts()
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server, s_rows);
        async Task<string> CountAsync(string members) => await (await client.AskAsync(members)).Content.ReadAsStringAsync();

        (await CountAsync("'fields': ['count(*)']")).ShouldBe("""{"result":[{"count(*)":5}],"total_count":5}""");
        (await CountAsync("'fields': ['count(*)'], 'query': {'$expr': {'$eq': [{'$getField': 'feedback_type'}, {'$literal': 'other'}]}}"))
            .ShouldBe("""{"result":[{"count(*)":1}],"total_count":1}""");
        (await CountAsync("'fields': ['count(*)'], 'limit': 0")).ShouldBe("""{"result":[],"total_count":5}""");
        (await client.AskAsync("'fields': ['count(*)', 'id']").ReasonAsync()).ShouldBe("count(*) cannot be combined with other fields");
    }

    [Theory]
    [InlineData("'limit': -1", "Limit must be non-negative")]
    [InlineData("'offset': -1", "Offset must be non-negative")]
    [InlineData("'fields': ['nope']", "Unknown field: nope")]
    [InlineData("'sort_by': [{'field': 'nope', 'direction': 'asc'}]", "Unknown field: nope")]
    [InlineData("'sort_by': [{'field': 'scorer_tags', 'direction': 'asc'}]", "Cannot sort by scorer_tags: it has several values")]
    [InlineData("'query': {'$expr': {'$eq': [{'$getField': 'nope'}, {'$literal': 1}]}}", "Unknown field: nope")]
    [InlineData(
        "'query': {'$expr': {'$ne': []}}",
        "Invalid query at $expr.$ne: is not a condition; allowed conditions: $and, $or, $not, $eq, $gt, $gte, $lt, $lte, $in or $contains")]
    public async Task What_cannot_be_done_is_refused_with_its_reason(string members, string reason)
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server);

        (await client.AskAsync(members).ReasonAsync()).ShouldBe(reason);
    }

    [Theory]
    [InlineData("'limit': 1.5", "int_from_float", """["body","limit"]""")]
    [InlineData("'fields': 'id'", "list_type", """["body","fields"]""")]
    [InlineData("'query': {}", "missing", """["body","query","$expr"]""")]
    [InlineData("'query': {'$expr': {}, 'x': 1}", "extra_forbidden", """["body","query","x"]""")]
    [InlineData("'sort_by': [{'field': 'id', 'direction': 'up'}]", "literal_error", """["body","sort_by",0,"direction"]""")]
    [InlineData("'filter': {}", "extra_forbidden", """["body","filter"]""")]
    public async Task What_does_not_fit_the_model_is_422(string members, string type, string location)
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server);

        var error = (await (await client.AskAsync(members)).JsonAsync(422)).GetProperty("detail")[0];

        error.Text("type").ShouldBe(type);
        error.GetProperty("loc").GetRawText().ShouldBe(location);
    }

    [Fact]
    public async Task Another_companys_rows_do_not_exist()
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(server, s_rows);
        var other = await (await server.CompanyAsync("other")).ClientAsync("feedback:read");

        (await other.AskAsync().ReasonAsync(404)).ShouldBe("Project not found");
        (await other.AskAsync(projectId: "other/stories").IdsAsync()).ShouldBe("");
        (await client.AskAsync(projectId: "acme/elsewhere").IdsAsync()).ShouldBe("");
        (await client.AskAsync("'query': {'$expr': {'$eq': [{'$getField': 'project_id'}, {'$literal': 'other/stories'}]}}").IdsAsync()).ShouldBe("");
        (await server.Anonymous.AskAsync()).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_limited_to_customers_sees_their_rows_of_the_scores_only()
    {
        await using var server = await TestServer.StartAsync();
        var (company, _) = await SomeFeedback.WithAsync(server, s_rows);
        var mine = await company.NewCustomerAsync("mine");
        FeedbackRow Score(
            string id, string customer, int second) => SomeFeedback.Row(id, $$"""{"overall": 5, "customer_id": "{{customer}}"}""", second, trigger: "m");
        await server.Store.Feedback.WriteAsync(
            [.. new[]
            {
                Score("s1", mine, 1), Score("s2", company.DefaultCustomerId, 2), Score("s3", mine, 3),
                SomeFeedback.Row("s4", """{"newest": 1}""", 4, trigger: "m")
            }
                .Select(row => new FeedbackEntry(new ProjectKey(company.Id, "scores"), row))],
            null, allOrNothing: true, CancellationToken.None);
        var client = server.WithKey((await company.NewKeyAsync(["feedback:read"], [mine])).Text("api_key"));

        (await client.AskAsync().ReasonAsync(404)).ShouldBe("Project not found");
        var answer = await (await client.AskAsync("'limit': 1", projectId: "acme/scores")).JsonAsync(200);
        answer.GetProperty("total_count").GetInt32().ShouldBe(2);
        (await client.AskAsync("'sort_by': [{'field': 'payload.overall', 'direction': 'desc'}]", projectId: "acme/scores").IdsAsync()).ShouldBe("s3 s1");
        (await (await client.AskAsync("'fields': ['count(*)']", projectId: "acme/scores")).Content.ReadAsStringAsync()).ShouldBe(
            """{"result":[{"count(*)":2}],"total_count":2}""");
        var schema = await (await client.AskAsync("'start': '2026-04-01'", "payload_schema", "acme/scores")).JsonAsync(200);
        schema.GetProperty("paths").EnumerateArray().Select(path => path.Text("json_path")).ShouldBe(["customer_id", "overall"]);
        var total = await (await client.AskAsync("'after_ms': 0, 'before_ms': 1900000000000", "aggregate", "acme/scores")).JsonAsync(200);
        total.GetProperty("buckets")[0].GetProperty("total_count").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Hostile_questions_are_answered_or_refused_but_never_fail()
    {
        await using var server = await TestServer.StartAsync();
        var (_, client) = await SomeFeedback.WithAsync(
            server, [.. s_rows, SomeFeedback.Row("q", """{"qu\"o'te\\": {"$gt": "1e400"}, "nul": "a\u0000b", "big": 123456789012345678901234567890}""", 9)]);
        static string In(int count) =>
            $"'query': {{'$expr': {{'$in': [{{'$getField': 'payload.v'}}, [{string.Join(',', Enumerable.Range(0, count).Select(i => $"{{'$literal': {i + 10}}}"))}]]}}}}";
        static string Deep(int levels) =>
            $"'query': {{'$expr': {string.Concat(Enumerable.Repeat("{'$not': [", levels))}{{'$eq': [{{'$literal': 1}}, {{'$literal': 1}}]}}{string.Concat(Enumerable.Repeat("]}", levels))}}}";
        static string Raw(string field, string literal) =>
            """{"project_id": "acme/stories", "query": {"$expr": {"$eq": [{"$getField": "FIELD"}, {"$literal": LITERAL}]}}}""".Replace(
                "FIELD", field, StringComparison.Ordinal).Replace("LITERAL", literal, StringComparison.Ordinal);
        Task<HttpResponseMessage> PostAsync(string body) => client.PostAsync("/feedback/query", Json.Text(body));

        (await client.AskAsync(In(100_000)).IdsAsync()).ShouldBe("b");
        (await client.AskAsync(In(100_001)).ReasonAsync()).ShouldEndWith("may contain at most 100000 literals");
        (await client.AskAsync(Deep(60)).ReasonAsync()).ShouldEndWith("nests deeper than 50 levels");
        (await client.AskAsync(Deep(5000))).StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);
        (await PostAsync(Raw("""payload.qu\"o'te\\.$gt""", "\"1e400\"")).IdsAsync()).ShouldBe("");
        (await PostAsync(Raw("payload.nul", "\"a\\u0000b\"")).IdsAsync()).ShouldBe("q");
        (await PostAsync(Raw("payload.big", "123456789012345678901234567890")).IdsAsync()).ShouldBe("q");
        (await PostAsync(Raw("payload.big", "1e400")).ReasonAsync()).ShouldEndWith("the number exceeds the range of a double");
        (await PostAsync(Raw("payload.nul", "\"\\ud800\""))).StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);
        (await PostAsync(Raw("payload.nul; DROP TABLE feedback", "1")).IdsAsync()).ShouldBe("");
        (await client.AskAsync("'limit': 9223372036854775807, 'offset': 9223372036854775807").IdsAsync()).ShouldBe("");
    }

    [Fact]
    public async Task Many_rows_are_streamed_and_many_large_ones_are_not_sorted()
    {
        await using var server = await TestServer.StartAsync();
        var large = new string('x', 900_000);
        var (company, client) = await SomeFeedback.WithAsync(server);
        for (var i = 0; i < 80; i++) await server.Store.AddAsync(company.Id, SomeFeedback.Row($"r{i:00}", $$"""{"v": {{i}}, "large": "{{large}}"}""", i));

        var all = await (await client.AskAsync()).JsonAsync(200);
        all.GetProperty("result").GetArrayLength().ShouldBe(80);
        (await client.AskAsync("'sort_by': [{'field': 'payload.v', 'direction': 'desc'}]").ReasonAsync()).ShouldStartWith(
            "Sorting holds at most 64 MiB of rows");
        (await client.AskAsync("'sort_by': [{'field': 'payload.v', 'direction': 'desc'}], 'limit': 3").IdsAsync()).ShouldBe("r79 r78 r77");
    }
}

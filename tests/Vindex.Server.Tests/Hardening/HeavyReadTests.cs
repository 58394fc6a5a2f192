using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Security.Limits;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Hardening;

/// <summary>Requests that read many rows are limited in number and in cost.</summary>
public sealed class HeavyReadTests
{
    [Fact]
    public async Task A_query_beyond_the_budget_is_refused_before_a_row_is_read()
    {
        await using var server = await TestServer.StartAsync(settings: [("Feedback:QuerySteps", "20")]);
        var (client, project) = await SeedAsync(server, rows: 10);

        (await QueryAsync(client, project, operations: 2)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var refusal = await (await QueryAsync(client, project, operations: 3)).JsonAsync(400);
        refusal.Text("reason").ShouldBe(
            "The query has 3 operations and would read more than 6 rows; operations times rows may be at most 20. "
                + "Use fewer operations, or narrow the query by created_at, feedback_type, trigger_ref or id.");
        refusal.Text("error_type").ShouldBe("InvalidRequest");
    }

    [Fact]
    public async Task A_query_that_is_narrowed_costs_only_the_rows_that_are_left()
    {
        await using var server = await TestServer.StartAsync(settings: [("Feedback:QuerySteps", "20")]);
        var (client, project) = await SeedAsync(server, rows: 10);
        foreach (var (field, value) in new[]
        {
            ("feedback_type", "type 3"), ("weave_ref", "weave:///x/y/call/3"), ("created_at", "2027-01-01T00:00:00Z"), ("id", "row-3"),
        })
        {
            var operation = field == "created_at" ? "$gte" : "$eq";
            var narrow = $$"""{"{{operation}}":[{"$getField":"{{field}}"},{"$literal":"{{value}}"}]}""";
            var body = Query(project, "$and", $"{narrow},{Contains(4)}");
            (await (await client.PostAsync("/feedback/query", Json.Text(body))).JsonAsync(200)).GetProperty("total_count").GetInt32().ShouldBe(0, field);
        }
    }

    [Fact]
    public async Task An_export_with_a_query_has_the_same_budget()
    {
        await using var server = await TestServer.StartAsync(settings: [("Feedback:QuerySteps", "20")]);
        var (client, project) = await SeedAsync(server, rows: 10);
        var whole = Query(project, "$and", Contains(2));
        var narrowed = whole.Replace("\"query\"", "\"feedback_type\":\"type 1\",\"query\"", StringComparison.Ordinal);

        (await client.PostAsync("/feedback/export", Json.Text(whole))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsync("/feedback/export", Json.Text(narrowed))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.PostAsync("/feedback/export", Json.Content(new { project_id = project }))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_statistics_question_beyond_its_budget_is_refused_and_the_charts_are_not()
    {
        await using var server = await TestServer.StartAsync(settings: [("Feedback:StatsSteps", "20")]);
        var (client, project) = await SeedAsync(server, rows: 10);
        var metric = new { json_path = "text", value_type = "categorical", aggregations = new[] { "count" } };
        var start = server.Time.GetUtcNow().AddDays(-1);
        var end = server.Time.GetUtcNow().AddDays(1);

        (await client.PostAsync("/feedback/stats", Json.Content(new { project_id = project, start, end, metrics = new[] { metric } })))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
        var grouped = new { project_id = project, start, end, metrics = new[] { metric }, group_by = new[] { "feedback_type" } };
        var refusal = await (await client.PostAsync("/feedback/stats", Json.Content(grouped))).JsonAsync(400);
        refusal.Text("reason").ShouldBe(
            "The question would take too much work: the rows in its range × (metrics + filters + 1) × (group_by fields + 1) may be at most 20. "
                + "Use a shorter range, fewer metrics or filters, or no group_by");
        refusal.Text("detail").ShouldBe(refusal.Text("reason"));

        var company = await server.CompanyAsync("Charts");
        for (var i = 0; i < 30; i++) await company.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5], key: $"T-{i}");
        (await (await company.ClientAsync()).GetAsync("/portal/scores/chart")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_caller_cannot_keep_the_others_from_reading()
    {
        await using var server = await TestServer.StartAsync(settings:
            [("Limits:Reads:Concurrent", "3"), ("Limits:Reads:PerCaller", "2"), ("Limits:Reads:Wait", "0s")]);
        var company = await server.CompanyAsync("Ada");
        var key = await company.NewKeyAsync(["feedback:read", "scores:read"]);
        var other = await company.ClientAsync("feedback:read", "scores:read");
        var greedy = server.WithKey(key.Text("api_key"));
        var gate = server.Services.GetRequiredService<ReadGate>();
        using var first = await AdmittedAsync(gate, key.Text("key_id"));
        using var second = await AdmittedAsync(gate, key.Text("key_id"));

        foreach (var path in new[] { "summary", "chart", "export", "" })
        {
            var refused = await greedy.GetAsync("/portal/scores/" + path);
            await refused.ProblemAsync(429, "rate_limited");
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
            (await other.GetAsync("/portal/scores/" + path)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        foreach (var path in new[] { "query", "stats", "export", "aggregate", "payload_schema" })
        {
            var refused = await greedy.PostAsync("/feedback/" + path, Json.Text("{}"));
            (await refused.JsonAsync(429)).Text("reason").ShouldStartWith("At most 2 requests of one caller");
        }

        using var third = await AdmittedAsync(gate, "someone else");
        var busy = await other.GetAsync("/portal/scores/summary");
        await busy.ProblemAsync(503, "reads_busy");
        busy.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_request_waits_for_a_place_and_gives_it_back()
    {
        await using var server = await TestServer.StartAsync(settings: [("Limits:Reads:PerCaller", "1"), ("Limits:Reads:Wait", "10s")]);
        var gate = server.Services.GetRequiredService<ReadGate>();
        var first = await AdmittedAsync(gate, "ada");
        var second = gate.EnterAsync("ada", CancellationToken.None);
        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await second).Place!.Dispose();

        using var held = await AdmittedAsync(gate, "ada");
        var late = gate.EnterAsync("ada", CancellationToken.None);
        server.Time.Advance(TimeSpan.FromSeconds(10));
        (await late).Problem!.Status.ShouldBe(429);
        gate.Running.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_is_canceled_while_it_waits_leaves_nothing_behind()
    {
        await using var server = await TestServer.StartAsync(settings: [("Limits:Reads:Concurrent", "1"), ("Limits:Reads:PerCaller", "1")]);
        var gate = server.Services.GetRequiredService<ReadGate>();
        var held = await AdmittedAsync(gate, "ada");
        using var gone = new CancellationTokenSource();
        var waits = gate.EnterAsync("grace", gone.Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waits);
        held.Dispose();
        using var place = await AdmittedAsync(gate, "grace");
        gate.Running.ShouldBe(1);
    }

    private static async Task<IDisposable> AdmittedAsync(ReadGate gate, string caller)
    {
        var (place, problem) = await gate.EnterAsync(caller, CancellationToken.None);
        problem.ShouldBeNull();
        return place!;
    }

    private static async Task<(HttpClient Client, string Project)> SeedAsync(TestServer server, int rows)
    {
        var company = await server.CompanyAsync("Kolibri");
        var client = await company.ClientAsync("feedback:read", "feedback:write");
        var batch = Enumerable.Range(0, rows).Select(row => new
        {
            project_id = "kolibri/p",
            id = $"row-{row}",
            weave_ref = $"weave:///x/y/call/{row}",
            feedback_type = $"type {row}",
            payload = new { text = "The dock does not open" },
        });
        await (await client.PostAsync("/feedback/batch/create", Json.Content(new { batch }))).JsonAsync(200);
        return (client, "kolibri/p");
    }

    private static Task<HttpResponseMessage> QueryAsync(HttpClient client, string project, int operations) =>
        client.PostAsync("/feedback/query", Json.Text(Query(project, "$or", Contains(operations - 1))));

    private static string Query(string project, string operation, string parts) =>
        $$$"""{"project_id":"{{{project}}}","query":{"$expr":{"{{{operation}}}":[{{{parts}}}] } } }""";

    private static string Contains(int count) => string.Join(',', Enumerable.Repeat(
        """{"$contains":{"input":{"$getField":"payload.text"},"substr":{"$literal":"bicycle"}}}""", count));
}

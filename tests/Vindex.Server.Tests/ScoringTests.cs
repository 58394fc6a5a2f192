using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Scoring;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class ScoringTests
{
    [Fact]
    public async Task A_ticket_goes_in_and_its_score_comes_out()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();

        var answer = await (await client.PostAsync("/v1/score", Json.Text(
            """
            {
              "ticket_id": "PROJ-101",
              "ticket_data": {
                "key": "PROJ-101",
                "summary": "As a site admin I want to export user activity",
                "description": "Full description of the story...",
                "acceptance_criteria": "Given a signed-in admin, when..."
              },
              "context_items": [],
              "system_type": "adam"
            }
            """))).JsonAsync(200);

        answer.EnumerateObject().Select(member => member.Name)
            .ShouldBe(["job_id", "score_id", "overall_score", "individual_scores", "recommendations", "context_used"]);
        var six = answer.GetProperty("individual_scores").EnumerateObject().ToList();
        six.Select(score => score.Name).ShouldBe(["independent", "negotiable", "valuable", "estimable", "small", "testable"]);
        six.ShouldAllBe(score => score.Value.GetInt32() >= 0 && score.Value.GetInt32() <= 10);
        answer.Number("overall_score").ShouldBe(Math.Round(six.Sum(score => score.Value.GetDecimal()) / 6, 1, MidpointRounding.AwayFromZero));

        var stored = await (await client.GetAsync($"/portal/scores/{answer.Text("score_id")}")).JsonAsync(200);
        stored.Text("job_id").ShouldBe(answer.Text("job_id"));
        stored.Text("customer_id").ShouldBe(company.DefaultCustomerId);
        stored.GetProperty("ticket").Text("id").ShouldBe("PROJ-101");
        stored.GetProperty("text").Text("description").ShouldBe("Full description of the story...");
    }

    [Theory]
    [InlineData("""{"ticket_id":"T-1","ticket_data":{"summary":"Export","key":"K-1"}}""", "T-1", "K-1")]
    [InlineData("""{"ticket_data":{"summary":"Export","key":"K-1"}}""", "K-1", "K-1")]
    [InlineData("""{"ticket_id":"T-1","ticket_data":{"summary":"Export"}}""", "T-1", "T-1")]
    [InlineData("""{"ticket_data":{"summary":"Export"}}""", null, null)]
    public async Task A_ticket_is_known_by_its_id_else_its_key_else_the_job(string body, string? id, string? key)
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var answer = await (await client.PostAsync("/v1/score", Json.Text(body))).JsonAsync(200);

        var ticket = (await (await client.GetAsync($"/portal/scores/{answer.Text("score_id")}")).JsonAsync(200)).GetProperty("ticket");
        ticket.Text("id").ShouldBe(id ?? answer.Text("job_id"));
        ticket.Text("key").ShouldBe(key ?? answer.Text("job_id"));
    }

    [Fact]
    public async Task Another_companys_customer_is_as_absent_as_one_that_does_not_exist()
    {
        await using var server = await TestServer.StartAsync();
        var mine = await server.CompanyAsync("Mine");
        var other = await server.CompanyAsync("Other");
        var client = await mine.ClientAsync();

        var foreign = await client.PostAsync("/v1/score", Json.Ticket("Export", customerId: other.DefaultCustomerId));
        var unknown = await client.PostAsync("/v1/score", Json.Ticket("Export", customerId: "nobody_jira_0000"));

        (await foreign.ProblemAsync(404)).GetRawText().ShouldBe((await unknown.ProblemAsync(404)).GetRawText());
    }

    [Fact]
    public async Task A_key_limited_to_a_customer_scores_for_that_customer_only()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var jira = await company.NewCustomerAsync("Jira");
        var client = server.WithKey((await company.NewKeyAsync(["scores:write"], [jira])).Text("api_key"));

        await (await client.PostAsync("/v1/score", Json.Ticket("Export", customerId: jira))).JsonAsync(200);
        await (await client.PostAsync("/v1/score", Json.Ticket("Export", customerId: company.DefaultCustomerId))).ProblemAsync(404);
        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).ProblemAsync(404);
    }

    [Fact]
    public async Task A_document_of_64_node_levels_is_read_and_one_deeper_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var read = await (await client.PostAsync("/v1/score", Json.Text(Document(levels: 64)))).JsonAsync(200);
        await (await client.PostAsync("/v1/score", Json.Text(Document(levels: 65)))).ProblemAsync(422);

        var stored = await (await client.GetAsync($"/portal/scores/{read.Text("score_id")}")).JsonAsync(200);
        stored.GetProperty("text").Text("description").ShouldContain("at the bottom");
    }

    [Fact]
    public async Task The_first_of_duplicate_keys_counts_also_inside_a_document()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var answer = await (await client.PostAsync("/v1/score", Json.Text(
            """
            {"ticket_data":{"summary":"first","summary":"second",
             "description":{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"one","text":"two"}]}]}},
             "ticket_data":{"summary":"third"}}
            """))).JsonAsync(200);

        var text = (await (await client.GetAsync($"/portal/scores/{answer.Text("score_id")}")).JsonAsync(200)).GetProperty("text");
        text.Text("summary").ShouldBe("first");
        text.Text("description").ShouldBe("one");
    }

    [Fact]
    public async Task Limits_hold_to_the_character()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        await (await client.PostAsync("/v1/score", Json.Ticket(new string('x', 1000)))).JsonAsync(200);
        (await (await client.PostAsync("/v1/score", Json.Ticket(new string('x', 1001)))).ProblemAsync(422))
            .GetProperty("errors").TryGetProperty("ticket_data.summary", out _).ShouldBeTrue();
        await (await client.PostAsync("/v1/score", Json.Ticket("Export", description: new string('x', 64 * 1024)))).JsonAsync(200);
        (await (await client.PostAsync("/v1/score", Json.Ticket("Export", description: new string('x', (64 * 1024) + 1)))).ProblemAsync(422))
            .GetProperty("errors").TryGetProperty("ticket_data.description", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task At_most_fifty_context_items_of_known_kinds_are_taken()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        string[] kinds = ["linked_issue", "epic", "comment", "attachment", "note"];

        await (await Send(Enumerable.Range(0, 50).Select(i => kinds[i % 5]))).JsonAsync(200);
        (await (await Send(Enumerable.Repeat("note", 51))).ProblemAsync(422)).GetProperty("errors").TryGetProperty("context_items", out _).ShouldBeTrue();
        (await (await Send(["note", "gossip"])).ProblemAsync(422)).GetProperty("errors").GetProperty("context_items[1].kind")[0].GetString()!.ShouldContain(
            "linked_issue");

        Task<HttpResponseMessage> Send(IEnumerable<string> items) => client.PostAsync(
            "/v1/score",
            Json.Content(new { ticket_data = new { summary = "Export" }, context_items = items.Select(kind => new { kind, title = "Something" }) }));
    }

    [Fact]
    public async Task A_companys_own_profile_is_known_to_it_alone()
    {
        await using var server = await TestServer.StartAsync();
        var mine = await server.CompanyAsync("Mine");
        var other = await server.CompanyAsync("Other");
        await (await server.Admin.PutAsync($"/admin/companies/{mine.Id}/profiles/strict", Json.Text("""{"rule_weights":{}}"""))).JsonAsync(201);
        var body = new { system_type = "strict", ticket_data = new { summary = "Export" } };

        await (await (await mine.ClientAsync()).PostAsync("/v1/score", Json.Content(body))).JsonAsync(200);
        var refused = await (await (await other.ClientAsync()).PostAsync("/v1/score", Json.Content(body))).ProblemAsync(422, "unknown_profile");

        refused.GetProperty("errors").GetProperty("system_type")[0].GetString().ShouldBe("must be one of adam, agent-ready");
    }

    [Fact]
    public async Task A_changed_profile_is_used_from_the_next_ticket_on()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        var findings = await FindingsAsync("adam");
        var off = string.Join(',', findings.Distinct().Where(rule => !rule.EndsWith(".other", StringComparison.Ordinal)).Select(rule => $"\"{rule}\":0"));

        await (await server.Admin.PutAsync($"/admin/companies/{company.Id}/profiles/mine", Json.Text("{}"))).JsonAsync(201);
        (await FindingsAsync("mine")).ShouldBe(findings);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await (await server.Admin.PutAsync($"/admin/companies/{company.Id}/profiles/mine", Json.Text($"{{\"rule_weights\":{{{off}}}}}"))).JsonAsync(200);

        findings.ShouldNotBeEmpty();
        (await FindingsAsync("mine")).Intersect(findings).ShouldAllBe(rule => rule.EndsWith(".other", StringComparison.Ordinal));

        async Task<List<string>> FindingsAsync(string profile)
        {
            var answer = await (await client.PostAsync(
                "/v1/score", Json.Content(new { system_type = profile, ticket_data = new { summary = "Manage everything fast, etc." } }))).JsonAsync(200);
            var score = await (await client.GetAsync($"/portal/scores/{answer.Text("score_id")}")).JsonAsync(200);
            return [.. score.GetProperty("findings").EnumerateArray().Select(finding => finding.Text("rule"))];
        }
    }

    [Fact]
    public async Task Past_the_number_of_concurrent_requests_callers_are_asked_to_come_back()
    {
        await using var server = await TestServer.StartAsync(settings: ("Scoring:MaxConcurrent", "1"));
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var inFlight = server.Services.GetRequiredService<InFlight>();

        inFlight.TryEnter().ShouldBeTrue();
        var refused = await client.PostAsync("/v1/score", Json.Ticket("Export"));
        inFlight.Leave();

        await refused.ProblemAsync(503, "engine_busy");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);
    }

    [Fact]
    public async Task Five_hundred_at_once_are_all_kept_and_counted()
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:Score:Requests", "0"));
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 500)
            .Select(async i => await (await client.PostAsync("/v1/score", Json.Ticket($"Export {i}", $"K-{i}"))).JsonAsync(200)));

        answers.Select(answer => answer.Text("score_id")).Distinct().Count().ShouldBe(500);
        (await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200)).GetProperty("total_scored").GetInt32().ShouldBe(500);
        (await server.Store.CheckAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_restart()
    {
        var folder = Path.Combine(Path.GetTempPath(), "vindex-server-tests", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N"));
        string key;
        string id;
        await using (var server = await TestServer.StartAsync(folder))
        {
            key = (await (await server.CompanyAsync("Acme")).NewKeyAsync(["scores:write", "scores:read"])).Text("api_key");
            id = (await (await server.WithKey(key).PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200)).Text("score_id");
        }

        await using (var server = await TestServer.StartAsync(folder))
            (await (await server.WithKey(key).GetAsync($"/portal/scores/{id}")).JsonAsync(200)).Text("_id").ShouldBe(id);
        Directory.Delete(folder, recursive: true);
    }

    private static string Document(int levels)
    {
        // doc, then nested panels, then paragraph and text: "levels" nodes from the root to the text.
        var panels = levels - 3;
        return """{"ticket_data":{"summary":"Export","description":{"type":"doc","version":1,"content":["""
            + string.Concat(Enumerable.Repeat("""{"type":"panel","content":[""", panels))
            + """{"type":"paragraph","content":[{"type":"text","text":"at the bottom"}]}"""
            + string.Concat(Enumerable.Repeat("]}", panels)) + "]}}}";
    }
}

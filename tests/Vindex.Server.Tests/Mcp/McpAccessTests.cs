using System.Net;
using System.Text;
using ModelContextProtocol;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Mcp;

/// <summary>Who may call which tool, and what happens to a request that is not one of the protocol.</summary>
public sealed class McpAccessTests
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    [Fact]
    public async Task Without_an_API_key_there_is_nothing()
    {
        await using var server = await TestServer.StartAsync();

        var anonymous = await server.Anonymous.SendAsync(Message(Ping));
        await anonymous.ProblemAsync(401, "credential_missing");
        anonymous.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        await (await server.WithKey("vx_000000000000_" + new string('x', 43)).SendAsync(Message(Ping))).ProblemAsync(401);
        await (await server.Admin.SendAsync(Message(Ping))).ProblemAsync(403, "admin_key_elsewhere");
    }

    [Fact]
    public async Task A_key_sees_and_calls_the_tools_of_its_scopes()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await using var reader = await ToolClient.ConnectAsync(company, "scores:read");
        await using var analyst = await ToolClient.ConnectAsync(company, "feedback:read");
        await using var registrar = await ToolClient.ConnectAsync(company, "installations:write");

        (await reader.ToolNamesAsync()).ShouldBe(["find_tickets", "get_ticket"]);
        (await analyst.ToolNamesAsync()).ShouldBe(["ask_statistics"]);
        (await registrar.ToolNamesAsync()).ShouldBeEmpty();
        (await reader.RefusedAsync("score_ticket", new { summary = "Export" }))
            .ShouldBe("score_ticket requires the scope scores:write, which the API key does not have.");
        (await reader.CallAsync("find_tickets", new { })).Trim().ShouldBe("No scored tickets match.");
    }

    [Fact]
    public async Task Another_companys_tickets_are_as_absent_as_ones_that_do_not_exist()
    {
        await using var server = await TestServer.StartAsync();
        var mine = await server.CompanyAsync("Mine");
        var other = await server.CompanyAsync("Other");
        var id = await other.SeedAsync(server.Time.GetUtcNow().AddMinutes(-1), [8, 8, 8, 8, 8, 8], key: "OTHER-1", title: "Secret plan");
        await using var client = await ToolClient.ConnectAsync(mine, "scores:read", "scores:write", "feedback:read");

        (await client.CallAsync("find_tickets", new { latest = false })).ShouldNotContain("OTHER-1");
        (await client.RefusedAsync("get_ticket", new { id })).ShouldBe(await client.RefusedAsync("get_ticket", new { id = new string('0', 32) }));
        (await client.RefusedAsync("get_ticket", new { key = "OTHER-1" })).ShouldNotContain("Secret plan");
        (await client.RefusedAsync("score_ticket", new { summary = "Export", customer_id = other.DefaultCustomerId }))
            .ShouldBe(await client.RefusedAsync("score_ticket", new { summary = "Export", customer_id = "nobody" }));
        (await client.CallAsync("ask_statistics", new { })).ShouldContain(", 0 rows");
    }

    [Fact]
    public async Task A_key_limited_to_customers_reads_their_tickets_only()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var customer = await company.NewCustomerAsync("Jira");
        await company.SeedAsync(server.Time.GetUtcNow().AddMinutes(-1), [8, 8, 8, 8, 8, 8], key: "DEFAULT-1");
        await company.SeedAsync(server.Time.GetUtcNow().AddMinutes(-1), [8, 8, 8, 8, 8, 8], customerId: customer, key: "JIRA-1");
        var key = await company.NewKeyAsync(["scores:read", "feedback:read"], [customer]);
        await using var client = await ToolClient.ConnectAsync(server, server.WithKey(key.Text("api_key")));

        var found = await client.CallAsync("find_tickets", new { });
        found.ShouldContain("JIRA-1");
        found.ShouldNotContain("DEFAULT-1");
        (await client.RefusedAsync("find_tickets", new { customer_id = company.DefaultCustomerId })).ShouldContain("customer_id");
        (await client.CallAsync("ask_statistics", new { })).ShouldContain(", 1 row;");
    }

    [Theory]
    [InlineData("score_ticket", """{"title":"Export"}""", "title is unknown; there are summary, description, acceptance_criteria, issue_type, key, system_type, customer_id; summary is missing")]
    [InlineData("score_ticket", """{"summary":7}""", "summary must be text")]
    [InlineData("score_ticket", """{"summary":" "}""", "summary")]
    [InlineData("score_ticket", """{"summary":"Export","system_type":"nope"}""", "adam")]
    [InlineData("score_backlog", """{"tickets":[]}""", "score_backlog takes 1 to 200 tickets, not 0")]
    [InlineData("score_backlog", """{"tickets":[{"summary":"a","points":3},{"key":"B-1"}]}""", "tickets[0].points is unknown")]
    [InlineData("find_tickets", """{"band":"good"}""", "band must be one of healthy, needs_review, at_risk")]
    [InlineData("find_tickets", """{"limit":1000}""", "limit: must be a whole number from 1 to 50")]
    [InlineData("find_tickets", """{"from":"yesterday"}""", "from: must be an ISO 8601 date")]
    [InlineData("get_ticket", "{}", "either id (a score's id) or key")]
    [InlineData("ask_statistics", """{"timezone":"Mars"}""", "timezone must be an IANA time zone")]
    [InlineData("ask_statistics", """{"from":"soon"}""", "from must be a day")]
    [InlineData("ask_statistics", """{"from":"2026-04-16","to":"2026-04-01"}""", "end must be after start")]
    [InlineData("ask_statistics", """{"percentiles":[101]}""", "Percentile must be between 0 and 100")]
    [InlineData("ask_statistics", """{"project":"a/b"}""", "no such project")]
    public async Task Wrong_arguments_are_errors_of_the_tool_that_say_what_is_right(string tool, string arguments, string expected)
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await ToolClient.ConnectAsync(await server.CompanyAsync("Acme"), "scores:read", "scores:write", "feedback:read");

        var given = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments);
        var result = await client.Protocol.CallToolAsync(tool, given);

        result.IsError.ShouldBe(true);
        string.Concat(result.Content.OfType<ModelContextProtocol.Protocol.TextContentBlock>().Select(block => block.Text)).ShouldContain(expected);
    }

    [Fact]
    public async Task A_tool_that_does_not_exist_is_an_error_of_the_protocol()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await ToolClient.ConnectAsync(await server.CompanyAsync("Acme"), "scores:read");

        var error = await Should.ThrowAsync<McpException>(async () => await client.Protocol.CallToolAsync("delete_everything"));

        error.Message.ShouldContain("Unknown tool \"delete_everything\"; there are score_ticket");
    }

    [Fact]
    public async Task What_tools_score_counts_against_the_limits_of_the_API()
    {
        await using var server = await TestServer.StartAsync(settings: [("Limits:Score:Requests", "2"), ("Limits:Batch:Tickets", "3")]);
        var company = await server.CompanyAsync("Acme");
        var http = await company.ClientAsync("scores:write");
        await using var client = await ToolClient.ConnectAsync(server, http);

        await (await http.PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);
        await client.CallAsync("score_ticket", new { summary = "Export" });
        (await client.RefusedAsync("score_ticket", new { summary = "Export" })).ShouldContain("At most 2 requests within 60 seconds");
        var tickets = new[] { new { summary = "a" }, new { summary = "b" } };
        await client.CallAsync("score_backlog", new { tickets });
        (await client.RefusedAsync("score_backlog", new { tickets })).ShouldContain("At most 3 tickets within 3600 seconds");
    }

    [Fact]
    public async Task Messages_are_limited_per_key()
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:Mcp:Requests", "2"));
        var http = await (await server.CompanyAsync("Acme")).ClientAsync("scores:read");

        for (var i = 0; i < 2; i++) (await http.SendAsync(Message(Ping))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var third = await http.SendAsync(Message(Ping));
        await third.ProblemAsync(429, "rate_limited");
        third.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("", 400, "body_missing")]
    [InlineData("{", 400, "bad_json")]
    [InlineData("""{"hello":"world"}""", 400, "not_json_rpc")]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"ping"}]""", 400, "not_json_rpc")]
    public async Task A_body_that_is_no_message_is_refused(string body, int status, string code)
    {
        await using var server = await TestServer.StartAsync();
        var http = await (await server.CompanyAsync("Acme")).ClientAsync("scores:read");

        await (await http.SendAsync(Message(body))).ProblemAsync(status, code);
    }

    [Fact]
    public async Task A_body_over_the_limit_another_media_type_and_other_methods_are_refused()
    {
        await using var server = await TestServer.StartAsync();
        var http = await (await server.CompanyAsync("Acme")).ClientAsync("scores:read");

        await (await http.SendAsync(Message(Ping + new string(' ', 1024 * 1024)))).ProblemAsync(413);
        var plain = Message(Ping);
        plain.Headers.Accept.Clear();
        plain.Headers.Accept.ParseAdd("application/json");
        await (await http.SendAsync(plain)).ProblemAsync(406, "not_acceptable");
        (await http.GetAsync("/mcp")).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await http.DeleteAsync("/mcp")).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_notification_is_accepted_without_an_answer()
    {
        await using var server = await TestServer.StartAsync();
        var http = await (await server.CompanyAsync("Acme")).ClientAsync("scores:read");

        var answer = await http.SendAsync(Message("""{"jsonrpc":"2.0","method":"notifications/initialized"}"""));

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    private static HttpRequestMessage Message(string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        return request;
    }
}

using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Mcp;
using Xunit;

namespace Vindex.Server.Tests.Rewriting;

/// <summary>The profile <c>agent-ready</c>, and work orders.</summary>
public sealed class WorkOrderTests
{
    [Fact]
    public async Task A_ticket_becomes_a_work_order_with_its_checks()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var answer = await (await client.PostAsync("/v1/work-order", Json.Ticket("Rename the report", description: "It is in `Report.cs`. Do not change the file name."))).JsonAsync(200);

        answer.GetProperty("ready").GetBoolean().ShouldBeFalse();
        answer.GetProperty("checks").EnumerateArray().Where(check => check.GetProperty("met").GetBoolean()).Select(check => check.Text("topic"))
            .ShouldBe(["files", "limits"]);
        answer.GetProperty("checks")[0].Text("quote").ShouldBe("`Report.cs`");
        answer.Text("text").ShouldStartWith("# Rename the report\n");
        answer.GetProperty("questions").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_profile_scores_with_findings_of_its_own_which_are_stored()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();

        var scored = await (await client.PostAsync(
            "/v1/score?details=true", Json.Content(new { ticket_data = new { summary = "Fix the report", key = "A-1" }, system_type = "agent-ready" }))).JsonAsync(200);
        var stored = await (await client.GetAsync($"/portal/scores/{scored.Text("score_id")}")).JsonAsync(200);

        string[] rules = [.. stored.GetProperty("findings").EnumerateArray().Select(finding => finding.Text("rule"))];
        rules.ShouldContain("estimable.agent-files");
        rules.ShouldContain("testable.agent-verification");
        stored.GetProperty("explanation").GetRawText().ShouldBe(scored.GetProperty("explanation").GetRawText());
        (await server.Admin.PutAsync($"/admin/companies/{company.Id}/profiles/agent-ready", Json.Text("{}"))).StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task The_order_of_a_scored_ticket_is_Markdown_for_those_who_can_read_it()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var id = await company.SeedAsync(server.Time.GetUtcNow(), [8, 8, 8, 8, 8, 8], title: "Rename the report");
        var other = await (await server.CompanyAsync("Other")).ClientAsync("scores:read");

        var order = await (await company.ClientAsync("scores:read")).GetAsync($"/portal/scores/{id}/work-order");

        order.Content.Headers.ContentType!.MediaType.ShouldBe("text/markdown");
        (await order.Content.ReadAsStringAsync()).ShouldStartWith("# SEED-1: Rename the report\n");
        await (await other.GetAsync($"/portal/scores/{id}/work-order")).ProblemAsync(404);
        await using var tools = await ToolClient.ConnectAsync(company, "scores:read", "scores:write");
        (await tools.CallAsync("get_ticket", new { id, work_order = true })).ShouldContain($"Ticket: {server.Address}app/tickets/{id}");
        (await tools.CallAsync("work_order", new { summary = "Rename the report" })).ShouldContain("## Ask before you begin");
    }
}

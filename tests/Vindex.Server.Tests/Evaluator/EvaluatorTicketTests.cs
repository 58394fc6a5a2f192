using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Evaluator;

public sealed class EvaluatorTicketTests
{
    [Fact]
    public async Task A_pasted_ticket_is_answered_as_the_api_would_with_findings_that_quote_its_text()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var body =
            new { ticket_data = new { summary = "Improve the performance of various pages", description = "It should be fast and use Redis.\n\nAnd the menu should be nicer." } };
        var answer = await (await server.Anonymous.PostAsync("/evaluate/ticket", Json.Content(body))).JsonAsync(200);
        var api = await (await (await company.ClientAsync()).PostAsync("/v1/score", Json.Content(body))).JsonAsync(200);

        foreach (var name in (string[])["overall_score", "individual_scores", "recommendations", "context_used"])
            answer.GetProperty(name).GetRawText().ShouldBe(api.GetProperty(name).GetRawText());
        answer.Text("job_id").ShouldMatch("^[0-9a-f]{32}$");
        answer.GetProperty("score_id").ValueKind.ShouldBe(JsonValueKind.Null);
        var quoted = answer.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("quote").ValueKind == JsonValueKind.String).ToList();
        quoted.ShouldNotBeEmpty();
        foreach (var finding in quoted)
        {
            var text = answer.GetProperty("text").Text(finding.Text("field"));
            text[finding.GetProperty("start").GetInt32()..finding.GetProperty("end").GetInt32()].ShouldBe(finding.Text("quote"));
        }

        (await (await (await company.ClientAsync()).GetAsync("/portal/scores/summary")).JsonAsync(200)).GetProperty("total_scored").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task What_the_api_refuses_is_refused_here()
    {
        await using var server = await EvaluatorClient.StartAsync();
        var client = server.Anonymous;
        await (await client.PostAsync("/evaluate/ticket", Json.Content(new { ticket_data = new { summary = " " } }))).ProblemAsync(422, "invalid_fields");
        await (await client.PostAsync("/evaluate/ticket", Json.Content(new { ticket_data = new { summary = "x" }, system_type = "eve" }))).ProblemAsync(
            422, "unknown_profile");
        await (await client.PostAsync("/evaluate/ticket", Json.Text("{"))).ProblemAsync(400);
        (await (await client.PostAsync(
            "/evaluate/ticket", Json.Content(new { ticket_data = new { summary = "x", description = new string('x', 70_000) } }))).ProblemAsync(422))
            .GetProperty("errors").TryGetProperty("ticket_data.description", out _).ShouldBeTrue();
    }
}

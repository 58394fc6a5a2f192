using Shouldly;
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
}

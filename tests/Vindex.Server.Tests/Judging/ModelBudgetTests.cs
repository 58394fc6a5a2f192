using System.Text.Json;
using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Judging;

/// <summary>A company's monthly budget.</summary>
public sealed class ModelBudgetTests
{
    private const int Concurrency = 4;
    private static readonly Api s_api = Api.Of("openai");

    [Fact]
    public async Task A_budget_is_exceeded_by_no_more_than_the_calls_in_flight_and_the_next_month_has_a_new_one()
    {
        await using var model = await ModelServer.StartAsync(async (context, _, _) =>
        {
            await Task.Delay(20);
            await ModelServer.WriteAsync(context, 200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        });
        await using var judged = await JudgedCompany.StartAsync(s_api, model.Address, "model:default", "fail", ("Models:Default:Concurrency", "4"));
        await PutAsync(judged, 15_000);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i => (int)(await judged.SendAsync($"T-{i}")).StatusCode));

        statuses.Count(status => status == 200).ShouldBe(model.Requests.Count);
        statuses.ShouldAllBe(status => status == 200 || status == 503);
        model.Requests.Count.ShouldBeInRange(10, 10 + Concurrency - 1);
        var state = await judged.StateAsync();
        state.GetProperty("budget_spent").GetBoolean().ShouldBeTrue();
        state.GetProperty("month").GetProperty("calls").GetInt32().ShouldBe(model.Requests.Count);
        var refused = await judged.SendAsync("T-50");
        (await refused.ProblemAsync(503, "model_unavailable")).Text("detail").ShouldContain("(over_budget)");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromHours(1));

        judged.Server.Time.Set(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
        (await judged.ScoreAsync("T-51")).Number("overall_score").ShouldBe(6.0m);
    }

    [Fact]
    public async Task A_budget_of_money_holds_over_a_restart()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        var folder = Directory.CreateTempSubdirectory("vindex-models-").FullName;
        try
        {
            string key;
            await using (var server = await TestServer.StartAsync(folder, settings: JudgedCompany.Settings(s_api, model.Address)))
            {
                var company = await server.CompanyAsync("Acme");
                key = (await company.NewKeyAsync(["scores:write", "scores:read"])).Text("api_key");
                await JudgedCompany.PutAsync(
                    company, new { judge = "model:default", consenting_customers = (string[])[company.DefaultCustomerId], monthly_cost = 0.01m });
                using var client = server.WithKey(key);
                (await client.PostAsync("/v1/score", JudgedCompany.Ticket("T-1"))).EnsureSuccessStatusCode();
                (await client.PostAsync("/v1/score", JudgedCompany.Ticket("T-2"))).EnsureSuccessStatusCode();
            }

            await using var again = await TestServer.StartAsync(folder, settings: JudgedCompany.Settings(s_api, model.Address));
            using var client2 = again.WithKey(key);
            var answer = await (await client2.PostAsync("/v1/score?details=true", JudgedCompany.Ticket("T-3"))).JsonAsync(200);
            answer.GetProperty("confidence").GetProperty("reasons")[0].GetString()!.ShouldContain("(over_budget). The offline judge scored instead.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        model.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_companys_spent_budget_is_not_anothers()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        await using var judged = await JudgedCompany.StartAsync(s_api, model.Address, "model:default", "fail");
        await PutAsync(judged, 0);
        var other = await judged.Server.CompanyAsync("Other");
        await JudgedCompany.PutAsync(other, new { judge = "model:default", consenting_customers = (string[])[other.DefaultCustomerId], monthly_tokens = 10_000 });
        using var client = await other.ClientAsync();

        await (await judged.SendAsync()).ProblemAsync(503, "model_unavailable");
        await (await client.PostAsync("/v1/score", JudgedCompany.Ticket("T-1"))).JsonAsync(200);

        (await judged.StateAsync()).GetProperty("month").GetProperty("calls").GetInt32().ShouldBe(0);
        (await JudgedCompany.StateAsync(other)).GetProperty("month").GetProperty("calls").GetInt32().ShouldBe(1);
        (await JudgedCompany.StateAsync(other)).GetProperty("failures").GetArrayLength().ShouldBe(0);
    }

    private static Task<JsonElement> PutAsync(JudgedCompany judged, int tokens) => judged.PutAsync(
        new { judge = "model:default", fallback = "fail", consenting_customers = (string[])[judged.Company.DefaultCustomerId], monthly_tokens = tokens });
}

using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Judging;

/// <summary>The public evaluator with a model.</summary>
public sealed class EvaluatorModelTests
{
    private static readonly Api s_api = Api.Of("openai");

    [Fact]
    public async Task No_model_is_asked_by_default()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        await using var server = await TestServer.StartAsync(settings: JudgedCompany.Settings(s_api, model.Address));

        await (await server.Anonymous.PostAsync("/evaluate/ticket", JudgedCompany.Ticket("T-1"))).JsonAsync(200);

        model.Requests.ShouldBeEmpty();
        (await (await server.Anonymous.GetAsync("/")).Content.ReadAsStringAsync()).ShouldNotContain("is sent to the model");
    }

    [Fact]
    public async Task A_model_scores_single_tickets_within_its_budget_and_the_page_says_so()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        await using var server = await TestServer.StartAsync(
            settings: [.. JudgedCompany.Settings(s_api, model.Address), ("Evaluator:Judge", "model:default"), ("Evaluator:ModelTokens", "1500")]);

        (await (await server.Anonymous.GetAsync("/")).Content.ReadAsStringAsync()).ShouldContain("is sent to the model judge-model-1 (openai)");
        (await (await server.Anonymous.PostAsync("/evaluate/ticket", JudgedCompany.Ticket("T-1"))).JsonAsync(200)).Number("overall_score").ShouldBe(6.0m);
        var fallback = await (await server.Anonymous.PostAsync("/evaluate/ticket", JudgedCompany.Ticket("T-1"))).JsonAsync(200);
        fallback.GetProperty("confidence").GetProperty("reasons")[0].GetString()!.ShouldContain("(over_budget). The offline judge scored instead.");

        model.Requests.Count.ShouldBe(1);
    }
}

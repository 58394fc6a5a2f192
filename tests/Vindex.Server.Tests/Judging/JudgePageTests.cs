using System.Net;
using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Judging;

/// <summary>The settings page of the judge, without script.</summary>
public sealed class JudgePageTests
{
    private const string Path = "/app/settings/judge";
    private static readonly Api s_api = Api.Of("openai");

    [Fact]
    public async Task Without_a_connection_the_page_says_so()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");

        var page = await owner.ReadAsync(Path);

        page.ShouldContain("This server has no connection to a model.");
        page.ShouldContain("There is no model to try yet.");
        page.ShouldContain("<option value=\"rules\" selected>");
        page.ShouldContain("April 2026");
    }

    [Fact]
    public async Task The_judge_is_chosen_with_consents_budget_and_exceptions()
    {
        await using var server = await TestServer.StartAsync(settings: JudgedCompany.Settings(s_api, new Uri("http://127.0.0.1:1")));
        var acme = await server.CompanyAsync("Acme");
        var second = await acme.NewCustomerAsync("Second");
        var owner = await acme.PersonAsync("owner");

        var saved = await owner.SubmitAndFollowAsync(
            Path,
            ("judge", "model:default"), ("runs", "3"), ("fallback", "fail"), ("consenting_customers", second), ("monthly_tokens", "5000"),
            ("monthly_cost", "1,5"), ("overrides", $"consensus:default customer={second} profile=adam\nrules customer={acme.DefaultCustomerId}"));

        saved.ShouldContain("The judge has been saved.");
        saved.ShouldContain("<option value=\"model:default\" selected>Model default: judge-model-1 (openai)</option>");
        saved.ShouldContain("<option value=\"3\" selected>");
        saved.ShouldContain($"name=\"consenting_customers\" value=\"{second}\" checked");
        saved.ShouldNotContain($"value=\"{acme.DefaultCustomerId}\" checked");
        saved.ShouldContain("0 % of the budget");
        saved.ShouldContain($"consensus:default customer={second} profile=adam");
        var state = await JudgedCompany.StateAsync(acme);
        (state.Text("judge"), state.Text("fallback"), state.Number("monthly_cost")).ShouldBe(("model:default", "fail", 1.5m));
        state.GetProperty("overrides").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task What_does_not_fit_is_told_beside_its_field()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");

        var refused = await (await owner.SubmitAsync(
            Path, ("judge", "model:gone"), ("runs", "2"), ("monthly_tokens", "many"), ("overrides", "rules nonsense\nrules customer=nobody"))).PageAsync(422);

        refused.ShouldContain("Nothing was changed.");
        refused.ShouldContain("This must be 1, 3, 5, 7 or 9");
        refused.ShouldContain("This must be a whole number from 0 to 2147483647");
        refused.ShouldContain("needs a judge and then customer=");
        refused.ShouldContain("rules customer=nobody");
        var unknown = await (await owner.SubmitAsync(Path, ("judge", "rules"), ("overrides", "model:gone customer=nobody"))).PageAsync(422);
        unknown.ShouldContain("names an unknown connection");
        unknown.ShouldContain("is not a customer of the company");
    }

    [Fact]
    public async Task An_own_connection_is_set_tried_and_deleted_and_its_key_is_on_no_page()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(AnswerText.Of(6).ToJsonString()));
        await using var server = await TestServer.StartAsync(settings: [("Callbacks:AllowHttp", "true"), ("Callbacks:AllowedNetworks", "127.0.0.0/8")]);
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        (string, string)[] connection =
            [("provider", "openai"), ("model", "own-model"), ("base_url", s_api.BaseUrl(model.Address).ToString()), ("api_key", TestJudge.Key), ("output_price", "5")];

        (await (await owner.SubmitAsync(Path + "/connection", [.. connection, ("input_price", "-1")])).PageAsync(422)).ShouldNotContain(TestJudge.Key);
        var saved = await owner.SubmitAndFollowAsync(Path + "/connection", connection);
        saved.ShouldContain("The connection has been saved.");
        saved.ShouldContain("Leave empty to keep the present key.");
        saved.ShouldNotContain(TestJudge.Key);
        (await owner.SubmitAndFollowAsync(Path + "/connection", ("provider", "openai"), ("model", "other"), ("base_url", s_api.BaseUrl(model.Address).ToString())))
            .ShouldContain("Model own: other (openai)");
        (await owner.SubmitAndFollowAsync(Path + "/try", ("judge", "consensus:own"))).ShouldContain("It works: the example ticket got ");
        Api.KeyOf(model.Requests.ShouldHaveSingleItem()).ShouldBe(TestJudge.Key);
        (await (await owner.SubmitAsync(Path + "/try", ("judge", "model:gone"))).PageAsync(422)).ShouldContain("with a connection that exists");
        (await owner.SubmitAndFollowAsync(Path + "/connection/delete")).ShouldContain("The connection and its key have been deleted.");
    }

    [Fact]
    public async Task Failures_of_the_month_are_listed_and_a_spent_budget_is_told()
    {
        await using var model = await ModelServer.StartAsync(401, s_api.Error("invalid_api_key", "No."));
        await using var judged = await JudgedCompany.StartAsync(s_api, model.Address);
        await judged.ScoreAsync();
        var owner = await judged.Company.PersonAsync("owner");

        var page = await owner.ReadAsync(Path);
        page.ShouldContain("The model does not accept the API key (<code>unauthorized</code>)");
        (await owner.SubmitAndFollowAsync(Path + "/try", ("judge", "model:default"))).ShouldContain("It gave no score. The model judge-model-1 does not accept the API key");
        (await owner.SubmitAndFollowAsync(Path, ("judge", "model:default"), ("monthly_tokens", "0"))).ShouldContain("The budget of this month is spent");
    }

    [Fact]
    public async Task Other_roles_and_forms_without_the_token_are_refused()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var (owner, member) = (await acme.PersonAsync("owner"), await acme.PersonAsync("member"));
        foreach (var path in (string[])[Path, Path + "/try", Path + "/connection", Path + "/connection/delete"])
        {
            await (await member.SubmitAsync(path, ("judge", "rules"))).PageAsync(403);
            (await owner.FormAsync(path, ("judge", "rules"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
    }
}

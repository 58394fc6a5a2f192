using System.Text.Json;
using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Server.Configuration;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Judging;

/// <summary>Reading and changing who judges.</summary>
public sealed class JudgingApiTests
{
    private static readonly Api s_api = Api.Of("openai");

    [Fact]
    public async Task Only_owners_and_admins_read_and_change_who_judges()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var (owner, member) = (await acme.PersonAsync("owner"), await acme.PersonAsync("member"));
        using var key = await acme.ClientAsync("scores:read", "scores:write", "installations:write", "feedback:write");

        var state = await (await owner.GetAsync("/portal/judging")).JsonAsync(200);
        state.Text("judge").ShouldBe("rules");
        state.GetProperty("connections").GetArrayLength().ShouldBe(0);
        await (await member.GetAsync("/portal/judging")).ProblemAsync(403);
        await (await member.PutAsync("/portal/judging", new { judge = "rules" })).ProblemAsync(403);
        await (await member.PostAsync("/portal/judging/try", new { judge = "model:default" })).ProblemAsync(403);
        await (await key.GetAsync("/portal/judging")).ProblemAsync(403);
        await (await key.GetAsync($"/admin/companies/{acme.Id}/judging")).ProblemAsync(403);
        await (await server.Anonymous.GetAsync("/portal/judging")).ProblemAsync(401);
        await (await server.Admin.GetAsync("/admin/companies/co_nobody/judging")).ProblemAsync(404);
    }

    [Fact]
    public async Task Changes_are_in_the_audit_log()
    {
        await using var model = await ModelServer.StartAsync(200, "{}");
        await using var server = await TestServer.StartAsync(settings: JudgedCompany.Settings(s_api, model.Address));
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");

        var rules = new { judge = "consensus:default", runs = 3, fallback = "fail", consenting_customers = (string[])[acme.DefaultCustomerId], monthly_tokens = 5, monthly_cost = 1.5 };
        var state = await (await owner.PutAsync("/portal/judging", rules)).JsonAsync(200);
        (state.Text("judge"), state.GetProperty("runs").GetInt32(), state.Text("fallback"), state.GetProperty("monthly_tokens").GetInt32(), state.Number("monthly_cost"))
            .ShouldBe(("consensus:default", 3, "fail", 5, 1.5m));
        (await (await owner.GetAsync("/portal/judging")).JsonAsync(200)).GetRawText().ShouldBe(state.GetRawText());

        var entry = (await (await owner.GetAsync("/portal/audit")).JsonAsync(200)).GetProperty("items").EnumerateArray()
            .Single(one => one.Text("action") == "judging.changed");
        entry.GetProperty("detail").Text("judge").ShouldBe("consensus:default");
        entry.GetProperty("detail").Text("consenting_customers").ShouldBe(acme.DefaultCustomerId);
    }

    [Theory]
    [InlineData("""{}""", "judge", "is required")]
    [InlineData("""{"judge": "model"}""", "judge", "must be rules, model:NAME or consensus:NAME, where NAME is a connection")]
    [InlineData("""{"judge": "model:"}""", "judge", "must be rules, model:NAME or consensus:NAME, where NAME is a connection")]
    [InlineData("""{"judge": "model:other"}""", "judge", "names an unknown connection; known connections: default")]
    [InlineData("""{"judge": "model:own"}""", "judge", "names an unknown connection; known connections: default")]
    [InlineData("""{"judge": "rules", "runs": 2}""", "runs", "must be 1, 3, 5, 7 or 9")]
    [InlineData("""{"judge": "rules", "runs": 11}""", "runs", "must be 1, 3, 5, 7 or 9")]
    [InlineData("""{"judge": "rules", "fallback": "retry"}""", "fallback", "must be rules or fail")]
    [InlineData("""{"judge": "rules", "monthly_tokens": -1}""", "monthly_tokens", "must be a whole number from 0 to 2147483647")]
    [InlineData("""{"judge": "rules", "monthly_cost": -0.1}""", "monthly_cost", "must be a number from 0 to 1000000")]
    [InlineData("""{"judge": "rules", "consenting_customers": ["nobody"]}""", "consenting_customers[0]", "is not a customer of the company")]
    [InlineData("""{"judge": "rules", "overrides": [{"judge": "model:other"}]}""", "overrides[0].judge", "names an unknown connection; known connections: default")]
    [InlineData("""{"judge": "rules", "overrides": [{"judge": "rules", "customer_id": "x"}]}""", "overrides[0].customer_id", "is not a customer of the company")]
    [InlineData("""{"judge": "rules", "overrides": [{"judge": "rules", "profile": "x"}]}""", "overrides[0].profile", "must be one of adam")]
    public async Task What_is_not_allowed_is_refused(string body, string field, string error)
    {
        await using var server = await TestServer.StartAsync(settings: JudgedCompany.Settings(s_api, new Uri("http://127.0.0.1:1")));
        var acme = await server.CompanyAsync("Acme");

        var problem = await (await server.Admin.PutAsync($"/admin/companies/{acme.Id}/judging", Json.Text(body))).ProblemAsync(422);

        problem.GetProperty("errors").GetProperty(field)[0].GetString().ShouldBe(error);
    }

    [Theory]
    [InlineData("""{"provider": "vendor", "model": "m"}""", "provider")]
    [InlineData("""{"provider": "openai", "model": "m"}""", "api_key")]
    [InlineData("""{"provider": "azure_openai", "model": "m", "api_key": "k"}""", "base_url")]
    [InlineData("""{"provider": "openai", "model": "m", "api_key": "a b"}""", "api_key")]
    [InlineData("""{"provider": "openai", "model": "m", "api_key": "ü"}""", "api_key")]
    [InlineData("""{"provider": "openai", "model": " ", "api_key": "k"}""", "model")]
    [InlineData("""{"provider": "openai", "model": "m", "api_key": "k", "format": "xml"}""", "format")]
    [InlineData("""{"provider": "openai", "model": "m", "api_key": "k", "input_price": -1}""", "input_price")]
    public async Task A_connection_that_cannot_work_is_refused(string body, string field)
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");

        var problem = await (await server.Admin.PutAsync($"/admin/companies/{acme.Id}/judging/connection", Json.Text(body))).ProblemAsync(422);

        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(problem.GetRawText());
    }

    [Fact]
    public async Task Trying_a_judge_says_what_comes_of_it()
    {
        var isWell = true;
        await using var model = await ModelServer.StartAsync((context, _, _) => Volatile.Read(ref isWell)
            ? ModelServer.WriteAsync(context, 200, s_api.Success(AnswerText.Of(6).ToJsonString()))
            : ModelServer.WriteAsync(context, 401, s_api.Error("invalid_api_key", "No.")));
        await using var server = await TestServer.StartAsync(settings: JudgedCompany.Settings(s_api, model.Address));
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");

        var works = await (await owner.PostAsync("/portal/judging/try", new { judge = "model:default" })).JsonAsync(200);
        (works.GetProperty("ok").GetBoolean(), works.Number("overall_score"), works.GetProperty("output_tokens").GetInt32()).ShouldBe((true, 6.0m, 300));
        Volatile.Write(ref isWell, false);
        var fails = await (await owner.PostAsync("/portal/judging/try", new { judge = "consensus:default" })).JsonAsync(200);
        (fails.GetProperty("ok").GetBoolean(), fails.Text("reason")).ShouldBe((false, "unauthorized"));
        fails.GetProperty("overall_score").ValueKind.ShouldBe(JsonValueKind.Null);
        await (await owner.PostAsync("/portal/judging/try", new { judge = "rules" })).ProblemAsync(422, "unknown_connection");

        (await (await owner.GetAsync("/portal/judging")).JsonAsync(200)).GetProperty("month").GetProperty("calls").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("Models:Default:Provider", "vendor", "Models:Default:Provider must be one of openai, azure_openai")]
    [InlineData("Models:Fast:Provider", "openai", "Models:Fast:Model is missing")]
    [InlineData("Models:Fast:Colour", "red", "Models:Fast:Colour is not a setting")]
    [InlineData("Models:Fast:Concurrency", "0", "Models:Fast:Concurrency must be a whole number from 1 to 1024")]
    [InlineData("Models:Own:Model", "m", "Models:Own: the name is reserved")]
    [InlineData("Evaluator:Judge", "model:fast", "Evaluator:Judge is \"model:fast\", but Models has no connection fast with a provider")]
    [InlineData("Evaluator:Judge", "gpt", "Evaluator:Judge must be rules, model:NAME or consensus:NAME")]
    public async Task The_server_does_not_start_with_connections_that_cannot_work(string key, string value, string problem)
    {
        var refused = await Should.ThrowAsync<BadSettingsException>(() => TestServer.StartAsync(settings: (key, value)));

        refused.Complaints.ShouldContain(complaint => complaint.StartsWith(problem));
    }
}

using Microsoft.AspNetCore.Http;
using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Judging;

/// <summary>Whatever an endpoint does, <c>POST /v1/score</c> ends: with the offline judge's score, which says so, or with 503.</summary>
public sealed class ModelFailureTests
{
    public static TheoryData<string, string> Behaviors
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var provider in (string[])["openai", "anthropic"])
            {
                foreach (var behavior in s_behaviors.Keys) data.Add(provider, behavior);
            }

            return data;
        }
    }

    private static readonly Dictionary<string, (string Reason, Func<Api, HttpContextAnswer> Answer)> s_behaviors = new()
    {
        ["401"] = ("unauthorized", api => Says(401, api.Error("invalid_api_key", $"Not with {TestJudge.Key}."))),
        ["404"] = ("model_not_found", api => Says(404, api.Error("model_not_found", "No such model."))),
        ["400"] = ("rejected", api => Says(400, api.Error("context_length_exceeded", $"Too long: {TestJudge.Secret}"))),
        ["429"] = ("rate_limited", api => Says(429, api.Error("rate_limit_error", "Slow down."), ("Retry-After", "3600"))),
        ["quota"] = ("quota_exhausted", api => Says(402, api.Error("billing_error", "No credit."))),
        ["500"] = ("server_error", api => Says(500, api.Error("api_error", "Broken."))),
        ["redirect"] = ("redirected", _ => Says(302, "", ("Location", "http://127.0.0.1:1/v1"))),
        ["not JSON"] = ("invalid_answer", _ => Says(200, "<html>proxy</html>")),
        ["not the schema"] = ("invalid_answer", api => Says(200, api.Success("{\"score\": 10}"))),
        ["out of range"] = ("invalid_answer", api => Says(200, api.Success(AnswerText.Of(11).ToJsonString()))),
        ["refusal"] = ("declined", api => Says(200, api.Refusal())),
        ["truncated"] = ("truncated", api => Says(200, api.OutOfTokens("{\"independent\": {"))),
        ["too long"] = ("response_too_large", api => Says(200, api.Success(new string('x', 2 * 1024 * 1024)))),
        ["cut off"] = ("unreachable", _ => BreakOffAsync),
    };

    private delegate Task HttpContextAnswer(HttpContext context);

    [Theory]
    [MemberData(nameof(Behaviors))]
    public async Task A_failure_ends_in_a_marked_score_or_in_503(string provider, string behavior)
    {
        var api = Api.Of(provider);
        var (reason, answer) = s_behaviors[behavior];
        await using var model = await ModelServer.StartAsync((context, _, _) => answer(api)(context));
        await using var judged = await JudgedCompany.StartAsync(api, model.Address, "model:default", "rules");

        var score = await judged.ScoreAsync();
        var metadata = score.GetProperty("model_metadata");
        metadata.Text("provider").ShouldBe("vindex");
        metadata.GetProperty("run").Text("failure").ShouldBe(reason);
        score.GetProperty("confidence").GetProperty("reasons")[0].GetString()!.ShouldEndWith($"({reason}). The offline judge scored instead.");
        var failures = (await judged.StateAsync()).GetProperty("failures");
        (failures[0].Text("connection"), failures[0].Text("reason"), failures[0].GetProperty("count").GetInt32()).ShouldBe(("default", reason, 1));

        await judged.PutAsync(new { judge = "model:default", fallback = "fail", consenting_customers = (string[])[judged.Company.DefaultCustomerId] });
        var refused = await judged.SendAsync("T-2");
        var problem = await refused.ProblemAsync(503, "model_unavailable");
        problem.Text("detail").ShouldEndWith($"({reason}).");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        (score.GetRawText() + problem.GetRawText()).ShouldNotContain(TestJudge.Key);
        problem.GetRawText().ShouldNotContain(TestJudge.Secret);
        (await (await judged.Client.GetAsync("/portal/scores")).JsonAsync(200)).GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task An_endpoint_that_does_not_answer_ends_in_a_timeout(string provider)
    {
        var api = Api.Of(provider);
        await using var model = await ModelServer.StartAsync((context, _, _) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }));
        await using var judged = await JudgedCompany.StartAsync(api, model.Address, "model:default", "fail");

        var sent = judged.SendAsync();
        await Evaluations.Eventually.Async(() => model.Requests.Count == 1);
        judged.Server.Time.Advance(TimeSpan.FromSeconds(31));

        (await (await sent).ProblemAsync(503, "model_unavailable")).Text("detail").ShouldContain("(timed_out)");
        var month = (await judged.StateAsync()).GetProperty("month");
        month.GetProperty("calls").GetInt32().ShouldBe(1);
        month.GetProperty("input_tokens").GetInt32().ShouldBeGreaterThan(500);
    }

    [Fact]
    public async Task A_failed_request_can_be_repeated_under_its_key()
    {
        var api = Api.Of("openai");
        await using var model = await ModelServer.StartAsync((context, _, number) => number == 1
            ? ModelServer.WriteAsync(context, 500, "{}")
            : ModelServer.WriteAsync(context, 200, api.Success(AnswerText.Of(6).ToJsonString())));
        await using var judged = await JudgedCompany.StartAsync(api, model.Address, "model:default", "fail");

        await (await SendAsync()).ProblemAsync(503, "model_unavailable");
        var first = await (await SendAsync()).JsonAsync(200);
        (await (await SendAsync()).JsonAsync(200)).Text("score_id").ShouldBe(first.Text("score_id"));

        model.Requests.Count.ShouldBe(2);
        async Task<HttpResponseMessage> SendAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/score") { Content = JudgedCompany.Ticket("T-1") };
            request.Headers.Add("Idempotency-Key", "once");
            return await judged.Client.SendAsync(request);
        }
    }

    [Fact]
    public async Task After_repeated_failures_the_endpoint_is_left_alone_for_a_moment()
    {
        var api = Api.Of("openai");
        var isWell = false;
        await using var model = await ModelServer.StartAsync((context, _, _) => Volatile.Read(ref isWell)
            ? ModelServer.WriteAsync(context, 200, api.Success(AnswerText.Of(6).ToJsonString()))
            : ModelServer.WriteAsync(context, 500, "{}"));
        await using var judged = await JudgedCompany.StartAsync(api, model.Address, "model:default", "fail");
        for (var i = 0; i < 10; i++) await (await judged.SendAsync($"T-{i}")).ProblemAsync(503);

        Volatile.Write(ref isWell, true);
        (await (await judged.SendAsync("T-10")).ProblemAsync(503)).Text("detail").ShouldContain("(circuit_open)");
        model.Requests.Count.ShouldBe(10);

        judged.Server.Time.Advance(TimeSpan.FromSeconds(16));
        (await judged.ScoreAsync("T-11")).Number("overall_score").ShouldBe(6.0m);
    }

    [Fact]
    public async Task A_connection_that_was_removed_from_the_settings_is_a_failure()
    {
        var api = Api.Of("openai");
        await using var model = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(6).ToJsonString()));
        var folder = Directory.CreateTempSubdirectory("vindex-models-").FullName;
        try
        {
            string customer;
            string key;
            await using (var server = await TestServer.StartAsync(folder, settings: JudgedCompany.Settings(api, model.Address)))
            {
                var company = await server.CompanyAsync("Acme");
                customer = company.DefaultCustomerId;
                key = (await company.NewKeyAsync(["scores:write", "scores:read"])).Text("api_key");
                await JudgedCompany.PutAsync(company, new { judge = "model:default", consenting_customers = (string[])[customer] });
            }

            await using var without = await TestServer.StartAsync(folder);
            using var client = without.WithKey(key);
            var answer = await (await client.PostAsync("/v1/score?details=true", JudgedCompany.Ticket("T-1"))).JsonAsync(200);
            answer.GetProperty("confidence").GetProperty("reasons")[0].GetString().ShouldBe(
                "The model default is not configured (not_configured). The offline judge scored instead.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task BreakOffAsync(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.Body.WriteAsync("{"u8.ToArray());
        context.Abort();
    }

    private static HttpContextAnswer Says(int status, string body, params (string Name, string Value)[] headers) =>
        context => ModelServer.WriteAsync(context, status, body, headers);
}

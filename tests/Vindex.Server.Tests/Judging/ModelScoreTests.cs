using System.Text.Json;
using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Scoring.Judging;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Judging;

/// <summary>Scores that a model made, over HTTP on both sides.</summary>
public sealed class ModelScoreTests
{
    private static readonly int[] s_six = [9, 8, 8, 6, 7, 5];

    [Theory]
    [InlineData("openai")]
    [InlineData("ollama")]
    [InlineData("anthropic")]
    public async Task A_model_scores_and_the_score_says_which_and_what_it_took(string provider)
    {
        var api = Api.Of(provider);
        await using var model = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(s_six, TestJudge.Words).ToJsonString()));
        await using var judged = await JudgedCompany.StartAsync(api, model.Address);

        var score = await judged.ScoreAsync();

        score.Number("overall_score").ShouldBe(7.2m);
        score.GetProperty("invest_scores").GetProperty("negotiable").GetInt32().ShouldBe(8);
        var metadata = score.GetProperty("model_metadata");
        (metadata.Text("provider"), metadata.Text("model_name")).ShouldBe((provider, JudgedCompany.Model));
        var run = metadata.GetProperty("run");
        (run.Text("provider"), run.Text("model"), run.GetProperty("calls").GetInt32()).ShouldBe((provider, JudgedCompany.Model, 1));
        run.Text("prompt_hash").Length.ShouldBe(64);
        (run.GetProperty("input_tokens").GetInt64(), run.GetProperty("output_tokens").GetInt64(), run.Number("cost")).ShouldBe((1200, 300, 0.0054m));
        run.TryGetProperty("failure", out _).ShouldBeFalse();
        score.GetRawText().ShouldNotContain("temperature");
        score.GetProperty("explanation").GetProperty("valuable").GetProperty("contributions")[0].Text("quote").ShouldBe(TestJudge.Words);
        model.Requests.Count.ShouldBe(1);
        Api.KeyOf(model.Requests[0]).ShouldBe(TestJudge.Key);
        var month = (await judged.StateAsync()).GetProperty("month");
        (month.Text("month"), month.GetProperty("calls").GetInt32(), month.GetProperty("input_tokens").GetInt32(), month.Number("cost"))
            .ShouldBe(("2026-04", 1, 1200, 0.0054m));
    }

    [Fact]
    public async Task Rules_are_the_default_and_ask_no_model()
    {
        var api = Api.Of("openai");
        await using var model = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(9).ToJsonString()));
        await using var judged = await JudgedCompany.StartAsync(api, model.Address);
        var other = await judged.Server.CompanyAsync("Other");
        using var client = await other.ClientAsync();

        var answer = await (await client.PostAsync("/v1/score", JudgedCompany.Ticket("T-1"))).JsonAsync(200);

        var metadata = (await (await client.GetAsync($"/portal/scores/{answer.Text("score_id")}")).JsonAsync(200)).GetProperty("model_metadata");
        metadata.GetRawText().ShouldBe($$"""{"provider":"vindex","model_name":"{{JudgeVersions.LatestModelName}}"}""");
        model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_consensus_that_differs_by_more_than_three_says_so()
    {
        var api = Api.Of("openai");
        await using var model = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(0).ToJsonString()));
        await using var judged = await JudgedCompany.StartAsync(api, model.Address, "consensus:default", "rules");

        var score = await judged.ScoreAsync();

        score.GetProperty("model_metadata").Text("model_name").ShouldBe($"{JudgedCompany.Model}+{JudgeVersions.LatestModelName}");
        score.GetProperty("confidence").GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString())
            .ShouldContain(reason => reason!.StartsWith("The judges disagree on "));
    }

    [Fact]
    public async Task The_median_of_several_answers_counts()
    {
        var api = Api.Of("openai");
        await using var model = await ModelServer.StartAsync((context, _, number) =>
            ModelServer.WriteAsync(context, 200, api.Success(AnswerText.Of(number == 1 ? 2 : 6).ToJsonString())));
        await using var judged = await JudgedCompany.StartAsync(api, model.Address);
        await judged.PutAsync(new { judge = "model:default", runs = 3, consenting_customers = (string[])[judged.Company.DefaultCustomerId] });

        var score = await judged.ScoreAsync();

        score.Number("overall_score").ShouldBe(6.0m);
        score.GetProperty("model_metadata").GetProperty("run").GetProperty("calls").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task The_judge_can_be_chosen_by_customer_and_by_profile()
    {
        var api = Api.Of("openai");
        await using var model = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(6).ToJsonString()));
        await using var judged = await JudgedCompany.StartAsync(api, model.Address, settings: JudgedCompany.Settings(api, model.Address, "Second"));
        var (first, second) = (judged.Company.DefaultCustomerId, await judged.Company.NewCustomerAsync("Second"));
        (await judged.Server.Admin.PutAsync(
            $"/admin/companies/{judged.Company.Id}/profiles/strict", Json.Text("""{"rule_weights": {}, "vocabulary": {}}"""))).EnsureSuccessStatusCode();
        await judged.PutAsync(new
        {
            judge = "rules",
            overrides = (object[])[new { judge = "consensus:second", profile = "strict", customer_id = second }, new { judge = "model:default", customer_id = second }],
            consenting_customers = (string[])[first, second],
        });

        (await NameAsync(first, "strict")).ShouldBe(JudgeVersions.LatestModelName);
        (await NameAsync(second, "adam")).ShouldBe(JudgedCompany.Model);
        (await NameAsync(second, "strict")).ShouldBe($"{JudgedCompany.Model}+{JudgeVersions.LatestModelName}");

        async Task<string> NameAsync(string customer_id, string system_type)
        {
            var body = Json.Content(new { customer_id, system_type, ticket_data = new { summary = "Export customers" } });
            var answer = await (await judged.Client.PostAsync("/v1/score", body)).JsonAsync(200);
            return (await (await judged.Client.GetAsync($"/portal/scores/{answer.Text("score_id")}")).JsonAsync(200)).GetProperty("model_metadata").Text("model_name");
        }
    }

    [Fact]
    public async Task Without_consent_no_text_is_sent_and_the_score_says_so()
    {
        var api = Api.Of("openai");
        await using var model = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(6).ToJsonString()));
        await using var judged = await JudgedCompany.StartAsync(api, model.Address, rules: new { judge = "model:default", fallback = "fail" });

        var score = await judged.ScoreAsync();

        score.GetProperty("model_metadata").Text("provider").ShouldBe("vindex");
        score.GetProperty("confidence").GetProperty("reasons")[0].GetString()!.ShouldStartWith("The customer has not consented to its tickets being sent to a model.");
        model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_batch_and_repeated_requests_ask_once_for_each_ticket()
    {
        var api = Api.Of("openai");
        await using var model = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(6).ToJsonString()));
        await using var judged = await JudgedCompany.StartAsync(api, model.Address);
        var body = string.Join('\n', Enumerable.Range(0, 5).Select(i => JsonSerializer.Serialize(new { ticket_data = new { summary = $"Export list {i}" } })));

        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/score/batch") { Content = new StringContent(body, null, "application/x-ndjson") };
            request.Headers.Add("Idempotency-Key", "batch-1");
            var lines = (await (await judged.Client.SendAsync(request)).Content.ReadAsStringAsync()).Trim().Split('\n');
            lines.Length.ShouldBe(6);
            lines[^1].ShouldBe("""{"done":true,"scored":5,"failed":0}""");
            lines[..^1].ShouldAllBe(line => line.Contains("\"overall_score\":6,"));
        }

        model.Requests.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Rescoring_asks_the_model_and_keeps_what_is_up_to_date()
    {
        var api = Api.Of("openai");
        await using var model = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(6).ToJsonString()));
        await using var judged = await JudgedCompany.StartAsync(api, model.Address, "rules", "rules");
        await judged.ScoreAsync();
        await judged.PutAsync(new { judge = "model:default", consenting_customers = (string[])[judged.Company.DefaultCustomerId] });
        judged.Server.Time.Advance(TimeSpan.FromMinutes(1));

        var preview = await (await judged.Client.GetAsync("/portal/rescores/preview")).Content.ReadAsStringAsync();
        preview.ShouldContain("A model will score this ticket.");
        model.Requests.ShouldBeEmpty();
        (await RescoreAsync()).GetProperty("rescored").GetInt32().ShouldBe(1);
        judged.Server.Time.Advance(TimeSpan.FromMinutes(1));
        (await RescoreAsync()).GetProperty("up_to_date").GetInt32().ShouldBe(1);

        model.Requests.Count.ShouldBe(1);
        async Task<JsonElement> RescoreAsync()
        {
            var id = (await (await judged.Client.PostAsync("/portal/rescores", null)).JsonAsync(201)).Text("rescore_id");
            return await Evaluations.Eventually.Async(
                async () =>
                {
                    judged.Server.Time.Advance(TimeSpan.FromSeconds(1));
                    return await (await judged.Client.GetAsync($"/portal/rescores/{id}")).JsonAsync(200);
                },
                run => run.Text("status") is not ("queued" or "running"));
        }
    }

    [Fact]
    public async Task A_score_of_a_model_survives_a_restart_and_is_exported()
    {
        var api = Api.Of("anthropic");
        await using var model = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(s_six, TestJudge.Words).ToJsonString()));
        await using var judged = await JudgedCompany.StartAsync(api, model.Address);
        var score = await judged.ScoreAsync();

        var exported = await (await judged.Client.GetAsync("/portal/scores/export?format=ndjson")).Content.ReadAsStringAsync();

        exported.ShouldContain(score.GetProperty("model_metadata").GetRawText());
    }
}

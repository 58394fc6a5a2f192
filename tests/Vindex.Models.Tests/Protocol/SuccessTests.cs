using Shouldly;
using Vindex.Models.Prompts;
using Vindex.Models.Settings;
using Vindex.Scoring;
using Xunit;

namespace Vindex.Models.Tests.Protocol;

/// <summary>Over real HTTP: what is sent, and what an answer becomes.</summary>
public sealed class SuccessTests
{
    [Theory]
    [InlineData("openai")]
    [InlineData("ollama")]
    [InlineData("anthropic")]
    public async Task An_answer_becomes_a_score_that_adds_up(string provider)
    {
        var api = Api.Of(provider);
        await using var server = await ModelServer.StartAsync(200, api.Success(AnswerText.Of([9, 8, 8, 6, 7, 5], TestJudge.Words).ToJsonString()));
        var meter = new CountingMeter();

        var judged = (await TestJudge.JudgeAsync(api.Settings(server.Address), meter: meter)).ShouldBeOfType<ModelOutcome.Judged>().Judgement;

        judged.Scores.ShouldBe(new InvestScores(9, 8, 8, 6, 7, 5));
        judged.Scores.Overall.ShouldBe(7.2m);
        foreach (var (dimension, how) in judged.Explanation!)
        {
            how.Score.ShouldBe(judged.Scores[dimension]);
            (how.Start.Points + how.Contributions.Sum(contribution => contribution.Points)).ShouldBe(how.Sum, 0.001);
            how.Contributions[0].Why.ShouldBe($"The export is judged on {dimension.Name()}");
            var quoted = how.Contributions[0];
            TestJudge.Ticket.Description.Text![quoted.Start!.Value..quoted.End!.Value].ShouldBe(quoted.Quote);
            quoted.Quote.ShouldBe(TestJudge.Words);
        }

        judged.Recommendations.ShouldBe(["Say how many rows the exported file may have.", "Move the filters of the export to a ticket of their own."]);
        judged.RecommendationDetails.Select(detail => detail.Lift).ShouldBe([0.83, 0.5]);
        judged.ContextUsed[Dimension.Valuable].ShouldBe([$"The export is judged on valuable: “{TestJudge.Words}”"]);
        judged.Reading!.Kind.ShouldBe(Scoring.Reading.TicketKind.Story);
        var run = judged.Run!;
        (run.Provider, run.Model, run.PromptHash, run.Calls).ShouldBe((provider, "judge-model-1", PromptSet.Judging.Hash, 1));
        (run.InputTokens, run.OutputTokens, run.Cost).ShouldBe((1200, 300, 0.0054m));
        run.Parameters.ShouldBe("format=schema max_output_tokens=4096 mode=model runs=1");
        (meter.Calls, meter.Cost).ShouldBe((1, 0.0054m));
    }

    [Theory]
    [InlineData("openai", "max_completion_tokens")]
    [InlineData("vllm", "max_tokens")]
    [InlineData("anthropic", "max_tokens")]
    public async Task The_request_has_the_ticket_between_markers_a_schema_and_no_tools(string provider, string limit)
    {
        var api = Api.Of(provider);
        await using var server = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(5).ToJsonString()));

        await TestJudge.JudgeAsync(api.Settings(server.Address));

        var request = server.Requests.ShouldHaveSingleItem();
        request.Path.ShouldBe(api.Path);
        Api.KeyOf(request).ShouldBe(TestJudge.Key);
        request.Body.GetProperty("model").GetString().ShouldBe("judge-model-1");
        request.Body.GetProperty(limit).GetInt32().ShouldBe(4096);
        (request.Body.TryGetProperty("temperature", out var temperature) ? temperature.GetDouble() : (double?)null).ShouldBe(provider == "anthropic" ? null : 0);
        request.Body.TryGetProperty("tools", out _).ShouldBeFalse();
        api.SchemaOf(request).GetProperty("required").GetArrayLength().ShouldBe(7);
        var lines = request.Body.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!.Split('\n');
        var marker = lines.First(line => line.StartsWith("=====ticket-", StringComparison.Ordinal));
        var (first, last) = (Array.IndexOf(lines, marker), Array.LastIndexOf(lines, marker));
        lines[(first + 1)..last].ShouldBe([
            "Title:", "Export customers", "", "Description:",
            $"As a sales manager I want to {TestJudge.Words} so that I can call the customers of {TestJudge.Secret} without copying rows by hand.",
            "- The file has one row per customer", "- Columns: name, phone, city",
        ]);
    }

    [Theory]
    [InlineData("openai", AnswerFormat.Text)]
    [InlineData("anthropic", AnswerFormat.Text)]
    [InlineData("anthropic", AnswerFormat.Json)]
    public async Task An_endpoint_without_schemas_is_asked_by_the_prompt_alone(string provider, AnswerFormat format)
    {
        var api = Api.Of(provider);
        var text = $"<think>Six of them {{so far}}.</think>\n```json\n{AnswerText.Of(6).ToJsonString()}\n```\nThat is all.";
        await using var server = await ModelServer.StartAsync(200, api.Success(text));

        var outcome = await TestJudge.JudgeAsync(api.Settings(server.Address) with { Format = format, Temperature = null });

        outcome.ShouldBeOfType<ModelOutcome.Judged>().Judgement.Scores.OverallTenths.ShouldBe(60);
        var body = server.Requests[0].Body;
        body.TryGetProperty("response_format", out _).ShouldBeFalse();
        body.TryGetProperty("output_config", out _).ShouldBeFalse();
        body.TryGetProperty("temperature", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Any_JSON_object_can_be_asked_for()
    {
        var api = Api.Of("ollama");
        await using var server = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(6).ToJsonString()));

        await TestJudge.JudgeAsync(api.Settings(server.Address) with { Format = AnswerFormat.Json, Key = null });

        server.Requests[0].Body.GetProperty("response_format").GetProperty("type").GetString().ShouldBe("json_object");
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_wrong_answer_is_repaired_once(string provider)
    {
        var api = Api.Of(provider);
        var wrong = AnswerText.Of(6);
        wrong["small"]!["score"] = 11;
        await using var server = await ModelServer.StartAsync((context, _, number) =>
            ModelServer.WriteAsync(context, 200, api.Success((number == 1 ? wrong : AnswerText.Of(6)).ToJsonString())));

        var judged = (await TestJudge.JudgeAsync(api.Settings(server.Address))).ShouldBeOfType<ModelOutcome.Judged>().Judgement;

        judged.Scores.OverallTenths.ShouldBe(60);
        (judged.Run!.Calls, judged.Run.InputTokens).ShouldBe((2, 2400));
        server.Requests.Count.ShouldBe(2);
        server.Requests[1].Prompt.ShouldContain("small.score must be a whole number from 0 to 10.");
    }

    [Fact]
    public async Task The_median_of_several_answers_counts_and_a_wide_spread_is_reported()
    {
        var api = Api.Of("openai");
        await using var server = await ModelServer.StartAsync((context, _, number) =>
            ModelServer.WriteAsync(context, 200, api.Success(AnswerText.Of(new[] { 2, 9, 5 }[(number - 1) % 3], TestJudge.Words).ToJsonString())));

        var judged = (await TestJudge.JudgeAsync(api.Settings(server.Address), new JudgingPlan(Runs: 3))).ShouldBeOfType<ModelOutcome.Judged>().Judgement;

        judged.Scores.OverallTenths.ShouldBe(50);
        judged.Run!.Calls.ShouldBe(3);
        judged.Confidence!.Reasons.ShouldContain("The model's answers differ by 7 points on testable.");
    }

    [Fact]
    public async Task A_consensus_is_the_mean_with_the_offline_judge_and_says_where_they_disagree()
    {
        var api = Api.Of("openai");
        await using var server = await ModelServer.StartAsync(200, api.Success(AnswerText.Of([1, 8, 8, 6, 7, 5], TestJudge.Words).ToJsonString()));
        var offline = TestJudge.Offline.Judge(Scoring.Tickets.TicketReader.Read(TestJudge.Ticket, Scoring.Tickets.TicketLimits.Api)).Scores;

        var judged = (await TestJudge.JudgeAsync(api.Settings(server.Address), new JudgingPlan(JudgingMode.Consensus)))
            .ShouldBeOfType<ModelOutcome.Judged>().Judgement;

        judged.Scores.Independent.ShouldBe((int)Math.Round((1 + offline.Independent) / 2.0, MidpointRounding.AwayFromZero));
        judged.Scores.Small.ShouldBe((int)Math.Round((7 + offline.Small) / 2.0, MidpointRounding.AwayFromZero));
        judged.Explanation![Dimension.Small].Contributions.Sum(contribution => contribution.Points).ShouldBe((7 + offline.Small) / 2.0);
        offline.Independent.ShouldBeGreaterThan(4);
        judged.Confidence!.Reasons.ShouldContain($"The judges disagree on independent: the model says 1, the offline judge {offline.Independent}.");
        judged.Confidence.Reasons.ShouldNotContain(reason => reason.Contains("negotiable"));
    }
}

using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Models.Tests.Rewriting;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Judging;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Rewriting;

/// <summary>Better texts that a model words: API, portal and evaluator.</summary>
public sealed class ModelRewritingTests
{
    private static readonly Api s_api = Api.Of("openai");
    private static readonly string s_answer = ProposalText.Of(
        ("Description", [("paragraph", "Sales managers export the customer list as CSV to the warehouse.")]),
        ("Acceptance criteria", [("bullet", "The file has one row per customer."), ("question", "Which encoding has the file?")]));

    [Fact]
    public async Task Whoever_judges_the_ticket_words_the_text()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(s_answer));
        await using var judged = await JudgedCompany.StartAsync(s_api, model.Address);

        var answer = await RewriteAsync(judged);

        answer.Text("text").ShouldStartWith("## Description\n\nSales managers export");
        answer.GetProperty("new_phrases").EnumerateArray().Select(phrase => phrase.GetString()).ShouldBe(["warehouse"]);
        answer.GetProperty("questions")[0].GetString().ShouldBe("Which encoding has the file?");
        answer.GetProperty("difference").EnumerateArray().ShouldContain(line => line.Text("change") == "removed");
        var rewriter = answer.GetProperty("rewriter");
        (rewriter.Text("name"), rewriter.GetProperty("run").Text("model"), rewriter.TryGetProperty("remark", out _)).ShouldBe(("model", JudgedCompany.Model, false));
        (await judged.StateAsync()).GetProperty("month").GetProperty("calls").GetInt32().ShouldBe(1);

        (await RewriteAsync(judged, "rules")).GetProperty("rewriter").GetRawText().ShouldBe("""{"name":"rules"}""");
        model.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_consent_nothing_is_sent_and_a_model_that_was_asked_for_is_refused()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(s_answer));
        await using var judged = await JudgedCompany.StartAsync(s_api, model.Address, rules: new { judge = "model:default" });

        var answer = await RewriteAsync(judged);
        answer.GetProperty("rewriter").Text("remark").ShouldBe(
            "The customer has not consented to its tickets being sent to a model. The text was arranged without a model instead.");
        var refused = await (await judged.Client.PostAsync("/v1/rewrite", Body("model"))).JsonAsync(422);
        refused.Text("code").ShouldBe("no_model");
        refused.GetProperty("errors").GetProperty("rewriter")[0].GetString()!.ShouldContain("the customer has not consented");
        var wrong = await (await judged.Client.PostAsync("/v1/rewrite", Body("robot"))).JsonAsync(422);
        wrong.GetProperty("errors").GetProperty("rewriter")[0].GetString().ShouldBe("must be one of rules, model");

        model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_that_fails_is_followed_by_the_rules_or_by_a_refusal()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success("Sorry."));
        await using var judged = await JudgedCompany.StartAsync(s_api, model.Address);

        var answer = await RewriteAsync(judged);
        answer.GetProperty("rewriter").Text("name").ShouldBe("rules");
        answer.GetProperty("rewriter").GetProperty("run").Text("failure").ShouldBe("invalid_answer");
        answer.GetProperty("rewriter").Text("remark").ShouldContain("did not answer in the required form (invalid_answer)");

        await judged.PutAsync(new { judge = "model:default", fallback = "fail", consenting_customers = (string[])[judged.Company.DefaultCustomerId] });
        var refused = await judged.Client.PostAsync("/v1/rewrite", Body());
        (await refused.JsonAsync(503)).Text("code").ShouldBe("model_unavailable");
        refused.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task On_the_ticket_page_a_button_asks_the_model_and_opening_the_page_does_not()
    {
        await using var model = await ModelServer.StartAsync((context, request, _) => ModelServer.WriteAsync(
            context, 200, s_api.Success(request.Prompt.Contains("Rewrite the ticket above.") ? s_answer : AnswerText.Of(6).ToJsonString())));
        await using var judged = await JudgedCompany.StartAsync(s_api, model.Address);
        var score = await judged.ScoreAsync();
        var address = $"/app/tickets/{score.Text("_id")}/rewrite";
        var person = await judged.Company.PersonAsync("member");

        var page = WebUtility.HtmlDecode(await person.ReadAsync(address));
        page.ShouldContain("Have judge-model-1 word it");
        model.Requests.Count.ShouldBe(1);

        var worded = WebUtility.HtmlDecode(await (await person.SubmitAsync(address, ("ask", "model"))).PageAsync());
        worded.ShouldContain("judge-model-1 worded the text");
        worded.ShouldContain("Sales managers export the customer list as CSV to the warehouse.");
        worded.ShouldContain("<mark><bdi>warehouse</bdi></mark>");
        worded.ShouldContain("<span class=\"visually-hidden\">added: </span>Sales managers export");
        model.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_evaluator_asks_its_model_only_when_there_is_one()
    {
        await using var model = await ModelServer.StartAsync(200, s_api.Success(s_answer));
        await using var without = await TestServer.StartAsync(settings: JudgedCompany.Settings(s_api, model.Address));
        (await PostAsync(without, ("ask", "model"))).ShouldNotContain("worded the text");
        model.Requests.ShouldBeEmpty();

        await using var server = await TestServer.StartAsync(settings: [.. JudgedCompany.Settings(s_api, model.Address), ("Evaluator:Judge", "model:default")]);
        (await PostAsync(server)).ShouldContain("Have judge-model-1 (openai) word it");
        model.Requests.ShouldBeEmpty();
        (await PostAsync(server, ("ask", "model"))).ShouldContain("judge-model-1 worded the text");
        model.Requests.Count.ShouldBe(1);
    }

    private static async Task<string> PostAsync(TestServer server, params (string Name, string Value)[] fields)
    {
        var form = fields.Append(("ticket", $"{TestJudge.Ticket.Summary}\n\n{TestJudge.Ticket.Description.Text}"));
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        var response = await server.Anonymous.PostAsync("/evaluation/rewrite", content);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    private static StringContent Body(string? rewriter = null) => Json.Content(new
    {
        ticket_data = new { summary = TestJudge.Ticket.Summary, description = TestJudge.Ticket.Description.Text },
        rewriter,
    });

    private static async Task<JsonElement> RewriteAsync(JudgedCompany judged, string? rewriter = null) =>
        await (await judged.Client.PostAsync("/v1/rewrite", Body(rewriter))).JsonAsync(200);
}

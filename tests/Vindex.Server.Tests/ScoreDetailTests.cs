using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Scoring;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

/// <summary>What explains a score, wherever a whole score is answered.</summary>
public sealed class ScoreDetailTests
{
    private static readonly string[] s_details = ["reading", "explanation", "recommendation_details", "confidence", "findings"];

    private static readonly object s_bug = new
    {
        ticket_data = new
        {
            key = "SHOP-7",
            summary = "Checkout sometimes fails 🚀",
            description = "Customers cannot pay by card.\n\n<!-- Please fill in the template -->\n\n1. Put an item into the cart\n2. Click *Checkout*\n\nExpected: the payment page opens.\nActual: a blank page.",
            acceptance_criteria = "- The payment page shows the total\n- it should be fast",
            issue_type = "Bug",
        },
        context_items = new[] { new { kind = "linked_issue", key = "SHOP-3", relation = "is blocked by", title = "New payment provider" } },
    };

    [Fact]
    public async Task The_api_and_the_stored_score_explain_a_ticket_in_the_same_bytes()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var answer = await (await client.PostAsync("/v1/score?details=true", Json.Content(s_bug))).JsonAsync(200);
        var stored = await (await client.GetAsync($"/portal/scores/{answer.Text("score_id")}")).JsonAsync(200);

        foreach (var member in s_details) stored.GetProperty(member).GetRawText().ShouldBe(answer.GetProperty(member).GetRawText(), member);
        ShouldExplain(stored, stored.GetProperty("invest_scores"), stored.GetProperty("top_recommendations"), stored.GetProperty("text"));
        stored.GetProperty("reading").Text("kind").ShouldBe("bug");
        stored.GetProperty("reading").Text("kind_source").ShouldBe("tracker");
        stored.GetProperty("reading").Text("language").ShouldBe("en");
        stored.GetProperty("findings")
            .EnumerateArray()
            .ShouldContain(finding => finding.Text("rule") == "independent.blocked" && finding.Text("field") == "context");
        (await client.GetStringAsync("/portal/scores/export?format=ndjson")).ShouldContain($"\"explanation\":{stored.GetProperty("explanation").GetRawText()}");
    }

    [Fact]
    public async Task The_evaluator_explains_a_ticket_as_the_api_does()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var api = await (await client.PostAsync("/v1/score?details=true", Json.Content(s_bug))).JsonAsync(200);
        var evaluated = await (await server.Anonymous.PostAsync("/evaluate/ticket", Json.Content(s_bug))).JsonAsync(200);

        foreach (var member in s_details) evaluated.GetProperty(member).GetRawText().ShouldBe(api.GetProperty(member).GetRawText(), member);
    }

    [Fact]
    public async Task A_repeated_request_gets_its_details_again_and_one_without_them_is_another()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var first = await SendAsync(client, "/v1/score?details=true");
        (await (await SendAsync(client, "/v1/score?details=true")).Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        await (await SendAsync(client, "/v1/score")).ProblemAsync(422, "idempotency_other_body");
        (await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200)).GetProperty("total_scored").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Details_are_left_out_unless_asked_for()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        (await (await client.PostAsync("/v1/score?details=false", Json.Ticket("Export"))).JsonAsync(200)).TryGetProperty("reading", out _).ShouldBeFalse();
        (await (await client.PostAsync("/v1/score?details=yes", Json.Ticket("Export"))).ProblemAsync(422, "invalid_fields")).GetProperty("errors")
            .GetProperty("details")[0].GetString()
            .ShouldBe("must be one of true, false");
    }

    [Fact]
    public async Task A_score_keeps_its_explanation_when_its_profile_changes()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        await ProfileAsync(server, company, """{"rule_weights": {"testable.criteria": 3}}""");
        var body =
            Json.Content(
                new { ticket_data = new { summary = "Show the total", description = "Acceptance criteria:\n\n- The cart shows the total of all items" }, system_type = "strict" });
        var answer = await (await client.PostAsync("/v1/score?details=true", body)).JsonAsync(200);
        await ProfileAsync(server, company, """{"rule_weights": {"testable.criteria": 0}}""");

        var stored = await (await client.GetAsync($"/portal/scores/{answer.Text("score_id")}")).JsonAsync(200);

        stored.GetProperty("explanation").GetRawText().ShouldBe(answer.GetProperty("explanation").GetRawText());
        stored.GetProperty("explanation")
            .GetProperty("testable")
            .GetProperty("score")
            .GetInt32()
            .ShouldBe(stored.GetProperty("invest_scores").GetProperty("testable").GetInt32());
    }

    [Fact]
    public async Task A_score_of_a_judge_that_did_not_explain_says_so()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var id = await company.SeedAsync(server.Time.GetUtcNow(), [2, 5, 6, 7, 8, 9]);

        var score = await (await (await company.ClientAsync()).GetAsync($"/portal/scores/{id}")).JsonAsync(200);

        foreach (var member in (string[])["reading", "explanation", "confidence"]) score.GetProperty(member).ValueKind.ShouldBe(JsonValueKind.Null, member);
        score.GetProperty("recommendation_details").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_language_that_the_judge_does_not_know_is_named_and_the_confidence_low()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        var answer = await (await client.PostAsync("/v1/score?details=true", Json.Ticket(
            "Als Fahrerin möchte ich meine letzten Fahrten sehen",
            description: "Damit ich prüfen kann, was ich bezahlt habe. Die Liste zeigt Datum, Strecke und Preis jeder Fahrt."))).JsonAsync(200);

        answer.GetProperty("reading").Text("language").ShouldBe("de");
        answer.GetProperty("confidence").Text("level").ShouldBe("low");
        answer.GetProperty("confidence").GetProperty("reasons")[0].GetString()!.ShouldStartWith("The ticket is in German");
    }

    /// <summary>What holds for every explained score: it adds up, quotes the text, and its recommendations are sorted by lift.</summary>
    private static void ShouldExplain(JsonElement score, JsonElement six, JsonElement recommendations, JsonElement text)
    {
        foreach (var dimension in Dimensions.Names)
        {
            var how = score.GetProperty("explanation").GetProperty(dimension);
            var contributions = how.GetProperty("contributions").EnumerateArray().ToList();
            var sum = how.GetProperty("start").Number("points") + contributions.Sum(contribution => contribution.Number("points"));
            how.Number("sum").ShouldBe(sum, 0.05m);
            how.GetProperty("score").GetInt32().ShouldBe((int)Math.Clamp(Math.Round(how.Number("sum"), MidpointRounding.AwayFromZero), 0, 10));
            six.GetProperty(dimension).GetInt32().ShouldBe(how.GetProperty("score").GetInt32());
            foreach (var contribution in contributions.Where(one => one.GetProperty("start").ValueKind == JsonValueKind.Number))
            {
                text.Text(contribution.Text(
                    "field"))[contribution.GetProperty("start").GetInt32()..contribution.GetProperty("end").GetInt32()].ShouldBe(contribution.Text("quote"));
            }
        }

        var details = score.GetProperty("recommendation_details").EnumerateArray().ToList();
        details.ShouldNotBeEmpty();
        details.Select(detail => detail.Number("lift")).ShouldBeInOrder(SortDirection.Descending);
        details.Select(detail => detail.Text("text")).ShouldBe(recommendations.EnumerateArray().Select(one => one.GetString()!));
        score.GetProperty("findings")
            .GetArrayLength()
            .ShouldBe(Dimensions.Names.Sum(name => score.GetProperty("explanation").GetProperty(name).GetProperty("contributions").GetArrayLength()));
    }

    private static async Task ProfileAsync(TestServer server, TestCompany company, string document) =>
        (await server.Admin.PutAsync(
            $"/admin/companies/{company.Id}/profiles/strict",
            new StringContent(document, Encoding.UTF8, "application/json"))).IsSuccessStatusCode.ShouldBeTrue();

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = Json.Content(s_bug) };
        request.Headers.Add("Idempotency-Key", "k-1");
        return await client.SendAsync(request);
    }
}

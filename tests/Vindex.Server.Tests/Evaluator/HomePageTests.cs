using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Judging;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Evaluator;

/// <summary>The start page: the example, and the score of what one types.</summary>
public sealed class HomePageTests
{
    private static readonly Regex s_score = new(@"<p class=""score-large [a-z-]+"">(?<score>\d+\.\d)<", RegexOptions.NonBacktracking);
    private static readonly Regex s_becomes = new(@"<span class=""score-large [a-z-]+"">(?<score>\d+\.\d)</span>", RegexOptions.NonBacktracking);

    [Fact]
    public async Task A_poor_ticket_is_already_scored_and_marked_with_what_it_becomes()
    {
        await using var server = await EvaluatorClient.StartAsync();

        var page = WebUtility.HtmlDecode(await server.Anonymous.GetStringAsync("/"));

        page.ShouldContain("Improve the activity export");
        page.ShouldContain("class=\"mark");
        page.ShouldContain("What it becomes");
        var text = page[page.IndexOf("As a site admin", StringComparison.Ordinal)..];
        text = text[..text.IndexOf("</div>", StringComparison.Ordinal)];
        var (before, after) = (Number(s_score, page), Number(s_becomes, page));
        before.ShouldBeLessThan(7);
        after.ShouldBeGreaterThan(before + 2);
        Number(s_score, await PostAsync(server, "/evaluation/ticket", ("ticket", text))).ShouldBe(after);

        var empty = await server.Anonymous.GetStringAsync("/?empty=1");
        empty.ShouldContain("The score of the ticket in the box appears here.");
        empty.ShouldNotContain("Improve the activity export");
    }

    [Fact]
    public async Task While_one_types_the_ticket_is_scored_by_rules_within_a_limit_of_its_own()
    {
        var api = Api.Of("openai");
        await using var model = await ModelServer.StartAsync(200, api.Success(AnswerText.Of(1).ToJsonString()));
        await using var server = await TestServer.StartAsync(
            settings: [.. JudgedCompany.Settings(api, model.Address), ("Evaluator:Judge", "model:default"), ("Limits:EvaluatorTyping:Requests", "3"), ("Limits:EvaluatorTicket:Requests", "1")]);
        const string ticket = "As a clerk I want to print a receipt so that readers have proof\n\n- The receipt has the date";

        var part = await PostAsync(server, "/evaluation/typing", ("ticket", ticket));

        part.ShouldStartWith("<section class=\"panel\" id=\"result\"");
        part.ShouldContain("<div id=\"details\"");
        Number(s_score, part).ShouldBeGreaterThan(5);
        part.ShouldContain($"data-announce=\"Score {Number(s_score, part):0.0}, ");
        model.Requests.ShouldBeEmpty();
        (await PostAsync(server, "/evaluation/typing", 422, ("ticket", new string('x', 1001)))).ShouldContain("at most 1,000 are allowed");
        (await PostAsync(server, "/evaluation/typing", ("ticket", "<script>alert(1)</script>"))).ShouldBeHarmless();
        await PostAsync(server, "/evaluation/typing", 429, ("ticket", ticket));
        Number(s_score, await PostAsync(server, "/evaluation/ticket", ("ticket", ticket))).ShouldBe(1.0m);
    }

    [Fact]
    public async Task A_ticket_can_be_scored_for_a_coding_agent()
    {
        await using var server = await EvaluatorClient.StartAsync();
        const string ticket = "Rename the report\n\nThe title of the report should be Loans.";

        var team = await PostAsync(server, "/evaluation/ticket", ("ticket", ticket), ("profile", "adam"));
        var agent = await PostAsync(server, "/evaluation/ticket", ("ticket", ticket), ("profile", "agent-ready"));

        Number(s_score, agent).ShouldBeLessThan(Number(s_score, team));
        agent.ShouldContain("<option value=\"agent-ready\" selected");
        (await PostAsync(server, "/evaluation/ticket", 422, ("ticket", ticket), ("profile", "other"))).ShouldContain("agent-ready");
        var body = Json.Content(new { ticket_data = new { summary = "Rename the report", description = "The title of the report should be Loans." }, system_type = "agent-ready" });
        (await (await server.Anonymous.PostAsync("/evaluate/ticket", body)).JsonAsync(200)).Number("overall_score").ShouldBe(Number(s_score, agent));
    }

    private static decimal Number(Regex regex, string page) => decimal.Parse(regex.Match(page).Groups["score"].Value);

    private static Task<string> PostAsync(TestServer server, string path, params (string Name, string Value)[] fields) => PostAsync(server, path, 200, fields);

    private static async Task<string> PostAsync(TestServer server, string path, int status, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await server.Anonymous.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        return text;
    }
}

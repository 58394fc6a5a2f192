using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Rewriting;

/// <summary><c>POST /v1/rewrite</c> and <c>POST /v1/criteria</c>.</summary>
public sealed class RewritingTests
{
    private const string Ticket = """
        "ticket_data": {
          "summary": "Export invoices",
          "description": "Invoices can be downloaded as one file.\n\nIf an invoice is paid, the file should have its date.",
          "acceptance_criteria": "- One row per invoice",
          "issue_type": "Story"
        }
        """;

    [Fact]
    public async Task A_better_text_is_proposed_with_scores_questions_and_difference()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var answer = await (await client.PostAsync("/v1/rewrite", Json.Text($"{{{Ticket}}}"))).JsonAsync(200);

        answer.Text("kind").ShouldBe("story");
        answer.Text("format").ShouldBe("markdown");
        answer.Text("text").ShouldStartWith("## Description\n\nInvoices can be downloaded as one file.");
        answer.Text("text").ShouldContain("## Acceptance criteria\n\n- One row per invoice");
        answer.GetProperty("before").Number("overall_score").ShouldBeGreaterThan(0);
        answer.GetProperty("after").GetProperty("individual_scores").Number("testable").ShouldBeGreaterThan(0);
        answer.GetProperty("questions").EnumerateArray().Select(question => question.GetString()).ShouldBe(["Who needs this, and what do they gain?"]);
        answer.GetProperty("difference").EnumerateArray().Select(line => line.Text("change")).Distinct().ShouldBe(["added", "same"]);
        answer.GetProperty("left_out").GetArrayLength().ShouldBe(0);
        answer.GetProperty("new_phrases").GetArrayLength().ShouldBe(0);
        answer.GetProperty("document").ValueKind.ShouldBe(JsonValueKind.Null);
        (await (await client.GetAsync("/portal/scores")).JsonAsync(200)).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task The_text_can_be_wiki_markup_or_a_document()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var jira = await (await client.PostAsync("/v1/rewrite", Json.Text($"{{{Ticket}, \"format\": \"jira\"}}"))).JsonAsync(200);
        jira.Text("text").ShouldContain("h2. Acceptance criteria\n\n* One row per invoice");
        var adf = await (await client.PostAsync("/v1/rewrite", Json.Text($"{{{Ticket}, \"format\": \"adf\"}}"))).JsonAsync(200);
        adf.GetProperty("document").Text("type").ShouldBe("doc");

        var again = await client.PostAsync("/v1/rewrite", Json.Content(new { ticket_data = new { summary = "Export invoices", description = adf.GetProperty("document") } }));
        (await again.JsonAsync(200)).Text("text").ShouldContain("- One row per invoice");
    }

    [Fact]
    public async Task Criteria_name_the_words_that_they_come_from()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var answer = await (await client.PostAsync("/v1/criteria", Json.Text($"{{{Ticket}}}"))).JsonAsync(200);

        var criteria = answer.GetProperty("criteria").EnumerateArray().ToList();
        criteria.Select(criterion => criterion.Text("text"))
            .ShouldBe(["One row per invoice", "When an invoice is paid\nThen the file should have its date"]);
        criteria[0].GetProperty("stated").GetBoolean().ShouldBeTrue();
        criteria[1].Text("form").ShouldBe("given_when_then");
        var when = criteria[1].GetProperty("parts")[0];
        when.Text("role").ShouldBe("when");
        when.Text("field").ShouldBe("description");
        when.Text("quote").ShouldBe("an invoice is paid");
        (when.GetProperty("end").GetInt32() - when.GetProperty("start").GetInt32()).ShouldBe("an invoice is paid".Length);
        var bullets = await (await client.PostAsync("/v1/criteria", Json.Text($"{{{Ticket}, \"form\": \"bullet\"}}"))).JsonAsync(200);
        bullets.GetProperty("criteria")[1].Text("text").ShouldBe("If an invoice is paid, the file should have its date.");
    }

    [Theory]
    [InlineData("/v1/rewrite", """{"ticket_data":{"summary":" "}}""", "ticket_data.summary")]
    [InlineData("/v1/rewrite", """{"ticket_data":{"summary":"x"},"format":"word"}""", "format")]
    [InlineData("/v1/rewrite", """{"ticket_data":{"summary":"x"},"system_type":"nope"}""", "system_type")]
    [InlineData("/v1/criteria", """{"ticket_data":{"summary":"x"},"form":"prose"}""", "form")]
    [InlineData("/v1/criteria", "{}", "ticket_data")]
    public async Task A_wrong_request_names_the_field(string path, string body, string field)
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        var problem = await (await client.PostAsync(path, Json.Text(body))).ProblemAsync(422);

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldContain(field);
    }

    [Theory]
    [InlineData("/v1/rewrite")]
    [InlineData("/v1/criteria")]
    public async Task A_key_needs_the_scope_of_scoring_and_the_limit_of_scoring_holds(string path)
    {
        await using var server = await TestServer.StartAsync(settings: ("Limits:Score:Requests", "2"));
        var company = await server.CompanyAsync("Acme");
        var other = await server.CompanyAsync("Other");
        var client = await company.ClientAsync("scores:write");

        await (await (await company.ClientAsync("scores:read")).PostAsync(path, Json.Ticket("Export"))).ProblemAsync(403, "scope_missing");
        await (await client.PostAsync(path, Json.Ticket("Export", customerId: other.DefaultCustomerId))).ProblemAsync(404);
        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);
        await (await client.PostAsync(path, Json.Ticket("Export"))).ProblemAsync(429);
    }
}

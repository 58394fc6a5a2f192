using System.Text.Json;
using Shouldly;
using Vindex.Scoring.Tickets;
using Vindex.Server.Sources;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Sources;

public sealed class JiraForgeTests
{
    private const string CloudId = "11111111-2222-4333-8444-555555555555";

    [Fact]
    public async Task The_app_registers_and_rotates_with_the_bodies_that_it_sends()
    {
        // The app's callback address, which no name server knows, stands in for one that does.
        await using var server = await EventServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).ClientAsync("installations:write");
        static StringContent Local(string name) =>
            Json.Text(Fixture(name).Replace("https://site.example.net", "http://127.0.0.1:8999", StringComparison.Ordinal));

        var made = await (await owner.PostAsync("/api/v1/register/jiraforge", Local("register"))).JsonAsync(201);
        (await (await owner.PostAsync("/api/v1/register/jiraforge", Local("register"))).JsonAsync(200)).TryGetProperty("shared_secret", out _).ShouldBeFalse();
        var rotated = await (await owner.PostAsync("/api/v1/register/jiraforge", Local("register-rotate"))).JsonAsync(200);

        made.Text("external_id").ShouldBe(CloudId);
        rotated.Text("shared_secret").ShouldNotBe(made.Text("shared_secret"));
        rotated.Text("customer_id").ShouldBe(made.Text("customer_id"));
    }

    [Theory]
    [InlineData("evaluate-story", "SHOP-7")]
    [InlineData("evaluate-bug", "SHOP-9")]
    [InlineData("evaluate-bare", "OPS-10")]
    public async Task The_app_sends_issues_with_the_bodies_that_it_sends(string fixture, string key)
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("jiraforge", CloudId);

        var score = await installation.ScoreAsync(Fixture(fixture));

        score.GetProperty("ticket").Text("id").ShouldBe(key);
        score.GetProperty("ticket").Text("key").ShouldBe(key);
        var text = score.GetProperty("text");
        var sent = JsonElement.Parse(Fixture(fixture)).GetProperty("issue").GetProperty("fields");
        text.Text("summary").ShouldBe(sent.Text("summary"));
        if (fixture == "evaluate-story")
        {
            text.Text("description").ShouldContain("- Partial payment");
            text.Text("acceptance_criteria").ShouldContain("1. Given a verified company");
        }

        if (fixture == "evaluate-bug") text.Text("acceptance_criteria").ShouldBe(sent.Text("customfield_10042"));
        await (await (installation with { Secret = "another-secret-0123456789" }).SendAsync(Fixture(fixture))).ProblemAsync(403, "secret_wrong");
    }

    [Fact]
    public void Links_parent_subtasks_and_labels_are_context()
    {
        var context = Read(Fixture("evaluate-story")).Input.Context;

        context.ShouldBe(
        [
            new ContextItem(ContextKind.LinkedIssue, "SHOP-3", "is blocked by", "Verify companies", null),
            new ContextItem(ContextKind.LinkedIssue, "TAX-2", "relates to", "VAT of the EU", null),
            new ContextItem(ContextKind.Epic, "SHOP-1", "parent", "Paying for companies", null),
            new ContextItem(ContextKind.LinkedIssue, "SHOP-8", "subtask", "Letter paper for invoices", null),
            new ContextItem(ContextKind.Note, null, null, null, "Labels: checkout, b2b"),
        ]);
    }

    [Theory]
    [InlineData("Acceptance Criteria", "a\n\nb")]
    [InlineData("acceptance criteria", "a\n\nb")]
    [InlineData("customfield_2", "b")]
    [InlineData("Done when", "c")]
    [InlineData("Choice", "picked")]
    [InlineData("Checklist", "- one\n- two\n- three")]
    [InlineData("customfield_9", null)]
    [InlineData("Number", null)]
    public void Criteria_come_from_the_fields_that_are_set_by_id_or_by_name(string setting, string? expected)
    {
        const string body =
            """
            {"cloudId":"c","issue":{"key":"A-1","fields":{"summary":"s","customfield_1":"a","customfield_2":"b","customfield_3":"c","customfield_4":{"value":"picked"},
            "customfield_5":["one",{"name":"two"},{"text":"three"},7],"customfield_6":5},
            "names":{"customfield_1":"Acceptance Criteria","customfield_2":"Acceptance Criteria","customfield_3":"Done when","customfield_4":"Choice",
            "customfield_5":"Checklist","customfield_6":"Number"}}}
            """;

        Read(body, InstallationSettings.Default with { CriteriaFields = [setting] }).Input.AcceptanceCriteria.Text.ShouldBe(expected);
    }

    [Fact]
    public void Several_criteria_fields_become_one_document_in_the_order_of_the_settings()
    {
        const string body =
            """
            {"cloudId":"c","issue":{"key":"A-1","fields":{"summary":"s",
            "f1":{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"from f1"}]}]},"f2":"first\nsecond",
            "f3":{"type":"doc","version":1,"content":[{"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"from f3"}]}]}]}]}}}}
            """;

        var ticket = Read(body, InstallationSettings.Default with { CriteriaFields = ["f3", "f2", "f1", "F3"] });
        var criteria = TicketReader.Read(ticket.Input, TicketLimits.Events).Ticket!.AcceptanceCriteria.Source;

        criteria.ShouldBe("- from f3\n\nfirst\n\nsecond\n\nfrom f1");
    }

    [Theory]
    [InlineData("""{"cloudId":"c"}""", "issue.fields")]
    [InlineData("""{"cloudId":"c","issue":{"fields":{}}}""", "issue.fields.summary")]
    [InlineData("""{"cloudId":"c","issue":{"fields":{"summary":7}}}""", "issue.fields.summary")]
    [InlineData("""{"cloudId":"c","issue":{"fields":{"summary":"s","description":[]}}}""", "issue.fields.description")]
    [InlineData("""{"cloudId":"c","issue":{"fields":{"summary":"s"}},"webhook":{}}""", "webhook.url")]
    public void What_is_no_issue_is_refused_with_the_path(string body, string path)
    {
        var reading = new JiraForge().Read(SourceRequests.Of(body), InstallationSettings.Default);

        reading.ShouldBeOfType<SourceReading.Refused>().Errors.ByField.Keys.ShouldBe([path]);
    }

    [Fact]
    public void The_requests_own_webhook_is_read()
    {
        var ticket = Read("""{"cloudId":"c","issue":{"key":"A-1","fields":{"summary":"s"}},"webhook":{"url":"https://hooks.example.com/x"}}""");

        ticket.WebhookUrl.ShouldBe("https://hooks.example.com/x");
        ticket.TicketId.ShouldBeNull();
        ticket.Input.Key.ShouldBe("A-1");
    }

    private static SourceReading.Ticket Read(string body, InstallationSettings? settings = null) =>
        new JiraForge().Read(SourceRequests.Of(body), settings ?? InstallationSettings.Default).ShouldBeOfType<SourceReading.Ticket>();

    private static string Fixture(string name) => File.ReadAllText(Repository.PathOf("integrations", "jira-forge", "fixtures", name + ".json"));
}

using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Portal.Ticket;
using Vindex.Server.Scoring;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Portal;

public sealed class TicketPageTests
{
    [Fact]
    public async Task A_ticket_shows_its_marked_text_its_findings_and_what_changed()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        await (await client.PostAsync("/v1/score", Json.Ticket("Make it better asap", "T-1"))).JsonAsync(200);
        server.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await (await client.PostAsync("/v1/score", Json.Ticket("As a rider I want to see my last trips asap, so that I can check what I paid", "T-1"))).JsonAsync(200);
        var page = await (await (await company.PersonAsync("member")).GetAsync($"/app/tickets/{second.Text("score_id")}")).PageAsync();

        page.ShouldContain("<title>T-1 · Acme · Vindex</title>");
        page.ShouldContain("What to do");
        page.ShouldContain("class=\"mark fault\" href=\"#f");
        page.ShouldContain(">asap</a>");
        page.ShouldContain("id=\"f1\"");
        page.ShouldContain("first score");
        page.ShouldContain(" → ");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("</title><script>alert(1)</script>")]
    [InlineData("'-alert(1)-'\u202Eevil\u2066")]
    [InlineData("{{constructor.constructor('alert(1)')()}}")]
    public async Task Hostile_text_is_only_text_on_every_page(string text)
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync(text);
        var client = await company.ClientAsync();
        var scored = await (await client.PostAsync("/v1/score", Json.Ticket(text + " asap", key: text, description: text + "\n" + new string('w', 10_000)))).JsonAsync(200);
        var person = await company.PersonAsync("member");
        foreach (var path in (string[])["/app", "/app/tickets", "/app/tickets?q=" + Uri.EscapeDataString(text), $"/app/tickets/{scored.Text("score_id")}"])
        {
            var page = await (await person.GetAsync(path)).PageAsync();
            page.ShouldNotContain("<script>");
            page.ShouldNotContain("<img src=x");
            page.ShouldNotContain("</title><script");
            page.Split("<script").Length.ShouldBeLessThanOrEqualTo(3);
            WebUtility.HtmlDecode(page).ShouldContain(text);
        }
    }

    [Fact]
    public async Task One_tap_agrees_another_changes_ones_mind_and_a_third_takes_it_back()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var id = await company.SeedAsync(server.Time.GetUtcNow(), [2, 5, 6, 7, 8, 9]);
        var person = await company.PersonAsync("member");

        await TapAsync(person, id, "agree");
        (await PageAsync(person, id)).ShouldContain("aria-label=\"Agree 1, with Independent 2\">Agree <span class=\"muted\">1</span>");
        (await FeedbackAsync(server, company, id)).ShouldBe((1, true));
        await TapAsync(person, id, "disagree");
        (await FeedbackAsync(server, company, id)).ShouldBe((1, false));
        (await PageAsync(person, id)).ShouldContain("aria-label=\"Disagree 1, with Independent 2\">Disagree <span class=\"muted\">1</span>");
        await TapAsync(person, id, "none");
        (await FeedbackAsync(server, company, id)).ShouldBe((0, null));

        person.Headers["HX-Request"] = "true";
        var part = await (await person.FormAsync($"/app/tickets/{id}/agreement", ("__token", person.Token!), ("dimension", "independent"), ("word", "agree"))).PageAsync();
        part.ShouldStartWith("<li");
        part.ShouldContain("aria-pressed=\"true\"");
    }

    [Fact]
    public async Task A_viewer_sees_what_others_say_and_no_control()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var id = await company.SeedAsync(server.Time.GetUtcNow(), [2, 5, 6, 7, 8, 9]);
        await TapAsync(await company.PersonAsync("member"), id, "agree");
        var viewer = await company.PersonAsync("viewer");
        var page = await PageAsync(viewer, id);
        page.ShouldNotContain("/agreement");
        page.ShouldContain("1 agree, 0 disagree");
        (await (await viewer.FormAsync($"/app/tickets/{id}/agreement", ("__token", viewer.Token!), ("dimension", "small"), ("word", "agree"))).PageAsync(403))
            .ShouldContain("Your role does not allow this");
    }

    [Fact]
    public async Task A_form_that_is_not_ours_changes_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var id = await company.SeedAsync(server.Time.GetUtcNow(), [2, 5, 6, 7, 8, 9]);
        var person = await company.PersonAsync("member");
        (await person.FormAsync($"/app/tickets/{id}/agreement", ("dimension", "small"), ("word", "agree"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await person.FormAsync($"/app/tickets/{id}/agreement", ("__token", person.Token!), ("dimension", "beauty"), ("word", "agree"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await person.FormAsync($"/app/tickets/{id}/agreement", ("__token", person.Token!), ("dimension", "small"), ("word", "perhaps"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await FeedbackAsync(server, company, id)).ShouldBe((0, null));
    }

    [Fact]
    public void Pieces_of_a_marked_text_are_the_text_whatever_the_offsets()
    {
        const string text = "a😀b overlapping words";
        FindingGroup Group(int number, int start, int end) =>
            new(number, [new FindingBody("r", "small", -1, "summary", "q", start, end, "why", "advice")]);

        var field = MarkedText.Of("Summary", "summary", text, [Group(1, 2, 8), Group(2, 4, 12), Group(3, -1, 3), Group(4, 5, 999), Group(5, 7, 7)]);
        string.Concat(field.Pieces.Select(piece => piece.Text)).ShouldBe(text);
        field.Pieces.ShouldAllBe(piece => !char.IsLowSurrogate(piece.Text[0]));
        field.Pieces.SelectMany(piece => piece.Findings).Distinct().Order().ShouldBe([1, 2]);
        field.Pieces.Where(piece => piece.Findings.Count == 2).Select(piece => piece.Text).ShouldBe([text[4..8]]);
    }

    private static async Task TapAsync(Person person, string id, string word)
    {
        var answer = await person.FormAsync($"/app/tickets/{id}/agreement", ("__token", person.Token!), ("dimension", "independent"), ("word", word));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.OriginalString.ShouldBe($"/app/tickets/{id}#independent");
    }

    private static async Task<string> PageAsync(Person person, string id) => await (await person.GetAsync($"/app/tickets/{id}")).PageAsync();

    // The rows as they are kept: how many, and what the last says.
    private static async Task<(int Count, bool? Agree)> FeedbackAsync(TestServer server, TestCompany company, string id)
    {
        var rows = new List<JsonElement>();
        var selection = new Vindex.Storage.Feedback.FeedbackSelection { FeedbackTypes = ["vindex.agreement"] };
        await foreach (var row in server.Store.Feedback.ReadAsync(new Vindex.Storage.Feedback.ProjectKey(company.Id, "scores"), selection, CancellationToken.None))
        {
            var payload = JsonElement.Parse(row.Payload.Span);
            payload.Text("score_id").ShouldBe(id);
            payload.Text("dimension").ShouldBe("independent");
            rows.Add(payload);
        }

        return (rows.Count, rows.Count == 0 ? null : rows[^1].GetProperty("agree").GetBoolean());
    }
}

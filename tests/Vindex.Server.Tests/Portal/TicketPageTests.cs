using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Scoring;
using Vindex.Scoring.Reading;
using Vindex.Server.Portal.Ticket;
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
        var second = await (await client.PostAsync(
            "/v1/score", Json.Ticket("As a rider I want to see my last trips asap, so that I can check what I paid", "T-1"))).JsonAsync(200);
        var page = await (await (await company.PersonAsync("member")).GetAsync($"/app/tickets/{second.Text("score_id")}")).PageAsync();

        page.ShouldContain("<title>T-1 · Acme · Vindex</title>");
        page.ShouldContain("What to do");
        page.ShouldContain("class=\"mark fault\" href=\"#f");
        page.ShouldContain(">asap</a>");
        page.ShouldContain("id=\"f1\"");
        page.ShouldContain("first score");
        page.ShouldContain(" → ");
        page.ShouldContain("Version 2 of 2");
    }

    [Fact]
    public async Task Each_dimension_opens_to_its_sum_and_what_was_not_earned()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        const string description =
            "Customers cannot pay by card.\n\n<!-- Describe what you did -->\n\nExpected: the payment page opens.\nActual: a blank page.";
        var scored = await (await (await company.ClientAsync()).PostAsync(
            "/v1/score?details=true", Json.Ticket("Checkout sometimes fails", "SHOP-7", description: description))).JsonAsync(200);
        var page = WebUtility.HtmlDecode(await PageAsync(await company.PersonAsync("member"), scored.Text("score_id")));

        page.ShouldContain("<strong>Bug report, by its text</strong> · English · confidence: ");
        page.ShouldContain("<span class=\"set-apart\">");
        foreach (var dimension in Dimensions.All)
        {
            var how = scored.GetProperty("explanation").GetProperty(dimension.Name());
            var row = page[page.IndexOf($"<li class=\"dimension\" id=\"{dimension.Name()}\"", StringComparison.Ordinal)..];
            row = row[..row.IndexOf("</details>", StringComparison.Ordinal)];
            row.ShouldContain($">{how.GetProperty("start").Number("points"):0.00}</td><td>{how.GetProperty("start").Text("why")}</td>");
            row.ShouldContain($">{how.Number("sum"):0.00}</td><td>Sum, rounded to {how.GetProperty("score").GetInt32()}</td>");
            foreach (var contribution in how.GetProperty("contributions").EnumerateArray())
            {
                row.ShouldContain(contribution.Text("why"));
                row.ShouldContain($">{Signed(contribution.Number("points"))}</td>");
                if (contribution.GetProperty("quote").GetString() is { } quote) row.ShouldContain($"<bdi>{quote}</bdi>");
            }

            foreach (var missing in how.GetProperty("not_earned").EnumerateArray()) row.ShouldContain(missing.Text("advice"));
        }

        foreach (var detail in scored.GetProperty("recommendation_details").EnumerateArray())
            page.ShouldContain($">+{detail.Number("lift"):0.0}</span><span>{detail.Text("text")}</span>");
        foreach (var link in System.Text.RegularExpressions.Regex.Matches(
            page,
            "href=\"#(?<id>[fm][0-9]+)\"",
            System.Text.RegularExpressions.RegexOptions.NonBacktracking).Select(match => match.Groups["id"].Value))
        {
            page.ShouldContain($"id=\"{link}\"");
        }

        static string Signed(decimal points) => (points < 0 ? "−" : "+") + $"{Math.Abs(points):0.00}";
    }

    [Fact]
    public async Task A_score_without_an_explanation_shows_its_bars_alone()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var page = await PageAsync(await company.PersonAsync("member"), await company.SeedAsync(server.Time.GetUtcNow(), [2, 5, 6, 7, 8, 9]));

        page.ShouldNotContain("class=\"dimension-sum\"");
        page.ShouldContain("No words lower the score.");
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
        var scored = await (await client.PostAsync(
            "/v1/score", Json.Ticket(text + " asap", key: text, description: text + "\n" + new string('w', 10_000)))).JsonAsync(200);
        var person = await company.PersonAsync("member");
        foreach (var path in (string[])["/app", "/app/tickets", "/app/tickets?q=" + Uri.EscapeDataString(text), $"/app/tickets/{scored.Text("score_id")}"])
        {
            var page = await (await person.GetAsync(path)).PageAsync();
            page.ShouldNotContain("<script>");
            page.ShouldNotContain("<img src=x");
            page.ShouldNotContain("</title><script");
            page.Split("<script").Length.ShouldBeLessThanOrEqualTo(4);
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
        var part = await (await person.FormAsync(
            $"/app/tickets/{id}/agreement", ("__token", person.Token!), ("dimension", "independent"), ("word", "agree"))).PageAsync();
        part.ShouldStartWith("<form");
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
        page.ShouldNotContain($"{id}/agreement");
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
        (await person.FormAsync($"/app/tickets/{id}/agreement", ("__token", person.Token!), ("dimension", "beauty"), ("word", "agree"))).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest);
        (await person.FormAsync($"/app/tickets/{id}/agreement", ("__token", person.Token!), ("dimension", "small"), ("word", "perhaps"))).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest);
        (await FeedbackAsync(server, company, id)).ShouldBe((0, null));
    }

    [Fact]
    public void Pieces_of_a_marked_text_are_the_text_whatever_the_offsets()
    {
        const string text = "a😀b overlapping words";
        FindingGroup Group(int number, int start, int end) =>
            new(number, [new Finding("r", Dimension.Small, -1, TicketField.Summary, "q", start, end, "why", "advice")]);

        var field = MarkedText.Of(
            "Summary", TicketField.Summary, text, [Group(1, 2, 8), Group(2, 4, 12), Group(3, -1, 3), Group(4, 5, 999), Group(5, 7, 7)], []);
        string.Concat(field.Pieces.Select(piece => piece.Text)).ShouldBe(text);
        field.Pieces.ShouldAllBe(piece => !char.IsLowSurrogate(piece.Text[0]));
        field.Pieces.SelectMany(piece => piece.Findings).Distinct().Order().ShouldBe([1, 2]);
        field.Pieces.Where(piece => piece.Findings.Count == 2).Select(piece => piece.Text).ShouldBe([text[4..8]]);
        field.Pieces.SelectMany(piece => piece.Starts).ShouldBe([1, 2]);
        field.Pieces.ShouldAllBe(piece => !piece.IsSetApart);
    }

    [Fact]
    public void Text_that_was_set_apart_is_told_from_the_rest_and_findings_that_begin_at_one_place_all_have_an_anchor()
    {
        const string text = "Fill in 😀 here. It is slow.";
        var apart = new ReadingSpan(SpanType.Boilerplate, TicketField.Description, 0, 16, "Fill in 😀 here.");
        FindingGroup[] groups = [.. ((int[])[1, 2]).Select(number =>
            new FindingGroup(number, [new Finding("r", Dimension.Small, -1, TicketField.Description, "It", 17, 19, "why", "")]))];

        var field = MarkedText.Of(
            "Description",
            TicketField.Description,
            text,
            groups,
            [apart, apart with { Field = TicketField.Summary, Start = 17, End = 19 }, apart with { End = 99 }]);

        field.Pieces.Where(piece => piece.IsSetApart).Select(piece => piece.Text).ShouldBe(["Fill in 😀 here."]);
        field.Pieces.Single(piece => piece.Text == "It").Starts.ShouldBe([1, 2]);
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
        await foreach (var row in server.Store.Feedback.ReadAsync(
            new Vindex.Storage.Feedback.ProjectKey(company.Id, "scores"), selection, CancellationToken.None))
        {
            var payload = JsonElement.Parse(row.Payload.Span);
            payload.Text("score_id").ShouldBe(id);
            payload.Text("dimension").ShouldBe("independent");
            rows.Add(payload);
        }

        return (rows.Count, rows.Count == 0 ? null : rows[^1].GetProperty("agree").GetBoolean());
    }
}

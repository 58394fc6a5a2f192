using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Server.Languages;
using Vindex.Server.Portal.Ticket;
using Vindex.Server.Ratings;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Languages;

/// <summary>Tickets, their ratings and their comparison for browsers that prefer German.</summary>
public sealed partial class GermanTicketTests
{
    private static readonly int[] s_bad = [3, 3, 3, 3, 3, 4];

    [Fact]
    public async Task The_list_counts_and_writes_numbers_in_German()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await acme.SeedAsync(new DateTimeOffset(2026, 3, 14, 9, 5, 0, TimeSpan.Zero), s_bad, key: "A-1");
        var person = InGerman(await acme.PersonAsync("viewer"));

        var one = await person.ReadAsync("/app/tickets?timezone=UTC");
        one.ShouldContain("<html lang=\"de\">");
        one.ShouldContain("<span data-count>1 Ticket</span>, Zeiten in UTC");
        one.ShouldContain(">3,2</span>");
        one.ShouldContain("data-name=\"U\" title=\"Unabhängig 3, fällt durch\">3<span class=\"visually-hidden\"> fällt durch</span>");
        one.ShouldContain("14. März 2026, 09:05");
        one.ShouldContain("data-noun=\"ticket\"");

        await acme.SeedAsync(server.Time.GetUtcNow(), s_bad, key: "A-2");
        (await person.ReadAsync("/app/tickets")).ShouldContain(">2 Tickets<");
        var filtered = await person.ReadAsync("/app/tickets?q=nothing&min=2.5");
        filtered.ShouldContain(">0 von 2 Tickets<");
        filtered.ShouldContain("<bdi>Mindestens 2,5</bdi>");
        filtered.ShouldContain("name=\"min\" value=\"2.5\"");
        filtered.ShouldContain("Bei keinem Ticket passt die neueste Wertung zu allen diesen Filtern.");

        var english = await person.GetAsync("/portal/scores/export?latest=true&format=csv");
        (await english.Content.ReadAsStringAsync()).ShouldContain(",3.2,");
    }

    [Fact]
    public async Task A_ticket_its_versions_and_a_better_text_are_explained_in_German()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync();
        await (await client.PostAsync("/v1/score", Json.Ticket("Make it better asap", "T-1"))).JsonAsync(200);
        server.Time.Advance(TimeSpan.FromMinutes(1));
        const string trips = "As a rider I want to see my last trips asap, so that I can check what I paid";
        var id = (await (await client.PostAsync("/v1/score", Json.Ticket(trips, "T-1"))).JsonAsync(200)).Text("score_id");
        var person = InGerman(await acme.PersonAsync("member"));

        var page = await person.ReadAsync($"/app/tickets/{id}");
        page.ShouldContain("<strong>User Story, dem Text nach</strong> · Englisch · Verlässlichkeit: ");
        page.ShouldContain("Fassung 2 von 2");
        page.ShouldContain("Summe, gerundet auf ");
        page.ShouldMatch(@"\) ÷ 6 = \d,\d\d, gerundet \d,\d\.");
        page.ShouldMatch(@"<span class=""points"">[+−]\d,\d\d</span>");
        page.ShouldMatch(@"viewBox=""0 0 100 8""[^>]*><rect width=""\d+""");

        var comparison = await person.ReadAsync(ComparisonPath().Match(page).Value);
        comparison.ShouldContain("<title>T-1: was sich geändert hat ");
        comparison.ShouldContain("Fassung 1</a>, bewertet am <time ");
        var rewritten = await person.ReadAsync($"/app/tickets/{id}/rewrite");
        rewritten.ShouldMatch(@"\d,\d</span> vorher, <span class=""score-large"">\d,\d</span> mit diesem Text");
    }

    [Fact]
    public async Task Reviews_and_agreement_count_in_German()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await acme.SeedAsync(server.Time.GetUtcNow().AddDays(-1), s_bad, key: "A-1");
        var ada = InGerman(await acme.PersonAsync("member"));

        var review = await ada.SubmitAndFollowAsync("/app/reviews", ("name", "Sprint 12"), ("tickets", ""), ("raters", "1"), ("pick", "random"));
        review.ShouldContain("1 Ticket ausgewählt.");
        review.ShouldContain("1 Ticket, zufällig aus 1 · je 1 Einschätzung · seit <time ");
        review.ShouldContain("0 von 1 Einschätzung");
        var path = ReviewPath().Match(review).Value;
        var ticket = (await ada.SubmitAsync(path + "/next")).Headers.Location!.OriginalString;
        var form = await ada.ReadAsync(ticket);
        form.ShouldContain("0 Tickets von Ihnen eingeschätzt, 1 noch offen.");
        form.ShouldContain("<dd>Nur eine Überschrift</dd>");
        (await (await ada.SubmitAsync(ticket, ("then", "next"))).PageAsync(422)).ShouldContain("Schätzen Sie mindestens ein Kriterium ein.");
        var rated = await ada.SubmitAndFollowAsync(ticket, ("overall", "7"), ("then", "stay"));
        rated.ShouldContain("A-1 gespeichert: insgesamt Sie 7, der Bewerter 3,2.");
        rated.ShouldContain("1 Ticket von Ihnen eingeschätzt, 0 noch offen.");

        var agreement = await ada.ReadAsync("/app/agreement");
        agreement.ShouldContain("1 bewertetes Ticket, 1 Person.");
        agreement.ShouldContain("1 Einschätzung zu 1 Ticket von 1 Person");
        WebUtility.HtmlDecode(await ada.ReadAsync(path)).ShouldContain("+3,8");
    }

    [Fact]
    public async Task Comparisons_and_the_backlog_are_in_German()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await acme.SeedAsync(server.Time.GetUtcNow().AddDays(-1), s_bad, key: "A-1");
        var person = InGerman(await acme.PersonAsync("viewer"));

        var page = await person.ReadAsync("/app/compare?by=customer&latest=true");
        page.ShouldContain("In diesem Zeitraum gibt es bei „Kunde“ nur einen Wert");
        page.ShouldContain("aria-label=\"Durchschnitte nach Kunde\"");
        page.ShouldContain("aria-label=\"Unabhängig fällt durch bei 1 von 1 Ticket, 100 %: Default\"");
        page.ShouldContain(", keine weiteren Tage\"");
        page.ShouldMatch(@"<circle cx=""\d+(\.\d)?"" cy=""\d+(\.\d)?""");
        (await person.ReadAsync("/app/tickets?type=(none)")).ShouldContain("<bdi>Ohne Typ</bdi>");
        (await person.ReadAsync("/app/backlog")).ShouldContain("Zwei Tickets mit fast demselben Text.");
    }

    [Fact]
    public void Every_language_of_a_ticket_and_every_level_of_the_scale_has_a_German_text()
    {
        var languages = (from one in "abcdefghijklmnopqrstuvwxyz" from two in "abcdefghijklmnopqrstuvwxyz" select $"{one}{two}")
            .Where(code => LanguageNames.Of(code) != code).ToList();
        languages.Count.ShouldBeGreaterThan(20);
        languages.ShouldAllBe(code => JudgedModels.LanguageOf(code) == LanguageNames.Of(code));
        var german = Language.Find("de")!;
        languages.ShouldAllBe(code => german.Messages.ContainsKey("ticket.language." + code));
        foreach (var level in RatingRows.Dimensions.SelectMany(RatingScale.Of)) german.Sentence(level.Meaning).ShouldNotBe(level.Meaning);
    }

    private static Person InGerman(Person person)
    {
        person.Headers["Accept"] = "text/html";
        person.Headers["Accept-Language"] = "de-AT,de;q=0.9,en;q=0.5";
        return person;
    }

    [GeneratedRegex("/app/tickets/[0-9a-f]+/compare/[0-9a-f]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ComparisonPath();

    [GeneratedRegex("/app/reviews/[0-9a-f]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReviewPath();
}

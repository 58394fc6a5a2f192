using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Portal;

public sealed class PageTests
{
    private static readonly DateTimeOffset s_now = new(2026, 4, 16, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_page_has_a_strict_policy_and_nothing_inline()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var id = await company.SeedAsync(s_now, [2, 5, 6, 7, 8, 9]);
        var person = await company.PersonAsync("viewer");

        foreach (var path in (string[])["/app", "/app?days=365", "/app/tickets", $"/app/tickets/{id}", "/app/nothing"])
        {
            var response = await person.GetAsync(path);
            var page = await response.PageAsync(path == "/app/nothing" ? 404 : 200);
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("default-src 'none'");
            policy.ShouldContain("script-src 'self';");
            policy.ShouldContain("style-src 'self';");
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldNotContain("unsafe");
            page.ShouldNotContain(" style=");
            page.ShouldNotContain("<style");
            page.ShouldNotContain(" onclick");
            page.Split("<script")[1..].ShouldAllBe(script => script.StartsWith(" src=\"/assets/", StringComparison.Ordinal));
            page.ShouldNotContain("http://");
            page.ShouldNotContain("https://");
            page.ShouldStartWith("<!DOCTYPE html>");
        }
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_sent_to_the_form_for_that()
    {
        await using var server = await TestServer.StartAsync();
        var response = await server.Anonymous.GetAsync("/app/tickets?q=login");
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.Location!.OriginalString.ShouldBe("/login?return=%2Fapp%2Ftickets%3Fq%3Dlogin");
    }

    [Theory]
    [InlineData("http://localhost/app/settings/keys?a=b", "/app/settings/keys?a=b")]
    [InlineData("http://localhost//elsewhere.example", "/app")]
    [InlineData("https://elsewhere.example/app/tickets", "/app")]
    [InlineData("none", "/app")]
    public async Task A_form_or_a_part_that_comes_after_the_session_leads_to_signing_in_and_back_to_its_page(string page, string place)
    {
        await using var server = await TestServer.StartAsync();
        var back = $"/login?return={Uri.EscapeDataString(place)}";
        using var form = new HttpRequestMessage(HttpMethod.Post, "/app/settings/keys");
        form.Headers.TryAddWithoutValidation("Referer", page.Replace("localhost", server.Anonymous.BaseAddress!.Authority, StringComparison.Ordinal));
        using var part = new HttpRequestMessage(HttpMethod.Get, "/app/tickets?cursor=x");
        part.Headers.TryAddWithoutValidation("HX-Request", "true");
        part.Headers.TryAddWithoutValidation("HX-Current-URL", page.Replace("localhost", server.Anonymous.BaseAddress!.Authority, StringComparison.Ordinal));

        var sent = await server.Anonymous.SendAsync(form);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        sent.Headers.Location!.OriginalString.ShouldBe(back);
        var asked = await server.Anonymous.SendAsync(part);
        asked.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        asked.Headers.GetValues("HX-Redirect").ShouldBe([back]);
    }

    [Fact]
    public async Task A_form_of_an_earlier_session_is_told_from_one_of_the_wrong_role()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");

        var page = await (await owner.FormAsync("/app/settings", ("__token", "old"))).PageAsync(403);

        page.ShouldContain("This page is out of date");
        page.ShouldNotContain("Your role");
    }

    [Fact]
    public async Task No_name_turns_the_words_of_a_title()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme \u202Ereversed\u2066");

        (await (await (await company.PersonAsync("viewer")).GetAsync("/app")).PageAsync()).ShouldContain("<title>Overview · Acme reversed · Vindex</title>");
    }

    [Fact]
    public async Task The_overview_says_whether_it_is_good_enough_and_what_fails()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme & Söhne");
        await company.SeedAsync(s_now.AddDays(-40), [5, 5, 5, 5, 5, 5], key: "OLD-1");
        await company.SeedAsync(s_now, [7, 7, 7, 7, 7, 3], key: "NEW-1", title: "Short of tests");
        await company.SeedAsync(s_now.AddHours(-1), [8, 8, 8, 8, 8, 8], key: "NEW-2");
        var page = await (await (await company.PersonAsync("viewer")).GetAsync("/app?days=30")).PageAsync();

        page.ShouldContain("<title>Overview · Acme &amp; Söhne · Vindex</title>");
        page.ShouldContain(">7.2<");
        page.ShouldContain("The average reaches the quality gate of 7.0.");
        page.ShouldContain("2.2</strong>");
        page.ShouldContain("compared with the 30 days before (1 score).");
        page.ShouldContain("/app/tickets?fails=testable&amp;from=2026-03-18&amp;to=2026-04-16&amp;timezone=UTC");
        page.ShouldContain("Short of tests");
        page.ShouldNotContain("OLD-1");
    }

    [Fact]
    public async Task An_overview_without_scores_says_what_would_be_here()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var person = await company.PersonAsync("viewer");
        var firstSteps = await (await person.GetAsync("/app")).PageAsync();
        firstSteps.ShouldContain("First steps");
        firstSteps.ShouldNotContain("No scores yet");
        await (await (await company.PersonAsync("owner", "ada@example.com")).PutAsync("/portal/checklist", new { hidden = true })).JsonAsync(200);
        (await (await person.GetAsync("/app")).PageAsync()).ShouldContain("No scores yet");
        (await (await person.GetAsync("/app/tickets")).PageAsync()).ShouldContain("No tickets yet");
    }

    [Fact]
    public async Task A_range_that_cannot_be_is_refused_in_words_beside_the_last_30_days()
    {
        await using var server = await TestServer.StartAsync();
        var person = await (await server.CompanyAsync("Acme")).PersonAsync("viewer");
        foreach (var query in (string[])["from=2026-04-16&to=2026-01-01", "from=2020-01-01&to=2026-01-01", "from=soon", "days=0", "days=99999"])
            (await (await person.GetAsync("/app?" + query)).PageAsync(422)).ShouldContain("Invalid range");
    }

    [Fact]
    public async Task Tickets_are_filtered_by_the_address_and_go_on_by_cursor()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        for (var i =
            0; i < 60; i++)
        {
            await company.SeedAsync(s_now.AddMinutes(-i), [8, 8, 8, 8, 8, i % 2 == 0 ? 2 : 8], key: $"T-{i}", title: $"Ticket number {i}");
        }
        var person = await company.PersonAsync("viewer");

        var page = await (await person.GetAsync("/app/tickets")).PageAsync();
        page.Split("class=\"selectable\"").Length.ShouldBe(51);
        var more = WebUtility.HtmlDecode(page.Split("class=\"button\" href=\"/app/tickets?cursor")[1].Split('"')[0]);
        var rest = await (await person.GetAsync("/app/tickets?cursor" + more)).PageAsync();
        rest.Split("class=\"selectable\"").Length.ShouldBe(11);
        rest.ShouldNotContain("More tickets");

        person.Headers["HX-Request"] = "true";
        var part = await (await person.GetAsync("/app/tickets?cursor" + more)).PageAsync();
        part.ShouldStartWith("<tr");
        person.Headers.Clear();

        var failing = await (await person.GetAsync("/app/tickets?fails=testable&q=number&sort=worst_first")).PageAsync();
        failing.Split("class=\"selectable\"").Length.ShouldBe(31);
        failing.ShouldContain("/portal/scores/export?q=number&amp;fails=testable&amp;sort=worst_first&amp;latest=true&amp;format=csv");
        var file = await (await person.GetAsync("/portal/scores/export?q=number&fails=testable&sort=worst_first&format=csv")).Content.ReadAsStringAsync();
        file.Split("\r\n").Length.ShouldBe(32);
        (await (await person.GetAsync("/app/tickets?q=nowhere")).PageAsync()).ShouldContain("No matches");
        (await (await person.GetAsync("/app/tickets?band=splendid")).PageAsync(422)).ShouldContain("Invalid filter");
        (await (await person.GetAsync("/app/tickets?cursor=abc")).PageAsync(422)).ShouldContain("Invalid filter");
    }

    [Fact]
    public async Task Another_companys_ticket_is_the_page_of_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var id = await (await server.CompanyAsync("Theirs")).SeedAsync(s_now, [5, 5, 5, 5, 5, 5]);
        var person = await (await server.CompanyAsync("Ours")).PersonAsync("owner");
        var theirs = await (await person.GetAsync($"/app/tickets/{id}")).PageAsync(404);
        var none = await (await person.GetAsync("/app/tickets/0123456789abcdef0123456789abcdef")).PageAsync(404);
        theirs.WithoutToken().ShouldBe(none.WithoutToken());
        var form = await person.FormAsync($"/app/tickets/{id}/agreement", ("__token", person.Token!), ("dimension", "small"), ("word", "agree"));
        (await form.PageAsync(404)).WithoutToken().ShouldBe(none.WithoutToken());
    }

    [Fact]
    public async Task The_zone_that_was_asked_for_is_remembered_and_shown()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(new DateTimeOffset(2026, 4, 15, 23, 30, 0, TimeSpan.Zero), [5, 5, 5, 5, 5, 5]);
        var person = await company.PersonAsync("viewer");
        var session = person.Cookie!;
        (await (await person.GetAsync("/app/tickets")).PageAsync()).ShouldContain("15 Apr 2026, 23:30");
        (await person.GetAsync("/app/tickets?timezone=Europe/Vienna")).StatusCode.ShouldBe(HttpStatusCode.OK);
        person.SetCookie.ShouldStartWith("vindex-zone=Europe%2FVienna; ");
        person.Cookie = session + "; vindex-zone=Europe%2FVienna";
        var page = WebUtility.HtmlDecode(await (await person.GetAsync("/app/tickets")).PageAsync());
        page.ShouldContain("16 Apr 2026, 01:30");
        page.ShouldContain("2026-04-16 01:30:00 +02 (Europe/Vienna)");
        person.Cookie = session + "; vindex-zone=Middle/Earth";
        (await (await person.GetAsync("/app/tickets")).PageAsync()).ShouldContain("times in UTC");
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Portal;

/// <summary>The list counts tickets, or scores if asked to, and says which.</summary>
public sealed class TicketListTests
{
    private static readonly DateTimeOffset s_now = new(2026, 4, 16, 9, 0, 0, TimeSpan.Zero);
    private static readonly int[] s_good = [8, 8, 8, 8, 8, 8];
    private static readonly int[] s_bad = [3, 3, 3, 3, 3, 3];

    [Fact]
    public async Task The_latest_score_of_each_ticket_is_shown_unless_every_score_is_asked_for()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var first = await company.SeedAsync(s_now.AddDays(-2), s_bad, key: "K-1", title: "Pay by card");
        var second = await company.SeedAsync(s_now.AddDays(-1), s_good, key: "K-1", title: "Pay by card");
        var other = await company.SeedAsync(s_now.AddDays(-3), s_bad, key: "K-2", title: "Pay by invoice");
        var person = await company.PersonAsync("viewer");

        var tickets = await person.ReadAsync("/app/tickets");
        Rows(tickets).ShouldBe([second, other]);
        Count(tickets).ShouldBe("2 tickets");
        tickets.ShouldContain("<h1>Tickets</h1>");

        var scores = await person.ReadAsync("/app/tickets?latest=false");
        Rows(scores).ShouldBe([second, first, other]);
        Count(scores).ShouldBe("3 scores");
        scores.ShouldContain("<h1>Scores</h1>");
        scores.ShouldContain("<input type=\"hidden\" name=\"latest\" value=\"false\"");

        await person.ReadAsync("/app/tickets?latest=perhaps", 422);
    }

    [Fact]
    public async Task A_filter_says_how_many_of_all_match_and_is_kept_by_the_switch_and_the_export()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        for (var i = 0; i < 120; i++) await company.SeedAsync(s_now.AddMinutes(-i), i % 2 == 0 ? s_bad : s_good, key: $"K-{i % 110}", title: $"Ticket {i}");
        var person = await company.PersonAsync("viewer");

        // K-0 to K-9 have two scores each, of the same band.
        Count(await person.ReadAsync("/app/tickets")).ShouldBe("110 tickets");
        var failing = await person.ReadAsync("/app/tickets?band=at_risk");
        Count(failing).ShouldBe("55 of 110 tickets");
        failing.ShouldContain("href=\"/app/tickets?band=at_risk&amp;latest=false\"");
        failing.ShouldContain("/portal/scores/export?band=at_risk&amp;latest=true&amp;format=csv");
        Count(await person.ReadAsync("/app/tickets?band=at_risk&latest=false")).ShouldBe("60 of 120 scores");
        Count(await person.ReadAsync("/app/tickets?key=k-3")).ShouldBe("1 of 110 tickets");
        Count(await person.ReadAsync("/app/tickets?key=k-3&latest=false")).ShouldBe("2 of 120 scores");
        Count(await person.ReadAsync($"/app/tickets?customer_id={company.DefaultCustomerId}")).ShouldBe("110 of 110 tickets");
        Count(await person.ReadAsync("/app/tickets?q=nothing")).ShouldBe("0 of 110 tickets");
        var file = await (await person.GetAsync("/portal/scores/export?band=at_risk&latest=true&format=csv")).Content.ReadAsStringAsync();
        file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(56);
    }

    [Fact]
    public async Task A_filter_without_a_field_is_kept_when_the_form_is_sent()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(s_now, s_bad, key: "K-1");
        var page = await (await company.PersonAsync("viewer")).ReadAsync("/app/tickets?min=1.5&max=4&key=K-1&band=at_risk");

        foreach (var (name, value) in new[] { ("min", "1.5"), ("max", "4"), ("key", "K-1") })
            page.ShouldContain($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\"");
        page.ShouldContain("<a class=\"alone\" href=\"/app/tickets\">Clear</a>");
    }

    [Fact]
    public async Task Pages_of_tickets_go_on_by_cursor_and_those_of_scores_too()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        for (var i = 0; i < 60; i++)
        {
            await company.SeedAsync(s_now.AddMinutes(-i), s_good, key: $"K-{i}");
            await company.SeedAsync(s_now.AddDays(-1).AddMinutes(-i), s_bad, key: $"K-{i}");
        }

        var person = await company.PersonAsync("viewer");
        (await WalkAsync("/app/tickets")).ShouldBe(60);
        (await WalkAsync("/app/tickets?latest=false")).ShouldBe(120);

        async Task<int> WalkAsync(string? path)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (path is not null)
            {
                var page = await person.ReadAsync(path);
                foreach (var row in Rows(page)) seen.Add(row).ShouldBeTrue();
                path = page.Contains("<tr class=\"more\">", StringComparison.Ordinal)
                    ? WebUtility.HtmlDecode(page.Split("<tr class=\"more\">")[1].Split("href=\"")[1].Split('"')[0])
                    : null;
            }

            return seen.Count;
        }
    }

    [Fact]
    public async Task Headers_sort_and_columns_are_chosen()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var shop = await company.NewCustomerAsync("The shop");
        var bad = await company.SeedAsync(s_now.AddDays(-1), s_bad, shop, "K-1");
        var good = await company.SeedAsync(s_now, s_good, key: "K-2");
        var person = await company.PersonAsync("viewer");

        var page = WebUtility.HtmlDecode(await person.ReadAsync("/app/tickets?band=healthy"));
        page.ShouldContain("<a class=\"sort\" href=\"/app/tickets?band=healthy&sort=worst_first\">Overall<");
        page.ShouldContain("aria-sort=\"descending\"><a class=\"sort\" href=\"/app/tickets?band=healthy\">Scored<");
        page.ShouldContain("<abbr title=\"Testable\">T</abbr>");
        page.ShouldNotContain("The shop</bdi></td>");

        var worst = WebUtility.HtmlDecode(await person.ReadAsync("/app/tickets?sort=worst_first&columns=customer"));
        Rows(worst).ShouldBe([bad, good]);
        worst.ShouldContain("aria-sort=\"ascending\"><a class=\"sort\" href=\"/app/tickets?columns=customer&sort=overall_score\">Overall<");
        worst.ShouldContain("<td class=\"t-customer\"><bdi>The shop</bdi></td>");
        worst.ShouldNotContain("<abbr title=\"Testable\">");
        worst.ShouldNotContain("class=\"t-when");
        worst.ShouldContain("/portal/scores/export?sort=worst_first&latest=true&format=csv");
    }

    [Fact]
    public async Task A_ticket_leads_to_the_next_and_the_previous_of_the_list_that_it_was_opened_from()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        for (var i = 0; i < 70; i++) await company.SeedAsync(s_now.AddMinutes(-i), i % 7 == 0 ? s_good : s_bad, key: $"K-{i}");
        var person = await company.PersonAsync("viewer");
        var list = WebUtility.HtmlDecode(await person.ReadAsync("/app/tickets?band=at_risk&sort=worst_first"));
        var href = list.Split("<a href=\"/app/tickets/")[1].Split('"')[0];
        var expected = new List<string>(Rows(list));
        expected.AddRange(Rows(await person.ReadAsync(list.Split("<tr class=\"more\">")[1].Split("href=\"")[1].Split('"')[0])));
        expected.Count.ShouldBe(60);

        var walked = new List<string>();
        var next = (string?)("/app/tickets/" + href);
        while (next is not null)
        {
            walked.Add(next.Split("/app/tickets/")[1].Split('?')[0]);
            var page = WebUtility.HtmlDecode(await person.ReadAsync(next));
            page.ShouldContain("<a href=\"/app/tickets?band=at_risk&sort=worst_first\">Tickets</a>");
            page.Contains("data-previous", StringComparison.Ordinal).ShouldBe(walked.Count > 1);
            next = Regex.Match(page, "<a href=\"(?<href>[^\"]+)\" rel=\"next\"", RegexOptions.NonBacktracking) is { Success: true } match ? match.Groups["href"].Value : null;
        }

        walked.ShouldBe(expected);
        (await person.ReadAsync($"/app/tickets/{expected[3]}")).ShouldNotContain("rel=\"next\"");
        (await person.ReadAsync($"/app/tickets/{expected[3]}?at=99&in=band%3Dnothing")).ShouldNotContain("rel=\"next\"");
    }

    [Fact]
    public async Task A_ticket_that_moved_down_the_list_is_found_there()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var last = await company.SeedAsync(s_now.AddMinutes(-5), s_good, key: "K-0");
        var person = await company.PersonAsync("viewer");
        for (var i = 1; i <= 20; i++) await company.SeedAsync(s_now.AddMinutes(i - 4), s_good, key: $"K-{i}");

        var page = await person.ReadAsync($"/app/tickets/{last}?at=0");
        page.ShouldContain("rel=\"prev\"");
        page.ShouldContain("?at=19\"");
        page.ShouldNotContain("rel=\"next\"");
    }

    /// <summary>The scores in a list, in its order.</summary>
    internal static IReadOnlyList<string> Rows(string page) => [.. page.Split(" data-row>")[..^1].Select(before => before.Split("/app/tickets/")[^1].Split('?')[0].TrimEnd('"'))];

    /// <summary>What a list says it has.</summary>
    internal static string Count(string page) => page.Split("data-count>")[1].Split('<')[0];
}

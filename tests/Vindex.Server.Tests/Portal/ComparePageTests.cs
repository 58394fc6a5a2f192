using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Portal;

/// <summary>Groups of tickets side by side; each of their numbers leads to the tickets behind it.</summary>
public sealed class ComparePageTests
{
    private static readonly DateTimeOffset s_now = new(2026, 4, 16, 9, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, bool> Questions =>
        new([.. ((string[])["customer", "project", "type", "source", "profile", "provider", "model"]).SelectMany(by => (TheoryDataRow<string, bool>[])[(by, false), (by, true)])]);

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Each_group_and_each_cell_opens_exactly_what_it_counts(string by, bool latest)
    {
        await using var server = await TestServer.StartAsync();
        var (person, scores) = await FillAsync(server, 90);
        var page = await ReadAsync(person, $"/app/compare?by={by}&days=30&timezone=Europe/Berlin{(latest ? "&latest=true" : "")}");

        var groups = Groups(page);
        groups.Count.ShouldBeInRange(2, 4);
        groups.Sum(group => group.Count).ShouldBe(latest ? scores.DistinctBy(score => score.Ticket).Count() : scores.Count);
        foreach (var group in groups) await ShouldOpenAsync(person, group.Href, group.Count, latest);
        var cells = Cells(page);
        cells.Count(cell => cell.Href is not null).ShouldBeGreaterThan(6);
        foreach (var (href, count) in cells.Where(cell => cell.Href is not null)) await ShouldOpenAsync(person, href!, count, latest);
        cells.Where(cell => cell.Href is null).ShouldAllBe(cell => cell.Count == 0);
    }

    [Fact]
    public async Task Averages_are_those_of_the_groups_and_the_last_row_is_all_of_them()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var shop = await company.NewCustomerAsync("Shop");
        await company.SeedAsync(s_now.AddDays(-2), [2, 4, 6, 8, 10, 3], key: "A-1");
        await company.SeedAsync(s_now.AddDays(-1), [4, 4, 6, 8, 10, 4], key: "A-2");
        await company.SeedAsync(s_now.AddDays(-1), [9, 9, 9, 9, 9, 9], shop, key: "S-1");
        var page = await ReadAsync(await company.PersonAsync("viewer"), "/app/compare?days=7");

        Averages(page).ShouldBe([
            ("Default", "5.8 3.0 4.0 6.0 8.0 10.0 3.5"),
            ("Shop", "9.0 9.0 9.0 9.0 9.0 9.0 9.0"),
            ("All", "6.8 5.0 5.7 7.0 8.3 9.7 5.3"),
        ]);
        page.ShouldContain("aria-label=\"Independent fails in 2 of 2 scores, 100 %: Default\"");
        page.ShouldContain("aria-label=\"2.0 from 14 Apr 2026, 4.0 from 15 Apr 2026\"");
        page.ShouldContain("aria-label=\"9.0 from 15 Apr 2026, no other dates\"");
    }

    [Fact]
    public async Task Another_time_zone_moves_the_edges_of_the_range()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(new DateTimeOffset(2026, 4, 9, 23, 0, 0, TimeSpan.Zero), [3, 3, 3, 3, 3, 3], key: "A-1");
        var person = await company.PersonAsync("viewer");

        (await ReadAsync(person, "/app/compare?days=7&timezone=UTC")).ShouldContain("No scores in this range");
        var berlin = await ReadAsync(person, "/app/compare?days=7&timezone=Europe/Berlin");
        Groups(berlin).ShouldHaveSingleItem().Count.ShouldBe(1);
        berlin.ShouldContain("There is only one customer in this range");
    }

    [Fact]
    public async Task Of_many_groups_the_largest_are_shown()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        for (var i = 0; i < 25; i++)
            for (var j = 0; j <= (i < 20 ? 1 : 0); j++) await company.SeedAsync(s_now.AddDays(-1), [5, 5, 5, 5, 5, 5], key: $"P{(char)('A' + i)}-{j}");
        var person = await company.PersonAsync("viewer");

        foreach (var latest in (string[])["", "&latest=true"])
        {
            var page = await ReadAsync(person, "/app/compare?by=project" + latest);
            Groups(page).Select(group => group.Count).ShouldBe(Enumerable.Repeat(2, 20));
            page.ShouldContain($"Of 25 groups, the 20 with the most {(latest.Length > 0 ? "tickets" : "scores")} are shown.");
            page.ShouldContain("The others have 11 % of the");
        }
    }

    [Fact]
    public async Task A_company_sees_its_own_groups_and_an_empty_one_is_told_what_will_be_here()
    {
        await using var server = await TestServer.StartAsync();
        var (_, _) = await FillAsync(server, 10);
        var other = await server.CompanyAsync("Other");
        var person = await other.PersonAsync("viewer", "other@example.com");
        var page = await ReadAsync(person, "/app/compare?by=source");

        page.ShouldContain("No scores yet");
        page.ShouldNotContain("jiraforge");
        (await ReadAsync(person, "/app/compare?by=color&days=0", 422)).ShouldContain("by must be one of customer, project, type, source, profile, provider, model");
    }

    [Fact]
    public async Task Lists_and_exports_of_the_API_have_the_same_filters()
    {
        await using var server = await TestServer.StartAsync();
        var (person, scores) = await FillAsync(server, 40);

        foreach (var (query, expected) in new (string, int)[]
        {
            ("project=SHOP", scores.Count(score => score.Key.StartsWith("SHOP-", StringComparison.Ordinal))),
            ("project=(none)", scores.Count(score => score.Key == "loose")),
            ("project=shop", 0),
            ("type=Bug&source=api", scores.Count(score => score is { Type: "Bug", Source: "api" })),
            ("type=(none)", scores.Count(score => score.Type is null)),
            ("model=rubric-2", scores.Count(score => score.Model == "rubric-2")),
        })
        {
            (await (await person.GetAsync("/portal/scores?" + query)).JsonAsync(200)).GetProperty("total").GetInt32().ShouldBe(expected, query);
            var list = await ReadAsync(person, $"/app/tickets?latest=false&{query}");
            TicketListTests.Count(list).ShouldStartWith($"{expected} of 40");
        }

        var filtered = await ReadAsync(person, "/app/tickets?type=Bug&source=api&band=at_risk");
        filtered.ShouldContain("<bdi>Type: Bug</bdi><a href=\"/app/tickets?band=at_risk&source=api\"");
        filtered.ShouldContain("<bdi>Source: api</bdi><a href=\"/app/tickets?band=at_risk&type=Bug\"");
        filtered.ShouldContain("<input type=\"hidden\" name=\"source\" value=\"api\"");
    }

    private static async Task<(Person Person, List<Seeded> Scores)> FillAsync(TestServer server, int count)
    {
        var company = await server.CompanyAsync("Acme");
        string[] customers = [company.DefaultCustomerId, await company.NewCustomerAsync("Shop"), await company.NewCustomerAsync("<b>Fleet</b>")];
        var random = new Random(7);
        var scores = new List<Seeded>();
        for (var i = 0; i < count; i++)
        {
            var customer = random.Next(3);
            var key = random.Next(4) switch { 0 => "loose", 1 => $"acme/shop#{random.Next(9)}", 2 => $"KOL-{random.Next(9)}", _ => $"SHOP-{random.Next(9)}" };
            var one = new Seeded($"{key}@{customer}", random.Next(3) switch { 0 => null, 1 => "Bug", _ => "Story & more" }, random.Next(2) == 0 ? "api" : "jiraforge", $"rubric-{random.Next(1, 3)}");
            await company.SeedAsync(
                s_now.AddMinutes(-random.Next(29 * 24 * 60)),
                [.. Enumerable.Range(0, 6).Select(_ => random.Next(11))],
                customers[customer],
                key,
                change: score => score with { IssueType = one.Type, Source = one.Source, Model = one.Model, Provider = i % 3 == 0 ? "openai" : "vindex", Profile = i % 2 == 0 ? "adam" : "bugs" });
            scores.Add(one);
        }

        return (await company.PersonAsync("viewer"), scores);
    }

    private static async Task ShouldOpenAsync(Person person, string href, int count, bool latest)
    {
        var list = await ReadAsync(person, href);
        TicketListTests.Count(list).ShouldMatch($"^{count} of [0-9]+ {(latest ? "ticket" : "score")}s?$", href);
    }

    private static async Task<string> ReadAsync(Person person, string path, int status = 200) => WebUtility.HtmlDecode(await person.ReadAsync(path, status));

    private static List<(string Href, int Count)> Groups(string page) =>
    [
        .. Regex.Matches(
            page, "<th scope=\"row\" class=\"group-name\">\\s*<a href=\"(?<href>[^\"]+)\">.*?</th>\\s*<td class=\"number\">(?<count>[0-9]+)", RegexOptions.Singleline | RegexOptions.NonBacktracking)
            .Select(match => (match.Groups["href"].Value, Number(match.Groups["count"].Value))),
    ];

    private static List<(string? Href, int Count)> Cells(string page) =>
    [
        .. page.Split("<td class=\"number heat-")[1..].Select(cell => cell.Split("</td>")[0]).Select(cell => (
            cell.Contains("href=", StringComparison.Ordinal) ? cell.Split("href=\"")[1].Split('"')[0] : null,
            Number(cell.Split("data-count=\"")[1].Split('"')[0]))),
    ];

    private static List<(string Name, string Values)> Averages(string page) =>
    [
        .. page.Split("class=\"dense groups\"")[1].Split("</table>")[0].Split("<th scope=\"row\"")[1..].Select(row => (
            Regex.Replace("<" + row.Split("</th>")[0], "<[^>]*>?", "", RegexOptions.NonBacktracking).Split('>')[^1].Trim(),
            string.Join(' ', row.Split("class=\"overall ")[1..].Select(value => value.Split('>')[1].Split('<')[0])))),
    ];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Seeded(string Ticket, string? Type, string Source, string Model)
    {
        public string Key => Ticket.Split('@')[0];
    }
}

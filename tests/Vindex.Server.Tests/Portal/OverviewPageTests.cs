using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Portal;

/// <summary>The overview counts scores or tickets, and each of its numbers leads to those behind it.</summary>
public sealed class OverviewPageTests
{
    private static readonly DateTimeOffset s_now = new(2026, 4, 16, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Only_the_latest_score_of_each_ticket_counts_if_asked_for()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(s_now.AddDays(-40), [2, 2, 2, 2, 2, 2], key: "A-1");
        await company.SeedAsync(s_now.AddDays(-35), [6, 6, 6, 6, 6, 6], key: "A-3");
        await company.SeedAsync(s_now.AddDays(-5), [3, 3, 3, 3, 3, 3], key: "A-1");
        await company.SeedAsync(s_now.AddDays(-1), [9, 9, 9, 9, 9, 9], key: "A-1");
        await company.SeedAsync(s_now.AddDays(-2), [8, 8, 8, 8, 8, 2], key: "A-2");
        var person = await company.PersonAsync("viewer");

        var all = await ReadAsync(person, "/app");
        all.ShouldContain(">6.3<");
        all.ShouldContain("3 scores in this range.");
        all.ShouldContain("So few that a single score moves the average.");
        all.ShouldContain("compared with the 30 days before (2 scores).");
        all.ShouldContain("href=\"/app?days=30&latest=true\"");
        Bands(all).ShouldBe([(1, 0, 0), (0, 0, 1), (0, 0, 1)]);

        var latest = await ReadAsync(person, "/app?latest=true");
        latest.ShouldContain(">8.0<");
        latest.ShouldContain("2 tickets in this range.");
        latest.ShouldContain("compared with the 30 days before (1 ticket).");
        latest.ShouldContain("href=\"/app?days=90&latest=true\"");
        latest.ShouldContain("<input type=\"hidden\" name=\"latest\" value=\"true\"");
        latest.ShouldContain("/app/tickets?fails=testable&from=2026-03-18&to=2026-04-16&timezone=UTC&latest=true");
        latest.ShouldContain("/app/tickets?sort=worst_first&from=2026-03-18&to=2026-04-16&timezone=UTC&latest=true");
        Bands(latest).ShouldBe([(0, 0, 1), (0, 0, 1)]);
        (await ReadAsync(person, "/app?latest=perhaps", 422)).ShouldContain("latest must be one of true, false");
    }

    [Theory]
    [InlineData("days=7")]
    [InlineData("days=30&latest=true")]
    [InlineData("days=30&average=7")]
    [InlineData("days=30&average=7&latest=true")]
    [InlineData("days=365&latest=true")]
    [InlineData("from=2026-02-03&to=2026-04-15&timezone=America/New_York")]
    [InlineData("from=2026-02-03&to=2026-04-15&timezone=Pacific/Auckland&latest=true")]
    [InlineData("from=2025-09-03&to=2026-04-14&timezone=Asia/Kathmandu")]
    public async Task Each_row_of_the_charts_opens_exactly_what_it_counts(string query)
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var random = new Random(11);
        for (var i = 0; i < 140; i++)
        {
            var at = s_now.AddMinutes(-random.Next(i % 3 == 0 ? 8 * 24 * 60 : 230 * 24 * 60));
            await company.SeedAsync(at, [.. Enumerable.Range(0, 6).Select(_ => random.Next(11))], key: $"K-{random.Next(90)}");
        }

        var person = await company.PersonAsync("viewer");
        var page = await ReadAsync(person, "/app?" + query);
        var links = Links(page);

        links.Count.ShouldBeGreaterThan(6);
        foreach (var (href, count) in links.DistinctBy(link => link.Href))
        {
            var list = await ReadAsync(person, href);
            TicketListTests.Rows(list).Count.ShouldBe(count, href);
            TicketListTests.Count(list).ShouldMatch($"^{count} of [0-9]+ {(query.Contains("latest", StringComparison.Ordinal) ? "ticket" : "score")}s?$");
        }
    }

    [Fact]
    public async Task A_seven_day_average_covers_the_days_before_the_range_too()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(s_now.AddDays(-9), [4, 4, 4, 4, 4, 4], key: "A-1");
        await company.SeedAsync(s_now.AddDays(-4), [8, 8, 8, 8, 8, 8], key: "A-2");
        var person = await company.PersonAsync("viewer");

        var page = await ReadAsync(person, "/app?days=7&average=7");

        // From 10 April on: the 4.0 of the 7th until the 13th, the 8.0 of the 12th from then on.
        Overall(page).ShouldBe([
            ("2026-04-10", "4.0"), ("2026-04-11", "4.0"), ("2026-04-12", "6.0"), ("2026-04-13", "6.0"), ("2026-04-14", "8.0"), ("2026-04-15", "8.0"),
            ("2026-04-16", "8.0")
        ]);
        page.ShouldContain("<a href=\"/app?days=7&average=7\" aria-current=\"true\">7-day average</a>");
        page.ShouldContain("<a href=\"/app?days=7\">By day</a>");
        Overall(await ReadAsync(person, "/app?days=7")).ShouldBe([("2026-04-12", "8.0")]);
        (await ReadAsync(person, "/app?days=365&average=7")).ShouldNotContain("7-day average");
    }

    [Fact]
    public async Task Both_charts_have_the_same_days_on_their_axes()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(s_now.AddDays(-3), [4, 4, 4, 4, 4, 4]);
        var page = await ReadAsync(await company.PersonAsync("viewer"), "/app?days=7");

        var axes = Regex.Matches(page, "\"axis\":(?<axis>\\[[^\\]]*\\])", RegexOptions.NonBacktracking).Select(match => match.Groups["axis"].Value).ToList();

        axes.Count.ShouldBe(2);
        axes.Distinct().ShouldHaveSingleItem().ShouldBe(
            "[" + string.Join(',', Enumerable.Range(10, 7).Select(day => $"\"2026-04-{day}\"")) + "]");
    }

    private static async Task<string> ReadAsync(Person person, string path, int status = 200) => WebUtility.HtmlDecode(await person.ReadAsync(path, status));

    // The links of both tables, each with the number beside it: that of the row, or that of the cell itself.
    private static List<(string Href, int Count)> Links(string page) =>
    [
        .. Regex.Matches(page, "<tr data-count=\"(?<count>[0-9]+)\">\\s*<th [^>]*><a href=\"(?<href>[^\"]+)\"", RegexOptions.NonBacktracking)
            .Concat(Regex.Matches(page, "<td class=\"number\"><a href=\"(?<href>[^\"]+)\">(?<count>[0-9]+)</a>", RegexOptions.NonBacktracking))
            .Select(match => (match.Groups["href"].Value, int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture))),
    ];

    private static List<(string Day, string Overall)> Overall(string page)
    {
        var table = page.Split("aria-labelledby=\"trend\"")[1].Split("</figure>")[0];
        return
        [
            .. Regex.Matches(table, "<th [^>]*><a [^>]*>(?<day>[-0-9]+)</a></th>\\s*<td class=\"number\">(?<overall>[.0-9]+)<", RegexOptions.NonBacktracking)
                .Select(match => (match.Groups["day"].Value, match.Groups["overall"].Value)),
        ];
    }

    private static List<(int AtRisk, int NeedsReview, int Healthy)> Bands(string page)
    {
        var table = page.Split("aria-labelledby=\"bands\"")[1].Split("<tbody>")[1].Split("</tbody>")[0];
        return
        [
            .. table.Split("</tr>")[..^1].Select(row =>
            {
                var cells = row.Split("<td class=\"number\">")[1..].Select(cell => Regex.Replace(cell, "<[^>]*>", "", RegexOptions.NonBacktracking).Trim()).ToList();
                return (Number(cells[0]), Number(cells[1]), Number(cells[2]));
            }),
        ];

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}

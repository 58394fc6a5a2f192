using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Dashboards;

/// <summary>Dashboards on the pages: pinning, arranging, sharing; and the same numbers as on the pages that cards come from.</summary>
public sealed partial class DashboardPageTests
{
    private static readonly DateTimeOffset s_now = new(2026, 4, 16, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("/app?days=7", "overview.trend")]
    [InlineData("/app?days=7&latest=true", "overview.bands")]
    [InlineData("/app?days=30", "overview.fails")]
    [InlineData("/app/compare?by=source&days=7", "compare.averages")]
    [InlineData("/app/compare?by=project&days=30", "compare.fails")]
    [InlineData("/app/feedback?path=overall&days=7", "feedback.series")]
    [InlineData("/app/feedback?path=band&days=7&compare=on", "feedback.totals")]
    [InlineData("/app/feedback?path=testable&days=30", "feedback.distribution")]
    public async Task A_card_has_the_numbers_of_the_page_that_it_was_pinned_from(string from, string card)
    {
        await using var server = await TestServer.StartAsync();
        var acme = await FilledAsync(server);
        var person = await acme.PersonAsync("member");
        var page = await person.ReadAsync(from + "&timezone=Pacific/Auckland");

        var board = await PinAsync(person, page, card);

        var colleague = await acme.PersonAsync("viewer", "cy@example.com");
        foreach (var shown in (string[])[await person.ReadAsync(board), await colleague.ReadAsync(board + "?timezone=UTC")])
        {
            var numbers = Numbers(shown);
            numbers.Count.ShouldBeGreaterThan(2, card);
            Contains(Numbers(page), numbers).ShouldBeTrue($"{card}: {string.Join(' ', numbers)} in {string.Join(' ', Numbers(page))}");
        }
    }

    [Fact]
    public async Task The_average_and_the_list_have_the_numbers_of_their_pages()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await FilledAsync(server);
        var person = await acme.PersonAsync("member");
        var overview = await person.ReadAsync("/app?days=7");
        var board = await PinAsync(person, overview, "overview.average");
        (await PinAsync(person, await person.ReadAsync("/app/tickets?band=at_risk"), "tickets.list", board)).ShouldBe(board);

        var shown = await person.ReadAsync(board);

        var average = Average().Match(overview).Groups["score"].Value;
        average.ShouldNotBeEmpty();
        Average().Match(shown).Groups["score"].Value.ShouldBe(average);
        var count = Regex.Match(await person.ReadAsync("/app/tickets?band=at_risk"), "data-count>(?<n>[^<]+)<", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["n"].Value;
        shown.ShouldContain(count);
    }

    [Fact]
    public async Task People_pin_arrange_rename_and_delete_on_pages()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await FilledAsync(server);
        var person = await acme.PersonAsync("member");
        (await person.ReadAsync("/app/dashboards")).ShouldContain("No dashboards");
        var board = await PinAsync(person, await person.ReadAsync("/app"), "overview.trend");
        await PinAsync(person, await person.ReadAsync("/app"), "overview.worst", board, Forms.Hostile);

        var arrange = await person.ReadAsync(board + "/arrange");
        var ids = CardIds().Matches(arrange).Select(match => match.Groups["id"].Value).Distinct().ToList();
        ids.Count.ShouldBe(2);
        arrange.ShouldBeHarmless();
        (await person.SubmitAndFollowAsync($"{board}/cards/{ids[1]}/move", ("position", "1"))).ShouldContain("Card moved.");
        CardIds().Matches(await person.ReadAsync(board + "/arrange")).Select(match => match.Groups["id"].Value).Distinct().ShouldBe([ids[1], ids[0]]);
        (await person.SubmitAndFollowAsync($"{board}/cards/{ids[0]}", ("title", "Trend of the week"), ("width", "full"))).ShouldContain("Trend of the week");
        (await person.ReadAsync(board)).ShouldContain("wide-card");
        (await person.SubmitAndFollowAsync($"{board}/cards/{ids[1]}/remove")).ShouldContain("Card removed.");
        (await person.SubmitAndFollowAsync(board + "/rename", ("name", "Renamed"))).ShouldContain("Dashboard renamed.");
        await (await person.SubmitAsync(board + "/rename", ("name", ""))).PageAsync(422);
        await (await person.SubmitAsync($"{board}/cards/{ids[0]}", ("title", "x"), ("width", "third"))).PageAsync(422);

        (await person.SubmitAndFollowAsync(board + "/delete")).ShouldContain("Dashboard deleted.");
        await person.ReadAsync(board, 404);
    }

    [Fact]
    public async Task Only_those_who_may_change_a_dashboard_see_how()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await FilledAsync(server);
        var (member, viewer) = (await acme.PersonAsync("member"), await acme.PersonAsync("viewer"));
        var board = await PinAsync(member, await member.ReadAsync("/app"), "overview.trend");

        (await viewer.ReadAsync("/app")).ShouldNotContain("/app/dashboards/pin");
        (await viewer.ReadAsync(board)).ShouldNotContain("/arrange");
        await viewer.ReadAsync(board + "/arrange", 403);
        await viewer.ReadAsync("/app/dashboards/pin?card=overview.trend&query=", 403);
        await member.ReadAsync("/app/dashboards/pin?card=settings.keys&query=", 404);
        await member.ReadAsync("/app/dashboards/pin?card=overview.trend&query=cursor%3D1", 404);
        await (await viewer.SubmitAsync("/app/dashboards/pin", ("card", "overview.trend"), ("query", ""), ("dashboard", board.Split('/')[^1]))).PageAsync(403);
        (await viewer.ReadAsync("/app/dashboards")).ShouldNotContain("Create dashboard");
        (await viewer.ReadAsync(board + "/links")).ShouldContain("Only owners of your company may create links.");
    }

    [Fact]
    public async Task A_link_is_shown_once_and_can_be_revoked()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await FilledAsync(server);
        var owner = await acme.PersonAsync("owner");
        var board = await PinAsync(owner, await owner.ReadAsync("/app"), "overview.trend");
        (await owner.SubmitAndFollowAsync("/app/dashboards/sharing", ("sharers", "members"), ("titles", "on"))).ShouldContain("Sharing settings saved.");

        var page = await owner.SubmitAndFollowAsync(board + "/links", ("days", "7"), ("titles", "on"));
        var link = new Uri(Secret().Match(page).Groups["link"].Value).AbsolutePath;
        link.ShouldStartWith("/shared/");
        (await (await server.Anonymous.GetAsync(link)).PageAsync()).ShouldContain("Average over time");
        var again = await owner.ReadAsync(board + "/links");
        again.ShouldNotContain(link);
        again.ShouldContain("opened 1 time, last");
        again.ShouldContain("with titles");
        var revoke = Revoke().Match(again).Groups["to"].Value;

        (await owner.SubmitAndFollowAsync(revoke)).ShouldContain("The link has been revoked");
        (await server.Anonymous.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await owner.SubmitAsync(board + "/links", ("days", "9999"))).PageAsync(422);
    }

    private static async Task<TestCompany> FilledAsync(TestServer server)
    {
        var acme = await server.CompanyAsync("Acme");
        var random = new Random(7);
        for (var i = 0; i < 30; i++)
        {
            await acme.SeedAsync(
                s_now.AddHours(-9 * i), [.. Enumerable.Range(0, 6).Select(_ => random.Next(1, 10))], key: $"{(i % 3 == 0 ? "KOL" : "SHOP")}-{i % 20}",
                change: score => score with { Source = i % 2 == 0 ? "api" : "jiraforge" });
        }

        return acme;
    }

    // Pins what a page offers, to a new dashboard unless one is given; the address of the dashboard.
    private static async Task<string> PinAsync(Person person, string page, string card, string? board = null, string title = "")
    {
        var offered = Regex.Match(page, $"href=\"(?<to>/app/dashboards/pin\\?card={Regex.Escape(card)}&[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        offered.Success.ShouldBeTrue($"there is no way to pin {card}");
        var form = await person.ReadAsync(WebUtility.HtmlDecode(offered.Groups["to"].Value));
        var query = WebUtility.HtmlDecode(Regex.Match(form, "name=\"query\" value=\"(?<q>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["q"].Value);
        var response = await person.SubmitAsync(
            "/app/dashboards/pin", ("card", card), ("query", query), ("dashboard", board?.Split('/')[^1] ?? "new"), ("name", "Board"), ("title", title), ("width", "half"));
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.OriginalString.Split('#')[0];
    }

    // The numbers in the tables and lists of a page, in order.
    private static List<string> Numbers(string page) =>
        [.. Cell().Matches(page).Select(match => match.Groups["text"].Value.Trim()).Where(text => text.Length > 0 && decimal.TryParse(text.Split(' ')[0], CultureInfo.InvariantCulture, out _))];

    private static bool Contains(List<string> all, List<string> part) =>
        Enumerable.Range(0, Math.Max(0, all.Count - part.Count + 1)).Any(start => all.Skip(start).Take(part.Count).SequenceEqual(part));

    [GeneratedRegex("(?:<td class=\"(?:number|cell|group-value)[^>]*>|<span class=\"number\">)(?:\\s*<a[^>]*>|\\s*<span[^>]*>)?(?<text>[^<]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cell();

    [GeneratedRegex("score-large [a-z-]+\">(?<score>[0-9.]+)<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Average();

    [GeneratedRegex("/cards/(?<id>[0-9a-f]{32})/move", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CardIds();

    [GeneratedRegex("id=\"secret\">(?<link>[^<]+)<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secret();

    [GeneratedRegex("action=\"(?<to>/app/dashboards/[^\"]+/revoke)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Revoke();
}

using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Dashboards;

/// <summary>Links to dashboards: what they show, how long they live, and when they end.</summary>
public sealed class ShareTests
{
    private const string Title = "Ask riders for feedback";

    [Fact]
    public async Task A_link_shows_the_dashboard_without_titles_and_without_a_way_into_the_portal()
    {
        await using var server = await TestServer.StartAsync();
        var (_, owner, path) = await FilledAsync(server);
        var link = await ShareAsync(owner, path);

        var response = await server.Anonymous.GetAsync(link);
        var page = await response.PageAsync();
        page.ShouldContain("Team board");
        page.ShouldContain("KOL-1");
        page.ShouldNotContain(Title);
        page.Split("data-count=\"1\">").Count(part => part.TrimStart().StartsWith("<span>100 %</span>", StringComparison.Ordinal)).ShouldBe(6);
        page.ShouldNotContain("href=\"/app");
        page.ShouldNotContain("__token");
        page.ShouldContain("<meta name=\"robots\" content=\"noindex\"");
        response.Headers.GetValues("X-Robots-Tag").ShouldBe(["noindex, nofollow"]);
        response.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();

        (await owner.ReadAsync("/app/settings/audit")).ShouldContain("share.visited");
        var listed = (await (await owner.GetAsync(path + "/shares")).JsonAsync(200)).GetProperty("items")[0];
        listed.GetProperty("visits").GetInt32().ShouldBe(1);
        listed.TryGetProperty("link", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Titles_are_shown_only_if_both_the_company_and_the_link_say_so()
    {
        await using var server = await TestServer.StartAsync();
        var (_, owner, path) = await FilledAsync(server);
        (await (await owner.PostAsync(path + "/shares", new { days = 7, titles = true })).ProblemAsync(422)).GetProperty("errors").GetProperty("titles")[0].GetString()
            .ShouldBe("must be false: your company does not allow links to show titles");
        await RulesAsync(owner, "owners", titles: true);
        var (with, without) = (await ShareAsync(owner, path, titles: true), await ShareAsync(owner, path));

        (await ReadAsync(server, with)).ShouldContain(Title);
        (await ReadAsync(server, without)).ShouldNotContain(Title);
        await RulesAsync(owner, "owners", titles: false);
        (await ReadAsync(server, with)).ShouldNotContain(Title);
    }

    [Fact]
    public async Task Cards_can_be_downloaded_with_what_the_link_shows()
    {
        await using var server = await TestServer.StartAsync();
        var (_, owner, path) = await FilledAsync(server);
        var link = await ShareAsync(owner, path);
        var cards = (await (await owner.GetAsync(path)).JsonAsync(200)).GetProperty("cards").EnumerateArray().ToList();
        var tickets = cards.Single(card => card.Text("card") == "tickets.list").Text("card_id");

        (await server.Anonymous.GetStringAsync($"{link}/cards/{tickets}.csv")).ShouldBe("key,title,overall\r\nKOL-1,,4.0\r\n");
        (await (await owner.GetAsync($"/app{path["/portal".Length..]}/cards/{tickets}.csv")).Content.ReadAsStringAsync())
            .ShouldBe($"key,title,overall\r\nKOL-1,{Title},4.0\r\n");
        (await server.Anonymous.GetAsync($"{link}/cards/none.csv")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Wrong_expired_and_revoked_links_have_the_same_response()
    {
        await using var server = await TestServer.StartAsync();
        var (_, owner, path) = await FilledAsync(server);
        var (expiring, revoked) = (await ShareAsync(owner, path, days: 1), await ShareAsync(owner, path, days: 30));
        var id = (await (await owner.GetAsync(path + "/shares")).JsonAsync(200)).GetProperty("items").EnumerateArray()
            .Single(one => one.GetProperty("expires_at").GetDateTimeOffset() > server.Time.GetUtcNow().AddDays(2)).Text("share_id");
        (await owner.DeleteAsync($"{path}/shares/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await owner.DeleteAsync($"{path}/shares/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await ReadAsync(server, expiring);
        server.Time.Advance(TimeSpan.FromDays(1));

        var wrong = await GoneAsync(server, expiring[..^1] + (expiring[^1] == 'A' ? 'B' : 'A'));
        foreach (var link in (string[])[expiring, revoked, "/shared/x", expiring + "/cards/none.csv"]) (await GoneAsync(server, link)).ShouldBe(wrong);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("viewer")]
    [InlineData("no_one")]
    [InlineData("owners")]
    [InlineData("deleted")]
    [InlineData("company")]
    public async Task A_link_ends_when_its_creator_may_no_longer_share(string reason)
    {
        await using var server = await TestServer.StartAsync();
        var (acme, owner, path) = await FilledAsync(server);
        var ada = await acme.PersonAsync("member", "ada@example.com");
        await RulesAsync(owner, "members", titles: false);
        var link = await ShareAsync(ada, path);
        await ReadAsync(server, link);
        var member = $"/portal/users/{await acme.UserIdAsync("ada@example.com")}";

        var done = reason switch
        {
            "removed" => await owner.DeleteAsync(member),
            "viewer" => await owner.PatchAsync(member, new { role = "viewer" }),
            "deleted" => await owner.DeleteAsync(path),
            "company" => await server.Admin.DeleteAsync($"/admin/companies/{acme.Id}"),
            _ => await owner.PutAsync("/portal/dashboards/sharing", new { sharers = reason, titles = false }),
        };
        done.IsSuccessStatusCode.ShouldBeTrue(await done.Content.ReadAsStringAsync());

        await GoneAsync(server, link);
    }

    [Fact]
    public async Task The_company_decides_who_may_share_and_people_revoke_their_own_links()
    {
        await using var server = await TestServer.StartAsync();
        var (acme, owner, path) = await FilledAsync(server);
        var (ada, bo) = (await acme.PersonAsync("member", "ada@example.com"), await acme.PersonAsync("member", "bo@example.com"));
        await (await ada.PostAsync(path + "/shares", new { days = 7 })).ProblemAsync(403, "sharing_not_allowed");
        await (await ada.PutAsync("/portal/dashboards/sharing", new { sharers = "members", titles = true })).ProblemAsync(403);
        await RulesAsync(owner, "members", titles: false);
        await (await ada.PostAsync(path + "/shares", new { days = 0 })).ProblemAsync(422);
        await ShareAsync(ada, path);
        var id = (await (await ada.GetAsync(path + "/shares")).JsonAsync(200)).GetProperty("items")[0].Text("share_id");

        await (await bo.DeleteAsync($"{path}/shares/{id}")).ProblemAsync(403, "not_your_share");
        (await ada.DeleteAsync($"{path}/shares/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await RulesAsync(owner, "no_one", titles: false);
        await (await owner.PostAsync(path + "/shares", new { days = 7 })).ProblemAsync(403, "sharing_not_allowed");
    }

    [Fact]
    public async Task Visits_are_limited_per_address()
    {
        await using var server = await TestServer.StartAsync(null, null, ("Limits:Shared:Requests", "2"));
        var (_, owner, path) = await FilledAsync(server);
        var link = await ShareAsync(owner, path);
        await ReadAsync(server, link);
        await GoneAsync(server, "/shared/wrong");
        (await server.Anonymous.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    private static async Task<(TestCompany Company, Person Owner, string Path)> FilledAsync(TestServer server)
    {
        var acme = await server.CompanyAsync("Acme");
        await acme.SeedAsync(server.Time.GetUtcNow().AddDays(-1), [4, 4, 4, 4, 4, 4], key: "KOL-1", title: Title);
        var owner = await acme.PersonAsync("owner");
        var path = await DashboardTests.NewAsync(owner, "Team board");
        foreach (var card in (string[])["overview.average", "overview.trend", "overview.bands", "overview.fails", "overview.worst", "compare.averages", "compare.fails", "feedback.series", "feedback.totals", "feedback.distribution", "tickets.list"])
            await (await owner.PostAsync(path + "/cards", new { card })).JsonAsync(201);
        return (acme, owner, path);
    }

    private static async Task RulesAsync(Person owner, string sharers, bool titles) =>
        await (await owner.PutAsync("/portal/dashboards/sharing", new { sharers, titles })).JsonAsync(200);

    // The path of a new link.
    private static async Task<string> ShareAsync(Person person, string path, int days = 7, bool titles = false) =>
        new Uri((await (await person.PostAsync(path + "/shares", new { days, titles })).JsonAsync(201)).Text("link")).AbsolutePath;

    private static async Task<string> ReadAsync(TestServer server, string link) => await (await server.Anonymous.GetAsync(link)).PageAsync();

    // The page of a link that does not exist (any more), without its trace id.
    private static async Task<string> GoneAsync(TestServer server, string link)
    {
        var response = await server.Anonymous.GetAsync(link);
        response.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        var page = await response.PageAsync(404);
        return page[..(page.IndexOf("trace", StringComparison.OrdinalIgnoreCase) is var at and > 0 ? at : page.Length)];
    }
}

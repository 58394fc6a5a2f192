using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Dashboards;

/// <summary>Dashboards through the API: who may do what, and what is refused.</summary>
public sealed class DashboardTests
{
    private const string Root = "/portal/dashboards";

    [Fact]
    public async Task Cards_are_pinned_changed_moved_and_removed()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await (await server.CompanyAsync("Acme")).PersonAsync("member");
        var made = await (await ada.PostAsync(Root, new { name = " Team " })).JsonAsync(201);
        made.Text("name").ShouldBe("Team");
        var path = $"{Root}/{made.Text("dashboard_id")}";

        var trend = await (await ada.PostAsync(path + "/cards", new { card = "overview.trend", query = "?latest=true&days=7&average=" })).JsonAsync(201);
        trend.Text("query").ShouldBe("days=7&latest=true", "parameters without a value are left out");
        trend.Text("href").ShouldBe("/app?days=7&latest=true");
        (trend.Text("title"), trend.Text("width")).ShouldBe(("Average over time", "half"));
        foreach (var title in (string[])["Second", "Third"])
            await (await ada.PostAsync(path + "/cards", new { card = "tickets.list", query = "band=at_risk", title, width = "full" })).JsonAsync(201);

        var card = $"{path}/cards/{trend.Text("card_id")}";
        await (await ada.PatchAsync(card, new { title = "First", width = "full", position = 99 })).JsonAsync(200);
        (await TitlesAsync(ada, path)).ShouldBe(["Second", "Third", "First"]);
        await (await ada.PatchAsync(card, new { position = 2 })).JsonAsync(200);
        (await TitlesAsync(ada, path)).ShouldBe(["Second", "First", "Third"]);
        (await ada.DeleteAsync(card)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ada.DeleteAsync(card)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TitlesAsync(ada, path)).ShouldBe(["Second", "Third"]);

        (await (await ada.PatchAsync(path, new { name = "Ours" })).JsonAsync(200)).Text("name").ShouldBe("Ours");
        (await ada.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await ada.GetAsync(path)).ProblemAsync(404);
    }

    [Fact]
    public async Task What_is_not_a_dashboard_or_a_card_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await (await server.CompanyAsync("Acme")).PersonAsync("member");
        var path = await NewAsync(ada, "Team");

        await RefusedAsync(Root, new { name = "TEAM" }, "name", "is the name of another dashboard");
        await RefusedAsync(Root, new { name = " " }, "name", "must not be blank");
        await RefusedAsync(path + "/cards", new { card = "settings.keys" }, "card", "must be one of overview.average, overview.trend");
        await RefusedAsync(path + "/cards", new { card = "overview.trend", query = "days=7&cursor=1" }, "query", "contains \"cursor\", which is not a filter of this page");
        await RefusedAsync(path + "/cards", new { card = "overview.trend", width = "third" }, "width", "must be one of half, full");
        await (await ada.PostAsync($"{Root}/none/cards", new { card = "overview.trend" })).ProblemAsync(404);
        await (await ada.PatchAsync($"{path}/cards/none", new { width = "full" })).ProblemAsync(404);
        for (var i = 0; i < 24; i++) await (await ada.PostAsync(path + "/cards", new { card = "overview.trend" })).JsonAsync(201);
        await (await ada.PostAsync(path + "/cards", new { card = "overview.trend" })).ProblemAsync(409, "too_many_cards");

        async Task RefusedAsync(string to, object body, string field, string error) =>
            (await (await ada.PostAsync(to, body)).ProblemAsync(422)).GetProperty("errors").GetProperty(field)[0].GetString()!.ShouldStartWith(error);
    }

    [Fact]
    public async Task The_company_sees_them_their_creator_and_owners_change_them_and_others_do_not_know_them()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var (ada, bo) = (await acme.PersonAsync("member", "ada@example.com"), await acme.PersonAsync("member", "bo@example.com"));
        var (viewer, owner) = (await acme.PersonAsync("viewer"), await acme.PersonAsync("owner"));
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "cy@example.com");
        var path = await NewAsync(ada, "Team");

        foreach (var person in (Person[])[ada, bo, viewer, owner]) (await (await person.GetAsync(path)).JsonAsync(200)).Text("name").ShouldBe("Team");
        await (await viewer.PostAsync(Root, new { name = "Mine" })).ProblemAsync(403, "role_missing");
        await (await bo.PatchAsync(path, new { name = "Stolen" })).ProblemAsync(403, "not_your_dashboard");
        await (await bo.DeleteAsync(path)).ProblemAsync(403, "not_your_dashboard");
        await (await bo.PostAsync(path + "/cards", new { card = "overview.trend" })).ProblemAsync(403, "not_your_dashboard");
        HttpResponseMessage[] refused =
        [
            await stranger.GetAsync(path), await stranger.PatchAsync(path, new { name = "x" }), await stranger.DeleteAsync(path),
            await stranger.PostAsync(path + "/cards", new { card = "overview.trend" }), await stranger.GetAsync(path + "/shares"),
            await stranger.PostAsync(path + "/shares", new { days = 7 }), await stranger.GetAsync("/app" + path["/portal".Length..]),
        ];
        refused.ShouldAllBe(response => response.StatusCode == HttpStatusCode.NotFound);
        (await (await stranger.GetAsync(Root)).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);

        await (await owner.PatchAsync(path, new { name = "Renamed" })).JsonAsync(200);
        (await owner.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var actions = (await (await owner.GetAsync("/portal/audit")).JsonAsync(200)).GetProperty("items").EnumerateArray().Select(one => one.Text("action")).ToList();
        foreach (var action in (string[])["dashboard.created", "dashboard.changed", "dashboard.deleted"]) actions.ShouldContain(action);
    }

    [Fact]
    public async Task Two_people_who_pin_at_the_same_time_both_have_their_card()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var ada = await acme.PersonAsync("owner");
        var path = await NewAsync(ada, "Team");

        var pinned = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => ada.PostAsync(path + "/cards", new { card = "overview.trend", title = $"Card {i}" })));

        var made = pinned.Count(response => response.StatusCode == HttpStatusCode.Created);
        made.ShouldBeGreaterThan(0);
        pinned.Where(response => response.StatusCode != HttpStatusCode.Created).ShouldAllBe(response => response.StatusCode == HttpStatusCode.Conflict);
        (await TitlesAsync(ada, path)).Count.ShouldBe(made);
    }

    [Fact]
    public async Task Keys_read_with_their_scope_and_cannot_share()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var (reader, writer) = (await acme.ClientAsync("scores:read"), await acme.ClientAsync());
        await (await reader.PostAsync(Root, Json.Content(new { name = "Key" }))).ProblemAsync(403, "scope_missing");
        var path = $"{Root}/{(await (await writer.PostAsync(Root, Json.Content(new { name = "Key" }))).JsonAsync(201)).Text("dashboard_id")}";

        (await (await reader.GetAsync(path)).JsonAsync(200)).Text("name").ShouldBe("Key");
        var manager = await acme.ClientAsync("scores:read", "scores:write", "installations:write");
        await (await manager.PostAsync(path + "/shares", Json.Content(new { days = 7 }))).ProblemAsync(403, "people_only");
        (await (await manager.PutAsync(Root + "/sharing", Json.Content(new { sharers = "members", titles = true }))).JsonAsync(200)).Text("sharers").ShouldBe("members");
        await (await writer.PutAsync(Root + "/sharing", Json.Content(new { sharers = "members", titles = true }))).ProblemAsync(403);
    }

    /// <summary>Creates a dashboard; its path in the API.</summary>
    internal static async Task<string> NewAsync(Person person, string name) =>
        $"{Root}/{(await (await person.PostAsync(Root, new { name })).JsonAsync(201)).Text("dashboard_id")}";

    private static async Task<List<string>> TitlesAsync(Person person, string path) =>
        [.. (await (await person.GetAsync(path)).JsonAsync(200)).GetProperty("cards").EnumerateArray().Select(card => card.Text("title"))];
}

using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Accounts;

/// <summary>What people in teams can reach: the customers of their teams, with the roles of these teams, and nothing of other customers anywhere.</summary>
public sealed partial class TeamRightsTests
{
    private static readonly string[] s_pages =
    [
        "/app", "/app?latest=true", "/app/compare", "/app/compare?by=customer", "/app/tickets", "/app/backlog", "/app/deliveries", "/app/feedback",
        "/app/feedback?path=overall&group_by=customer_id", "/app/feedback/rows?start=2026-04-01T00:00:00Z&end=2026-05-01T00:00:00Z", "/app/reviews", "/app/agreement", "/app/views", "/app/dashboards", "/account",
    ];

    [Fact]
    public async Task Nothing_of_another_customer_is_on_any_page_or_in_any_answer()
    {
        await using var server = await TestServer.StartAsync();
        var world = await TeamWorld.OfAsync(server);
        var alpha = await world.AlphaScoreAsync();
        var beta = await world.BetaScoreAsync();
        var (dashboard, alert, review) = await world.FillAsync(beta);
        foreach (var (role, email) in new[] { ("viewer", "vi@example.com"), ("member", "me@example.com") })
        {
            var person = await world.PersonAsync(email, await world.TeamAsync($"{role}s of Alpha", role, world.Alpha));

            foreach (var page in s_pages) (await person.ReadAsync(page)).ShouldNotContain(TeamWorld.Secret, Case.Insensitive, page);
            (await person.ReadAsync("/app/tickets")).ShouldContain("ALPHA-1");
            (await person.ReadAsync($"/app/tickets/{alpha}")).ShouldContain("Alpha story 1");
            foreach (var path in new[]
            {
                $"/app/tickets/{beta}", $"/app/tickets/{beta}/rewrite", $"/app/tickets/{beta}/work-order", $"/app/tickets/{alpha}/compare/{beta}",
                $"/app/dashboards/{dashboard}", $"/app/dashboards/{dashboard}/arrange", $"/app/alerts/{alert}", "/app/alerts", $"/app/reviews/{review}",
                $"/app/reviews/{review}/tickets/{beta}", $"/app/tickets?customer_id={world.Beta}", $"/app/backlog?customer_id={world.Beta}", "/app/digest",
                $"/app/deliveries?customer_id={world.Beta}", $"/app/agreement?customer_id={world.Beta}", "/app/settings", "/app/settings/teams",
            })
            {
                var response = await person.GetAsync(path);
                ((int)response.StatusCode).ShouldBeInRange(200, 499, path);
                (await response.Content.ReadAsStringAsync()).Replace(world.Beta, "", StringComparison.Ordinal)
                    .ShouldNotContain(TeamWorld.Secret, Case.Insensitive, path);
            }

            foreach (var path in await ReadsAsync(server, ("score_id", beta), ("dashboard_id", dashboard), ("alert_id", alert), ("review_id", review), ("id", beta)))
            {
                var response = await person.GetAsync(path);
                ((int)response.StatusCode).ShouldBeLessThan(500, path);
                (await response.Content.ReadAsStringAsync()).ShouldNotContain(TeamWorld.Secret, Case.Insensitive, path);
            }
        }
    }

    [Fact]
    public async Task No_figure_changes_when_something_happens_at_another_customer()
    {
        await using var server = await TestServer.StartAsync();
        var world = await TeamWorld.OfAsync(server);
        await world.AlphaScoreAsync();
        var person = await world.PersonAsync("vi@example.com", await world.TeamAsync("Alpha", "viewer", world.Alpha));
        string[] all =
        [
            .. s_pages, "/portal/scores/summary", "/portal/scores/chart", "/portal/scores", "/portal/scores/export", "/portal/agreement", "/portal/backlog",
            "/portal/projects", "/portal/deliveries",
        ];
        var before = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in all) before[path] = await TextAsync(person, path);

        var beta = await world.BetaScoreAsync();
        for (var i = 2; i < 6; i++) await world.BetaScoreAsync(i);
        await world.FillAsync(beta);

        foreach (var path in all) (await TextAsync(person, path)).ShouldBe(before[path], path);
        (await TextAsync(world.Owner, "/portal/scores/summary")).ShouldNotBe(before["/portal/scores/summary"]);
        (await person.GetAsync("/app/live")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        before["/app"].ShouldNotContain("/app/live?from=");
        (await world.Owner.ReadAsync("/app")).ShouldContain("/app/live?from=");
    }

    [Fact]
    public async Task A_role_counts_only_for_the_customers_of_the_team_that_has_it()
    {
        await using var server = await TestServer.StartAsync();
        var world = await TeamWorld.OfAsync(server);
        var gamma = await world.Company.NewCustomerAsync("Gamma");
        var (alpha, beta) = (await world.AlphaScoreAsync(), await world.BetaScoreAsync());
        var other = await world.Company.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5], gamma, "GAMMA-1", "Gamma story");
        var person = await world.PersonAsync(
            "mo@example.com", await world.TeamAsync("writes", "member", world.Alpha), await world.TeamAsync("reads", "viewer", world.Alpha, world.Beta));

        // Reads: both teams. Writes: only the first.
        (await StatusesAsync(id => person.GetAsync($"/portal/scores/{id}"))).ShouldBe((200, 200, 404));
        (await StatusesAsync(id => person.PutAsync($"/portal/scores/{id}/rating", new { overall = 5 }))).ShouldBe((200, 404, 404));
        (await StatusesAsync(id => person.SubmitAsync($"/app/tickets/{id}/agreement", ("dimension", "small"), ("word", "agree")))).ShouldBe((303, 404, 404));
        (await person.ReadAsync($"/app/tickets/{alpha}")).ShouldContain($"/app/tickets/{alpha}/agreement");
        (await person.ReadAsync($"/app/tickets/{beta}")).ShouldNotContain($"/app/tickets/{beta}/agreement");
        (await FeedbackAsync(world.Alpha)).ShouldBe(200);
        (await FeedbackAsync(world.Beta)).ShouldBe(403);
        (await FeedbackAsync(gamma)).ShouldBe(403);
        (await person.PostAsync("/feedback/create", Row("acme/other", world.Alpha))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await person.PostAsync("/portal/reviews", new { name = "mine" })).JsonAsync(201)).GetProperty("tickets").GetInt32().ShouldBe(1);
        await (await person.PostAsync("/portal/reviews", new { name = "not mine", customer_id = world.Beta })).ProblemAsync(422);
        await (await person.PostAsync("/portal/rescores", new { customer_id = world.Beta })).ProblemAsync(404);
        await (await person.PostAsync("/portal/alerts", new { name = "a", metric = "average", window_hours = 24, alert = 5, every = "1h" }))
            .ProblemAsync(403, "limited_key");
        (await StatusesAsync(id => person.DeleteAsync($"/portal/scores/{id}"))).ShouldBe((204, 404, 404));
        (await world.Owner.GetAsync($"/portal/scores/{beta}")).StatusCode.ShouldBe(HttpStatusCode.OK);

        async Task<(int Alpha, int Beta, int Gamma)> StatusesAsync(Func<string, Task<HttpResponseMessage>> send) =>
            ((int)(await send(alpha)).StatusCode, (int)(await send(beta)).StatusCode, (int)(await send(other)).StatusCode);

        async Task<int> FeedbackAsync(string customer) => (int)(await person.PostAsync("/feedback/create", Row("acme/scores", customer))).StatusCode;
    }

    [Fact]
    public async Task Viewers_of_a_team_write_nothing_and_members_manage_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var world = await TeamWorld.OfAsync(server);
        var alpha = await world.AlphaScoreAsync();
        var viewer = await world.PersonAsync("vi@example.com", await world.TeamAsync("viewers", "viewer", world.Alpha));
        var member = await world.PersonAsync("me@example.com", await world.TeamAsync("members", "member"));

        (await (await viewer.PutAsync($"/portal/scores/{alpha}/rating", new { overall = 5 })).ProblemAsync(403, "role_missing")).Text("detail")
            .ShouldBe("This requires the role member, which no team of yours in Acme has. An owner can change it.");
        await (await viewer.DeleteAsync($"/portal/scores/{alpha}")).ProblemAsync(403, "role_missing");
        await (await member.PutAsync($"/portal/scores/{alpha}/rating", new { overall = 5 })).JsonAsync(200);
        foreach (var person in new[] { viewer, member })
        {
            foreach (var path in new[]
            {
                "/portal/users", "/portal/keys", "/portal/customers", "/portal/installations", "/portal/teams", "/portal/audit", "/portal/webhooks",
                "/portal/trackers", "/portal/settings", "/portal/profiles",
            })
            {
                await (await person.GetAsync(path)).ProblemAsync(403, "role_missing");
            }
        }
    }

    [Fact]
    public async Task Without_a_team_or_a_customer_a_person_sees_nothing_and_is_told_why()
    {
        await using var server = await TestServer.StartAsync();
        var world = await TeamWorld.OfAsync(server);
        await world.AlphaScoreAsync();
        var person = await world.PersonAsync("no@example.com");

        await (await person.GetAsync("/portal/scores")).ProblemAsync(403, "no_team");
        (await person.ReadAsync("/app", 403)).ShouldContain("You do not belong to a team of Acme yet");
        (await person.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var team = await world.TeamAsync("Alpha", "viewer", world.Alpha);
        var id = await world.Company.UserIdAsync("no@example.com");
        await (await world.Owner.PostAsync($"/portal/teams/{team}/members", new { user_id = id })).JsonAsync(200);
        (await person.GetAsync("/portal/scores")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Each_change_of_a_team_counts_with_the_next_request_of_open_sessions()
    {
        await using var server = await TestServer.StartAsync();
        var world = await TeamWorld.OfAsync(server);
        var (alpha, beta) = (await world.AlphaScoreAsync(), await world.BetaScoreAsync());
        var team = await world.TeamAsync("team", "member", world.Alpha);
        var person = await world.PersonAsync("mo@example.com", team);
        var id = await world.Company.UserIdAsync("mo@example.com");
        await SeesAsync(200, 404, 200);

        await ChangeAsync(new { customer_ids = new[] { world.Beta } });
        await SeesAsync(404, 200, 404);
        await ChangeAsync(new { customer_ids = (string[]?)null, role = "viewer" });
        await SeesAsync(200, 200, 403);
        await ChangeAsync(new { customer_ids = new[] { world.Alpha }, role = "member" });
        await SeesAsync(200, 404, 200);
        (await world.Owner.DeleteAsync($"/portal/teams/{team}/members/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await SeesAsync(403, 403, 403);
        await (await world.Owner.PostAsync($"/portal/teams/{team}/members", new { user_id = id })).JsonAsync(200);
        await SeesAsync(200, 404, 200);
        (await world.Owner.DeleteAsync($"/portal/teams/{team}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await SeesAsync(403, 403, 403);

        // Another role ends the sessions in the company, as it does for everyone.
        await (await world.Owner.PatchAsync($"/portal/users/{id}", new { role = "viewer" })).JsonAsync(200);
        (await person.GetAsync("/portal/scores")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        async Task ChangeAsync(object change) => await (await world.Owner.PatchAsync($"/portal/teams/{team}", change)).JsonAsync(200);

        async Task SeesAsync(int first, int second, int write)
        {
            ((int)(await person.GetAsync($"/portal/scores/{alpha}")).StatusCode).ShouldBe(first);
            ((int)(await person.GetAsync($"/portal/scores/{beta}")).StatusCode).ShouldBe(second);
            ((int)(await person.PutAsync($"/portal/scores/{alpha}/rating", new { overall = 5 })).StatusCode).ShouldBe(write);
        }
    }

    [Fact]
    public async Task A_link_to_a_dashboard_shows_what_its_creators_teams_let_its_creator_share_now()
    {
        await using var server = await TestServer.StartAsync();
        var world = await TeamWorld.OfAsync(server);
        await world.AlphaScoreAsync();
        await world.BetaScoreAsync();
        await (await world.Owner.PutAsync("/portal/dashboards/sharing", new { sharers = "members", titles = true })).JsonAsync(200);
        var team = await world.TeamAsync("team", "member", world.Alpha);
        var person = await world.PersonAsync("mo@example.com", team, await world.TeamAsync("readers", "viewer", world.Beta));
        var dashboard = (await (await person.PostAsync("/portal/dashboards", new { name = "Mine" })).JsonAsync(201)).Text("dashboard_id");
        await (await person.PostAsync($"/portal/dashboards/{dashboard}/cards", new { card = "overview.worst" })).JsonAsync(201);
        var link = (await (await person.PostAsync($"/portal/dashboards/{dashboard}/shares", new { days = 7, titles = true })).JsonAsync(201)).Text("link");

        var page = await (await server.Anonymous.GetAsync(new Uri(link).AbsolutePath)).PageAsync();
        page.ShouldContain("Alpha story 1");
        page.ShouldNotContain(TeamWorld.Secret, Case.Insensitive);
        (await person.ReadAsync($"/app/dashboards/{dashboard}")).ShouldContain($"{TeamWorld.Secret} story 1");

        // A dashboard of someone else, shared before the person was limited to teams.
        var id = await world.Company.UserIdAsync("mo@example.com");
        var others = (await (await world.Owner.PostAsync("/portal/dashboards", new { name = TeamWorld.Secret })).JsonAsync(201)).Text("dashboard_id");
        await (await world.Owner.PatchAsync($"/portal/users/{id}", new { role = "member" })).JsonAsync(200);
        person = await Person.SignedInAsync(server, "mo@example.com");
        var earlier = (await (await person.PostAsync($"/portal/dashboards/{others}/shares", new { days = 7 })).JsonAsync(201)).Text("link");
        await (await server.Anonymous.GetAsync(new Uri(earlier).AbsolutePath)).PageAsync();
        await (await world.Owner.PatchAsync($"/portal/users/{id}", new { role = "teams" })).JsonAsync(200);
        (await server.Anonymous.GetAsync(new Uri(earlier).AbsolutePath)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await server.Anonymous.GetAsync(new Uri(link).AbsolutePath)).PageAsync()).ShouldNotContain(TeamWorld.Secret, Case.Insensitive);

        (await world.Owner.DeleteAsync($"/portal/teams/{team}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await server.Anonymous.GetAsync(new Uri(link).AbsolutePath)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static object Row(string project, string customer) => new
    {
        project_id = project,
        feedback_type = "note.1",
        payload = new { customer_id = customer, note = "x" },
        weave_ref = "weave:///acme/scores/call/1",
        creator = "mo",
    };

    // Masked tokens and nonces differ from response to response.
    private static async Task<string> TextAsync(Person person, string path)
    {
        var response = await person.GetAsync(path);
        ((int)response.StatusCode).ShouldBe(200, path);
        return Random().Replace(await response.Content.ReadAsStringAsync(), "");
    }

    // Every read of the API with the given values in its address.
    private static async Task<List<string>> ReadsAsync(TestServer server, params (string Name, string Value)[] values)
    {
        var document = await (await server.Anonymous.GetAsync("/openapi/v1.json")).JsonAsync(200);
        var paths = document.GetProperty("paths").EnumerateObject()
            .Where(path => path.Name.StartsWith("/portal", StringComparison.Ordinal) && path.Value.TryGetProperty("get", out _)).Select(path => path.Name);
        var reads = paths.Select(path => Parameter().Replace(
            path, match => values.FirstOrDefault(value => value.Name == match.Groups["name"].Value).Value ?? "none")).ToList();
        reads.Count.ShouldBeGreaterThan(40);
        return reads;
    }

    [GeneratedRegex(@"[A-Za-z0-9_-]{60,}|nonce=""[^""]*""", RegexOptions.None, 1000)]
    private static partial Regex Random();

    [GeneratedRegex(@"\{(?<name>[a-z_]+)\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}

using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage.Alerts;
using Vindex.Storage.Audit;
using Xunit;

namespace Vindex.Server.Tests.Alerts;

/// <summary>Alerts through the API: what is evaluated when, who may do what, and what is refused.</summary>
public sealed class AlertTests
{
    private const string Root = "/portal/alerts";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alert_fires_with_the_tickets_behind_it_and_recovers()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync();
        await SeedAsync(acme, (-20, 4), (-10, 6), (-5, 8));
        var alert = await (await client.PostAsync(Root, Body(new { name = " Quality ", metric = "average", window_hours = 24, warning = 7, alert = 5, every = "1h" })))
            .JsonAsync(201);
        alert.GetProperty("rule").Text("name").ShouldBe("Quality");
        alert.Text("due_at").ShouldBe("2026-04-16T10:00:00Z");
        alert.GetProperty("state").Text("level").ShouldBe("ok");

        await server.AdvanceAsync(TimeSpan.FromMinutes(48));

        var state = (await FindAsync(client, alert)).GetProperty("state");
        (state.Text("level"), state.Number("figure"), state.Text("evaluated_at")).ShouldBe(("warning", 6.0m, "2026-04-16T10:00:00Z"));
        var change = (await (await client.GetAsync(Root + "/events")).JsonAsync(200)).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (change.Text("from"), change.Text("to"), change.Number("figure"), change.Text("window_start")).ShouldBe(("ok", "warning", 6.0m, "2026-04-15T10:00:00Z"));
        change.GetProperty("tickets").EnumerateArray().Select(ticket => ticket.Text("key")).ShouldBe(["T-20", "T-10", "T-5"], "the worst first");
        change.Text("url").ShouldEndWith("/app/alerts/events/" + change.Text("event_id"));
        (await (await client.GetAsync($"{Root}/events/{change.Text("event_id")}")).JsonAsync(200)).Text("event_id").ShouldBe(change.Text("event_id"));

        // The bad scores leave the window: 8 alone is left.
        await server.AdvanceAsync(TimeSpan.FromHours(17));
        (await FindAsync(client, alert)).GetProperty("state").Text("level").ShouldBe("ok");
        (await LevelsAsync(client, alert)).ShouldBe(["ok→warning", "warning→ok"]);
    }

    [Fact]
    public async Task Each_metric_is_what_the_statistics_say()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync("scores:write", "scores:read", "feedback:read", "feedback:write");
        var slug = (await (await server.Admin.GetAsync($"/admin/companies/{acme.Id}")).JsonAsync(200)).Text("slug");
        var second = await acme.NewCustomerAsync("Second");
        await SeedAsync(acme, (-20, 4), (-10, 6), (-5, 9));
        await SeedAsync(acme, [(-3, 2)], second);
        foreach (var stars in (int[])[1, 2, 3, 4])
        {
            await (await client.PostAsync(
                "/feedback/create",
                Json.Content(new { project_id = $"{slug}/ratings", weave_ref = "weave:///x/y/call/z", feedback_type = "custom", payload = new { stars } }))).JsonAsync(200);
        }

        server.Time.Advance(TimeSpan.FromMinutes(1));
        (object Rule, decimal? Figure)[] expected =
        [
            (new { metric = "average", warning = 1 }, 5.25m),
            (new { metric = "average", dimension = "testable", warning = 1 }, 5.25m),
            (new { metric = "average", customer_id = second, warning = 1 }, 2m),
            (new { metric = "average", source = "api", profile = "adam", model = "rubric-1", warning = 1 }, 5.25m),
            (new { metric = "average", source = "jiraforge", warning = 1 }, null),
            (new { metric = "average", type = "Story", warning = 1 }, 5.25m),
            (new { metric = "average", project = "T", customer_id = second, warning = 1 }, 2m),
            (new { metric = "below_gate", alert = 99 }, 75m),
            (new { metric = "below_gate", project = "T", alert = 99 }, 75m),
            (new { metric = "fail_rate", dimension = "small", alert = 99 }, 50m),
            (new { metric = "fail_rate", dimension = "small", type = "Story", alert = 99 }, 50m),
            (new { metric = "feedback", feedback_project = "ratings", path = "stars", aggregation = "avg", alert = 1 }, 2.5m),
            (new { metric = "feedback", feedback_project = "ratings", path = "stars", aggregation = "sum", alert = 1 }, 10m),
            (new { metric = "feedback", feedback_project = "ratings", path = "stars", aggregation = "p50", alert = 1 }, 2.5m),
            (new { metric = "feedback", feedback_project = "ratings", feedback_type = "other", path = "stars", aggregation = "count", alert = 0 }, 0m),
            (new { metric = "feedback", feedback_project = "ratings", feedback_type = "other", path = "stars", aggregation = "max", alert = 0 }, null),
        ];
        var alerts = new List<JsonElement>();
        foreach (var (i, (rule, _)) in expected.Index()) alerts.Add(await (await client.PostAsync(Root, Body(rule, ("name", $"{i}"), ("every", "5m")))).JsonAsync(201));

        await server.AdvanceAsync(TimeSpan.FromMinutes(5));

        foreach (var (i, (rule, figure)) in expected.Index())
        {
            var found = (await FindAsync(client, alerts[i])).GetProperty("state").GetProperty("figure");
            (found.ValueKind == JsonValueKind.Null ? null : (decimal?)found.GetDecimal()).ShouldBe(figure, $"{rule}");
        }
    }

    [Fact]
    public async Task A_preview_shows_what_evaluations_would_have_found()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync("scores:write", "scores:read", "feedback:read");
        for (var day = 1; day <= 80; day++) await SeedAsync(acme, (-24 * day, day is > 20 and < 40 ? 4 : 8));
        object[] rules =
        [
            new { metric = "average", window_hours = 48, warning = 7, every = "1d", at = "08:00", timezone = "Europe/Vienna" },
            new { metric = "below_gate", window_hours = 24, warning = 50, every = "1h" },
            new { metric = "fail_rate", dimension = "small", window_hours = 24, warning = 50, every = "15m", type = "Story" },
            new { metric = "average", window_hours = 24, warning = -20, compare_weeks = 2, every = "1d" },
            new { metric = "feedback", feedback_project = "scores", path = "overall", aggregation = "min", window_hours = 24, warning = 7, every = "1d" },
        ];
        foreach (var rule in rules)
        {
            var preview = await (await client.PostAsync(Root + "/preview", Body(rule, ("name", "x")))).JsonAsync(200);
            preview.GetProperty("changes").EnumerateArray().Count(change => change.Text("to") == "warning").ShouldBe(1, $"{rule}");
            preview.GetProperty("points").GetArrayLength().ShouldBeGreaterThan(80);
        }

        // The last point is what an evaluation at that instant finds.
        var last = (await (await client.PostAsync(Root + "/preview", Body(rules[0], ("name", "x")))).JsonAsync(200)).GetProperty("points").EnumerateArray().Last();
        last.Text("at").ShouldBe("2026-04-16T06:00:00Z", "08:00 in Vienna");
        last.Number("figure").ShouldBe(8);
        (await (await client.GetAsync(Root)).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0, "nothing is stored");
    }

    [Fact]
    public async Task Missed_evaluations_are_made_up_for_one_by_one()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync();
        await SeedAsync(acme, (-1, 3));
        var alert = await (await client.PostAsync(Root, Body(new { name = "x", metric = "average", window_hours = 6, alert = 5, every = "1h", no_data = "ok" }))).JsonAsync(201);

        await server.AdvanceAsync(TimeSpan.FromHours(30));

        (await LevelsAsync(client, alert)).ShouldBe(["ok→alert", "alert→ok"]);
        var items = (await (await client.GetAsync($"{Root}/events?alert_id={alert.Text("alert_id")}")).JsonAsync(200)).GetProperty("items").EnumerateArray();
        items.Select(change => change.Text("at")).ShouldBe(["2026-04-16T15:00:00Z", "2026-04-16T10:00:00Z"], "at their instants, not at the time of the evaluation");
        (await FindAsync(client, alert)).Text("due_at").ShouldBe("2026-04-17T16:00:00Z");
    }

    [Fact]
    public async Task A_failure_for_one_company_does_not_keep_the_others_waiting()
    {
        await using var server = await TestServer.StartAsync();
        var (broken, acme) = (await server.CompanyAsync("Broken"), await server.CompanyAsync("Acme"));
        var now = server.Time.GetUtcNow();
        var client = await acme.ClientAsync();
        await SeedAsync(acme, (-1, 3));
        var alert = await (await client.PostAsync(Root, Body(new { name = "x", metric = "average", alert = 5 }))).JsonAsync(201);
        var entry = new AuditEntry(Guid.CreateVersion7(now).ToString("N"), now, broken.Id, "system", "test", null, null);
        await server.Store.Alerts.AddAsync(new Alert("broken", broken.Id, "test", "x", "no rule", "{}", now, 1, now, now), entry, Stop);

        server.Time.Advance(TimeSpan.FromHours(1));
        await Should.ThrowAsync<JsonException>(() => server.Services.GetRequiredService<AlertEvaluation>().RunAsync(Stop));

        (await FindAsync(client, alert)).GetProperty("state").Text("level").ShouldBe("alert");
        (await server.Store.Alerts.FindAsync(broken.Id, "broken", Stop))!.DueAt.ShouldBe(now, "it stays due");
    }

    [Fact]
    public async Task An_alert_is_replaced_switched_off_and_deleted()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync();
        await SeedAsync(acme, (-1, 3));
        var alert = await (await client.PostAsync(Root, Body(new { name = "x", metric = "average", alert = 5 }))).JsonAsync(201);
        var path = $"{Root}/{alert.Text("alert_id")}";
        await server.AdvanceAsync(TimeSpan.FromHours(1));
        (await FindAsync(client, alert)).GetProperty("state").Text("level").ShouldBe("alert");

        var renamed = await (await client.PutAsync(path, Body(new { name = "y", metric = "average", alert = 4 }))).JsonAsync(200);
        (renamed.GetProperty("rule").Text("name"), renamed.GetProperty("state").Text("level")).ShouldBe(("y", "alert"), "the same figure keeps its level");
        var other = await (await client.PutAsync(path, Body(new { name = "y", metric = "average", dimension = "small", alert = 4 }))).JsonAsync(200);
        other.GetProperty("state").Text("level").ShouldBe("ok");
        var off = await (await client.PutAsync(path, Body(new { name = "y", metric = "average", alert = 4, enabled = false }))).JsonAsync(200);
        off.GetProperty("due_at").ValueKind.ShouldBe(JsonValueKind.Null);
        await server.AdvanceAsync(TimeSpan.FromHours(3));
        (await FindAsync(client, alert)).GetProperty("state").GetProperty("evaluated_at").ValueKind.ShouldBe(JsonValueKind.Null);

        (await client.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await client.DeleteAsync(path)).ProblemAsync(404);
        await (await client.PutAsync(path, Body(new { name = "y", metric = "average", alert = 4 }))).ProblemAsync(404);
        (await (await client.GetAsync(Root + "/events")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_could_not_be_evaluated_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync("scores:write", "scores:read", "feedback:read");
        await (await client.PostAsync(Root, Body(new { name = "Taken", metric = "average", alert = 5 }))).JsonAsync(201);

        await RefusedAsync(new { name = "TAKEN", metric = "average", alert = 5 }, "name", "is the name of another alert");
        await RefusedAsync(new { name = "x", metric = "median", alert = 5 }, "metric", "must be one of average, below_gate");
        await RefusedAsync(new { name = "x", metric = "average" }, "alert", "is required unless warning is given");
        await RefusedAsync(new { name = "x", metric = "average", warning = 5, alert = 6 }, "alert", "must not be higher than warning");
        await RefusedAsync(new { name = "x", metric = "below_gate", warning = 6, alert = 5 }, "alert", "must not be lower than warning");
        await RefusedAsync(new { name = "x", metric = "fail_rate", alert = 5 }, "dimension", "must be one of independent");
        await RefusedAsync(new { name = "x", metric = "below_gate", dimension = "small", alert = 5 }, "dimension", "does not apply to this metric");
        await RefusedAsync(new { name = "x", metric = "average", path = "a", alert = 5 }, "path", "does not apply to this metric");
        await RefusedAsync(new { name = "x", metric = "feedback", path = "a", aggregation = "avg", alert = 5 }, "feedback_project", "is required for feedback");
        await RefusedAsync(new { name = "x", metric = "feedback", feedback_project = "p", path = "a", aggregation = "p101", alert = 5 }, "aggregation", "must be avg");
        await RefusedAsync(new { name = "x", metric = "feedback", feedback_project = "p", path = "a[", aggregation = "avg", alert = 5 }, "path", "");
        await RefusedAsync(new { name = "x", metric = "average", customer_id = "nothing", alert = 5 }, "customer_id", "is not a customer of the company");
        await RefusedAsync(new { name = "x", metric = "average", project = "A", type = "Bug", alert = 5 }, "project", "can only be combined with customer_id");
        await RefusedAsync(new { name = "x", metric = "average", steps = (int[])[50] }, "steps", "does not apply to this metric");
        await RefusedAsync(new { name = "x", metric = "endpoint_failing", steps = (int[])[70, 50] }, "steps", "must be 1 to 5 ascending whole numbers");
        await RefusedAsync(new { name = "x", metric = "endpoint_failing", steps = (string[])["50"] }, "steps", "must be 1 to 5 ascending whole numbers");
        await RefusedAsync(new { name = "x", metric = "endpoint_failing", steps = (double[])[50.5] }, "steps", "must be 1 to 5 ascending whole numbers");
        await RefusedAsync(new { name = "x", metric = "endpoint_failing", steps = (int[])[0] }, "steps", "must be 1 to 5 ascending whole numbers");
        await RefusedAsync(new { name = "x", metric = "endpoint_failing", steps = (int[])[50, 90], alert = 90 }, "steps", "cannot be combined with warning");
        await RefusedAsync(new { name = "x", metric = "endpoint_failing", steps = (int[])[50, 90], for_minutes = 5 }, "steps", "cannot be combined with warning");
        await RefusedAsync(new { name = "x", metric = "average", alert = 5, window_hours = 2161 }, "window_hours", "must be a whole number from 1 to 2160");
        await RefusedAsync(new { name = "x", metric = "average", alert = 5, every = "2m" }, "every", "must be one of 1m, 5m");
        await RefusedAsync(new { name = "x", metric = "average", alert = 5, at = "24:00" }, "at", "must be a time such as 08:30");
        await RefusedAsync(new { name = "x", metric = "average", alert = 5, timezone = "Mars" }, "timezone", "must be an IANA time zone");
        await RefusedAsync(new { name = "x", metric = "average", alert = 5, channels = (string[])["c"] }, "channels[0]", "is not a channel of the company");
        await RefusedAsync(new { name = "x", metric = "queue_age", alert = 5, compare_weeks = 2 }, "compare_weeks", "does not apply to this metric");
        await (await client.PostAsync(Root + "/preview", Body(new { name = "x", metric = "queue_age", alert = 5 }))).ProblemAsync(409, "no_preview");

        async Task RefusedAsync(object body, string field, string error) =>
            (await (await client.PostAsync(Root, Body(body))).ProblemAsync(422)).GetProperty("errors").GetProperty(field)[0].GetString()!.ShouldStartWith(error);
    }

    [Fact]
    public async Task A_company_has_a_limited_number_of_alerts()
    {
        await using var server = await TestServer.StartAsync(settings: ("Alerts:Rules", "1"));
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        await (await client.PostAsync(Root, Body(new { name = "x", metric = "average", alert = 5 }))).JsonAsync(201);
        await (await client.PostAsync(Root, Body(new { name = "y", metric = "average", alert = 5 }))).ProblemAsync(409, "too_many_alerts");
    }

    [Fact]
    public async Task Members_change_alerts_viewers_see_them_and_others_do_not_know_them()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var (member, viewer) = (await acme.PersonAsync("member"), await acme.PersonAsync("viewer"));
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "cy@example.com");
        await SeedAsync(acme, (-1, 3));
        var body = new { name = "x", metric = "average", alert = 5 };
        var alert = await (await member.PostAsync(Root, body)).JsonAsync(201);
        var path = $"{Root}/{alert.Text("alert_id")}";
        await server.AdvanceAsync(TimeSpan.FromHours(1));
        var change = (await (await viewer.GetAsync(Root + "/events")).JsonAsync(200)).GetProperty("items")[0].Text("event_id");

        (await (await viewer.GetAsync(path)).JsonAsync(200)).Text("alert_id").ShouldBe(alert.Text("alert_id"));
        await (await viewer.PostAsync(Root, body)).ProblemAsync(403, "role_missing");
        await (await viewer.PutAsync(path, body)).ProblemAsync(403, "role_missing");
        await (await viewer.DeleteAsync(path)).ProblemAsync(403, "role_missing");
        await (await stranger.GetAsync(path)).ProblemAsync(404);
        await (await stranger.PutAsync(path, body)).ProblemAsync(404);
        await (await stranger.DeleteAsync(path)).ProblemAsync(404);
        await (await stranger.GetAsync($"{Root}/events/{change}")).ProblemAsync(404);
        await (await stranger.GetAsync($"{Root}/events?alert_id={alert.Text("alert_id")}")).ProblemAsync(404);
        (await (await stranger.GetAsync(Root)).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);
        await (await server.Anonymous.GetAsync(Root)).ProblemAsync(401);

        var key = (await acme.NewKeyAsync(["scores:read", "scores:write"], [acme.DefaultCustomerId])).Text("api_key");
        await (await server.WithKey(key).GetAsync(Root)).ProblemAsync(403, "limited_key");
        await (await server.WithKey(key).GetAsync($"{Root}/events/{change}")).ProblemAsync(403, "limited_key");
        var feedback = Body(new { name = "f", metric = "feedback", feedback_project = "p", path = "a", aggregation = "avg", alert = 5 });
        await (await (await acme.ClientAsync()).PostAsync(Root + "/preview", feedback)).ProblemAsync(403, "insufficient_scope");
    }

    private static StringContent Body(object rule, params (string Name, string Value)[] more)
    {
        var members = JsonSerializer.SerializeToNode(rule)!.AsObject();
        foreach (var (name, value) in more) members[name] = value;
        return Json.Text(members.ToJsonString());
    }

    private static async Task<JsonElement> FindAsync(HttpClient client, JsonElement alert) =>
        await (await client.GetAsync($"{Root}/{alert.Text("alert_id")}")).JsonAsync(200);

    private static async Task<IEnumerable<string>> LevelsAsync(HttpClient client, JsonElement alert)
    {
        var page = await (await client.GetAsync($"{Root}/events?alert_id={alert.Text("alert_id")}")).JsonAsync(200);
        return page.GetProperty("items").EnumerateArray().Reverse().Select(change => $"{change.Text("from")}→{change.Text("to")}");
    }

    private static Task SeedAsync(TestCompany company, params (int Hours, int Score)[] scores) => SeedAsync(company, scores, null);

    private static async Task SeedAsync(TestCompany company, (int Hours, int Score)[] scores, string? customerId)
    {
        foreach (var (hours, score) in scores)
            await company.SeedAsync(company.Server.Time.GetUtcNow().AddHours(hours), [score, score, score, score, score, score], customerId, $"T-{-hours}");
    }
}

/// <summary>Time passes for alerts.</summary>
internal static class AlertTime
{
    /// <summary>Moves the clock, and evaluates what has become due. The server's own worker may be faster; each evaluation counts once all the same.</summary>
    public static async Task AdvanceAsync(this TestServer server, TimeSpan by)
    {
        server.Time.Advance(by);
        var evaluation = server.Services.GetRequiredService<AlertEvaluation>();
        while (await evaluation.RunAsync(TestContext.Current.CancellationToken) > 0)
        {
            // Each run evaluates one instant of every rule.
        }
    }
}

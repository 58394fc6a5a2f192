using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Alerts;

/// <summary>The pages of alerts, with forms and links as people use them.</summary>
public sealed partial class AlertPageTests
{
    private const string Root = "/app/alerts";

    [GeneratedRegex("href=\"(?<href>/app/tickets\\?[^\"]+)\">All tickets", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AllTickets();

    [Fact]
    public async Task An_alert_is_previewed_created_changed_and_deleted_by_forms()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var ada = await acme.PersonAsync("member");
        for (var day = 1; day <= 10; day++) await acme.SeedAsync(server.Time.GetUtcNow().AddDays(-day), day == 5 ? [2, 2, 2, 2, 2, 2] : [8, 8, 8, 8, 8, 8]);
        (await (await ada.GetAsync(Root)).PageAsync()).ShouldContain("No alerts yet");
        var form = await (await ada.GetAsync(Root + "/new")).PageAsync();
        (string, string)[] fields =
        [
            ("__token", People.TokenIn(form)), ("name", "Quality"), ("metric", "average"), ("window_hours", "24"), ("alert", "5"), ("every", "1d"), ("at", "08:00"),
            ("recovery", "on"), ("enabled", "on"),
        ];

        var preview = await (await ada.FormAsync(Root + "/new", [.. fields, ("preview", "on")])).PageAsync();
        preview.ShouldContain("The level would have changed 2 times in the last 90 days.");
        preview.ShouldContain("value=\"Quality\"");
        var refused = await (await ada.FormAsync(Root + "/new", [.. fields, ("warning", "4")])).PageAsync(422);
        refused.ShouldContain("must not be higher than warning");
        var created = await ada.FormAsync(Root + "/new", fields);
        created.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var path = created.Headers.Location!.ToString();
        (await (await ada.GetAsync(path)).PageAsync()).ShouldContain("The alert &quot;Quality&quot; was created.");

        (await ada.FormAsync(path, [.. fields.Where(field => field.Item1 != "name"), ("name", "Renamed")])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await (await ada.GetAsync(Root)).PageAsync()).ShouldContain("Renamed");
        (await ada.FormAsync(path + "/delete", fields[0])).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await (await ada.GetAsync(path)).PageAsync(404);
    }

    [Fact]
    public async Task A_change_of_level_has_a_page_with_exactly_its_tickets()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var viewer = await acme.PersonAsync("viewer");
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "cy@example.com");
        var member = await acme.PersonAsync("member");
        for (var i = 1; i <= 7; i++) await acme.SeedAsync(server.Time.GetUtcNow().AddHours(-i), [i, i, i, i, i, i], key: $"T-{i}", title: $"<b>Ticket {i}</b>");
        await (await member.PostAsync("/portal/alerts", new { name = "Quality", metric = "average", alert = 5 })).JsonAsync(201);
        await server.AdvanceAsync(TimeSpan.FromHours(1));

        (await (await viewer.GetAsync(Root)).PageAsync()).ShouldContain("Average overall score: 4");
        var change = (await (await viewer.GetAsync("/portal/alerts/events")).JsonAsync(200)).GetProperty("items")[0].Text("event_id");
        var page = await (await viewer.GetAsync($"{Root}/events/{change}")).PageAsync();
        for (var i = 1; i <= 7; i++) page.Contains($">T-{i}<", StringComparison.Ordinal).ShouldBe(i <= 5, $"T-{i}");
        page.ShouldContain("&lt;b&gt;Ticket 1&lt;/b&gt;");

        // All of the window, though there are others before and after it.
        await acme.SeedAsync(server.Time.GetUtcNow(), [1, 1, 1, 1, 1, 1], key: "T-8");
        await acme.SeedAsync(server.Time.GetUtcNow().AddHours(-30), [1, 1, 1, 1, 1, 1], key: "T-9");
        var all = System.Net.WebUtility.HtmlDecode(AllTickets().Match(page).Groups["href"].Value);
        var list = await (await viewer.GetAsync(all)).PageAsync();
        for (var i = 1; i <= 9; i++) list.Contains($">T-{i}<", StringComparison.Ordinal).ShouldBe(i <= 7, $"T-{i}");
        list.ShouldContain("Since: 2026-04-15T10:00:00Z");
        (await viewer.GetAsync("/app/tickets?since=yesterday")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await (await stranger.GetAsync($"{Root}/events/{change}")).PageAsync(404);
    }

    [Fact]
    public async Task Viewers_get_no_forms_and_members_no_channels()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var (viewer, member, owner) = (await acme.PersonAsync("viewer"), await acme.PersonAsync("member"), await acme.PersonAsync("owner"));
        (await (await viewer.GetAsync(Root)).PageAsync()).ShouldNotContain("New alert");
        await (await viewer.GetAsync(Root + "/new")).PageAsync(403);
        await (await member.GetAsync(Root + "/channels")).PageAsync(403);
        var page = await (await owner.GetAsync(Root + "/channels")).PageAsync();
        var refused = await owner.FormAsync(Root + "/channels", ("__token", People.TokenIn(page)), ("name", "x"), ("kind", "slack"), ("target", "https://127.0.0.1/x"));
        (await refused.PageAsync(422)).ShouldContain("are not allowed");
    }
}

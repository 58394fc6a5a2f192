using System.Net;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Evaluations;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Portal;

public sealed class SettingsPageTests
{
    private static readonly string[] s_pages =
        [
            "/app/settings", "/app/settings/keys", "/app/settings/installations", "/app/settings/trackers", "/app/settings/profiles", "/app/settings/members",
            "/app/settings/customers", "/app/settings/projects", "/app/settings/judge", "/app/settings/audit"
        ];

    [Fact]
    public async Task Owners_see_every_part_and_others_none()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        foreach (var path in s_pages)
        {
            var response = await owner.GetAsync(path);
            var page = await response.PageAsync();
            page.ShouldContain("aria-current=\"page\">Settings</a>");
            page.ShouldNotContain(" style=");
            page.ShouldNotContain(" onclick");
            response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }

        foreach (var role in new[] { "viewer", "member" })
        {
            var person = await acme.PersonAsync(role);
            (await person.ReadAsync("/app")).ShouldNotContain("/app/settings");
            foreach (var path in s_pages) (await person.ReadAsync(path, 403)).ShouldContain("Your role does not allow this");
        }

        (await new Person(server).GetAsync("/app/settings/keys")).Headers.Location!.OriginalString.ShouldBe("/login?return=%2Fapp%2Fsettings%2Fkeys");
    }

    [Fact]
    public async Task No_form_of_the_settings_takes_another_role_or_a_request_without_the_token()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var key = (await acme.NewKeyAsync(["scores:read"])).Text("key_id");
        string[] forms =
        [
            "/app/settings", "/app/settings/keys", $"/app/settings/keys/{key}/rotate", $"/app/settings/keys/{key}/delete", "/app/settings/installations",
            "/app/settings/trackers", "/app/settings/profiles", "/app/settings/members", "/app/settings/customers", $"/app/settings/customers/{acme.DefaultCustomerId}",
        ];
        var owner = await acme.PersonAsync("owner");
        var member = await acme.PersonAsync("member");
        foreach (var form in forms)
        {
            await (await member.SubmitAsync(form, ("name", "Taken over"))).PageAsync(403);
            await (await owner.FormAsync(form, ("name", "Taken over"))).PageAsync(403);
            await (await owner.FormAsync(form, ("name", "Taken over"), ("__token", member.Token!))).PageAsync(403);
        }

        (await owner.ReadAsync("/app/settings")).ShouldContain("value=\"Acme\"");
        (await owner.ReadAsync("/app/settings/keys")).ShouldContain(key);
    }

    [Fact]
    public async Task The_company_is_changed_and_what_does_not_fit_is_told_beside_its_field()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");

        var refused = await (await owner.SubmitAsync(
            "/app/settings", ("name", "New name"), ("quality_gate", "11"), ("timezone", "Mars/Base"), ("retention_days", "soon"))).PageAsync(422);
        refused.ShouldContain("Nothing was changed.");
        refused.ShouldContain("value=\"New name\"");
        refused.ShouldContain("value=\"11\"");
        refused.ShouldContain("value=\"soon\"");
        refused.ShouldContain("<p class=\"error\" id=\"quality_gate-error\">This must be a number from 0 to 10");
        refused.ShouldContain("This must be a whole number from 1 to 36500");
        refused.ShouldContain("This must be an IANA time zone");
        (await owner.ReadAsync("/app/settings")).ShouldContain("value=\"Acme\"");

        var done = await owner.SubmitAndFollowAsync(
            "/app/settings", ("name", "New name"), ("quality_gate", "6,5"), ("timezone", "Europe/Vienna"), ("retention_days", "90"));
        done.ShouldContain("settings saved");
        done.ShouldContain("value=\"6.5\"");
        done.ShouldContain("<option value=\"Europe/Vienna\" selected>");
        done.ShouldContain("value=\"90\"");
        (await owner.ReadAsync("/app/settings")).ShouldNotContain("settings saved");
        (await owner.SubmitAndFollowAsync(
            "/app/settings", ("name", "New name"), ("quality_gate", "6.5"), ("timezone", ""), ("retention_days", ""))).ShouldNotContain("value=\"90\"");
    }

    [Fact]
    public async Task What_was_done_is_said_only_to_the_session_that_did_it()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        var other = await acme.PersonAsync("owner", "other@example.com");
        (await owner.SubmitAsync("/app/settings/customers", ("name", "Shop"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var flash = owner.OtherCookies["vindex-flash"];

        other.OtherCookies["vindex-flash"] = flash;
        (await other.ReadAsync("/app/settings/customers")).ShouldNotContain("Customer created");
        owner.OtherCookies["vindex-flash"] = flash[..^4] + "AAAA";
        (await owner.ReadAsync("/app/settings/customers")).ShouldNotContain("class=\"notice good\"");
        owner.OtherCookies["vindex-flash"] = "%00<script>";
        (await owner.ReadAsync("/app/settings/customers?notice=Hacked&flash=Hacked")).ShouldNotContain("Hacked");
        owner.OtherCookies["vindex-flash"] = flash;
        (await owner.ReadAsync("/app/settings/customers")).ShouldContain("Customer created");
        owner.OtherCookies.ShouldNotContainKey("vindex-flash");
    }

    [Fact]
    public async Task A_key_is_made_shown_once_rotated_and_deleted()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await acme.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5]);
        var owner = await acme.PersonAsync("owner");
        (await owner.ReadAsync("/app/settings/keys")).ShouldContain("No keys yet");

        var refused = await (await owner.SubmitAsync("/app/settings/keys", ("name", " "), ("expires_at", "2020-01-01"))).PageAsync(422);
        refused.ShouldContain("This is required.");
        refused.ShouldContain("This must be in the future.");
        refused.ShouldContain("at least one of");
        refused.ShouldContain("value=\"2020-01-01\"");
        await (await owner.SubmitAsync("/app/settings/keys", ("name", "Root"), ("scopes", "admin"))).PageAsync(403);

        var made = await owner.SubmitAndFollowAsync(
            "/app/settings/keys",
            ("name", "Build"),
            ("scopes", "scores:read"),
            ("customer_ids", acme.DefaultCustomerId),
            ("expires_at", "2026-05-01"));
        var first = Secret(made);
        await (await server.WithKey(first).GetAsync("/portal/scores")).JsonAsync(200);
        var list = await owner.ReadAsync("/app/settings/keys");
        list.ShouldContain("Build");
        list.ShouldContain("valid until");
        list.ShouldNotContain(first);
        var id = list.Split("/app/settings/keys/")[1].Split('/')[0];

        var second = Secret(await owner.SubmitAndFollowAsync($"/app/settings/keys/{id}/rotate", ("overlap_hours", "0")));
        second.ShouldNotBe(first);
        (await server.WithKey(first).GetAsync("/portal/scores")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await (await server.WithKey(second).GetAsync("/portal/scores")).JsonAsync(200);

        (await owner.SubmitAndFollowAsync($"/app/settings/keys/{id}/delete")).ShouldContain("The key has been deleted");
        (await server.WithKey(second).GetAsync("/portal/scores")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await (await owner.SubmitAsync($"/app/settings/keys/{id}/delete")).PageAsync(404);
        var log = await owner.ReadAsync("/app/settings/audit");
        foreach (var action in new[] { "key.created", "key.rotated", "key.deleted" }) log.ShouldContain($"<code>{action}</code>");
        log.ShouldContain("owner@example.com");
    }

    [Fact]
    public async Task Customers_are_made_named_and_given_a_badge()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        (await server.Anonymous.GetAsync($"/badge/acme/{acme.DefaultCustomerId}.svg")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await (await owner.SubmitAsync($"/app/settings/customers/{acme.DefaultCustomerId}", ("name", ""), ("badge", "on"))).PageAsync(422)).ShouldContain(
            "This is required.");
        var page = await owner.SubmitAndFollowAsync($"/app/settings/customers/{acme.DefaultCustomerId}", ("name", "Shop"), ("badge", "on"));
        page.ShouldContain($"/badge/acme/{acme.DefaultCustomerId}.svg");
        (await server.Anonymous.GetAsync($"/badge/acme/{acme.DefaultCustomerId}.svg")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await owner.SubmitAndFollowAsync($"/app/settings/customers/{acme.DefaultCustomerId}", ("name", "Shop"))).ShouldNotContain("/badge/");
        (await server.Anonymous.GetAsync($"/badge/acme/{acme.DefaultCustomerId}.svg")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await owner.SubmitAndFollowAsync("/app/settings/customers", ("name", "Warehouse"))).ShouldContain("acme_warehouse_");
        var stranger = await (await server.CompanyAsync("Other")).PersonAsync("owner", "stranger@example.com");
        await (await stranger.SubmitAsync($"/app/settings/customers/{acme.DefaultCustomerId}", ("name", "Mine"))).PageAsync(404);
    }

    [Fact]
    public async Task What_people_typed_is_shown_as_text_on_every_part()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        await owner.SubmitAndFollowAsync("/app/settings/customers", ("name", Forms.Hostile));
        await owner.SubmitAndFollowAsync("/app/settings/keys", ("name", Forms.Hostile), ("scopes", "scores:read"));
        await owner.SubmitAndFollowAsync(
            "/app/settings/installations", ("source", "generic"), ("external_id", "acme/shop"), ("display_name", Forms.Hostile));

        foreach (var path in new[] { "/app/settings/customers", "/app/settings/keys", "/app/settings/installations", "/app/settings/audit" })
            (await owner.ReadAsync(path)).ShouldBeHarmless();
        await owner.SubmitAndFollowAsync("/app/settings", ("name", Forms.Hostile), ("quality_gate", "7"));
        (await owner.ReadAsync("/app/settings")).ShouldBeHarmless();
        (await (await owner.SubmitAsync("/app/settings/members", ("email", Forms.Hostile), ("role", Forms.Hostile))).PageAsync(422)).ShouldBeHarmless();
        (await (await owner.SubmitAsync("/app/settings/profiles", ("name", Forms.Hostile), ("document", Forms.Hostile))).PageAsync(422)).ShouldBeHarmless();
    }

    private static string Secret(string page) => page.Split("<code id=\"secret\">")[1].Split('<')[0];

    [Fact]
    public async Task Data_is_deleted_after_a_question_that_states_how_much()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        for (var i = 0; i < 2; i++) await acme.SeedAsync(server.Time.GetUtcNow(), [8, 8, 8, 8, 8, 8]);
        var client = await acme.ClientAsync("feedback:write");
        var row = new { project_id = "acme/stories", weave_ref = "weave:///acme/stories/call/1", feedback_type = "custom", payload = new { value = 1 } };
        await (await client.PostAsync("/feedback/create", Json.Content(row))).JsonAsync(200);
        var owner = await acme.PersonAsync("owner");

        (await owner.ReadAsync("/app/settings/customers")).ShouldContain("This deletes 2 scores of Default");
        (await owner.SubmitAndFollowAsync($"/app/settings/customers/{acme.DefaultCustomerId}/delete-data")).ShouldContain("is being deleted");
        await Eventually.Async(() => owner.ReadAsync("/app/settings/customers"), static page => page.Contains("This deletes 0 scores of Default"));

        var projects = await owner.ReadAsync("/app/settings/projects");
        projects.ShouldContain("This deletes 1 row of feedback");
        projects.ShouldNotContain("/app/settings/projects/scores/delete");
        (await owner.SubmitAndFollowAsync("/app/settings/projects/stories/delete")).ShouldContain("Project stories is being deleted");
        await Eventually.Async(() => owner.ReadAsync("/app/settings/projects"), static page => !page.Contains("acme/stories"));
        (await (await owner.SubmitAsync("/app/settings/projects/scores/delete")).PageAsync(409)).ShouldContain("Delete the scores instead");
    }

    [Fact]
    public async Task Retention_is_saved_only_after_the_number_of_rows_was_confirmed()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        for (var i = 0; i < 3; i++) await acme.SeedAsync(server.Time.GetUtcNow().AddDays(-40 - i), [8, 8, 8, 8, 8, 8]);
        var owner = await acme.PersonAsync("owner");
        (string, string)[] form = [("name", "Acme"), ("quality_gate", "7.0"), ("timezone", ""), ("retention_days", "30")];

        var question = await (await owner.SubmitAsync("/app/settings", form)).PageAsync(409);
        question.ShouldContain("Delete 3 scores and 0 other rows of feedback that are older than 30 days");
        question.ShouldContain("name=\"delete_rows\" value=\"3\"");
        (await owner.ReadAsync("/app/settings")).ShouldNotContain("value=\"30\"");
        await (await owner.SubmitAsync("/app/settings", [.. form, ("delete_rows", "2")])).PageAsync(409);
        (await owner.SubmitAndFollowAsync("/app/settings", [.. form, ("delete_rows", "3")])).ShouldContain("value=\"30\"");
    }
}

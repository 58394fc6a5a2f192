using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Sources;

public sealed class InstallationTests
{
    [Fact]
    public async Task An_installation_is_read_changed_and_deleted()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("generic", "one", callbackUrl: "http://127.0.0.1:8999/x");
        var owner = installation.Owner;

        var changed = await (await owner.PatchAsync(installation.Path, Json.Text(
            """{"display_name":"Ours","callback_url":null,"settings":{"issue_types":["Story"," Bug "],"quality_gate":6.5}}"""))).JsonAsync(200);
        changed.Text("display_name").ShouldBe("Ours");
        changed.GetProperty("callback_url").ValueKind.ShouldBe(JsonValueKind.Null);
        changed.GetProperty("settings")
            .GetRawText()
            .ShouldBe("""{"criteria_fields":["Acceptance Criteria"],"issue_types":["Story","Bug"],"profile":"adam","quality_gate":6.5,"ticket_url":null}""");
        (await (await owner.GetAsync(installation.Path)).JsonAsync(200)).GetRawText().ShouldBe(changed.GetRawText());
        var back = await (await owner.PatchAsync(
            installation.Path, Json.Text("""{"settings":{"issue_types":null,"criteria_fields":["Done when"]}}"""))).JsonAsync(200);
        back.GetProperty("settings").GetRawText().ShouldBe("""{"criteria_fields":["Done when"],"issue_types":null,"profile":"adam","quality_gate":6.5,"ticket_url":null}""");

        await (await installation.SendAsync(Ticket("Task"))).JsonAsync(202);
        (await owner.DeleteAsync(installation.Path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await owner.GetAsync(installation.Path)).ProblemAsync(404);
        await (await owner.PatchAsync(installation.Path, Json.Text("{}"))).ProblemAsync(404);
        await (await owner.DeleteAsync(installation.Path)).ProblemAsync(404);
        await (await installation.SendAsync(Ticket("Task"))).ProblemAsync(401, "unknown_installation");

        var actions =
            (await (await server.Admin.GetAsync("/admin/audit")).JsonAsync(200)).GetProperty("items").EnumerateArray().Select(entry => entry.Text("action"));
        actions.Where(action => action.StartsWith("installation", StringComparison.Ordinal))
            .ShouldBe(["installation.deleted", "installation.changed", "installation.changed", "installation.registered"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"enabled":"no"}""", "enabled")]
    [InlineData("""{"display_name":""}""", "display_name")]
    [InlineData("""{"display_name":"a\u0007b"}""", "display_name")]
    [InlineData("""{"displayname":"Shop"}""", "displayname")]
    [InlineData("""{"settings":{"gate":7}}""", "settings.gate")]
    [InlineData("""{"callback_url":"https://192.168.1.1/"}""", "callback_url")]
    [InlineData("""{"settings":[]}""", "settings")]
    [InlineData("""{"settings":{"issue_types":[]}}""", "settings.issue_types")]
    [InlineData("""{"settings":{"criteria_fields":[""]}}""", "settings.criteria_fields[0]")]
    [InlineData("""{"settings":{"profile":"nobodys"}}""", "settings.profile")]
    [InlineData("""{"settings":{"quality_gate":11}}""", "settings.quality_gate")]
    [InlineData("""{"settings":{"ticket_url":"https://jira.example.com/browse"}}""", "settings.ticket_url")]
    [InlineData("""{"settings":{"ticket_url":"https://jira.example.com/{project}/{key}"}}""", "settings.ticket_url")]
    [InlineData("""{"settings":{"ticket_url":"https://{key}.example.com/"}}""", "settings.ticket_url")]
    [InlineData("""{"settings":{"ticket_url":"https://jira.example.com:{id}/"}}""", "settings.ticket_url")]
    [InlineData("""{"settings":{"ticket_url":"https://me:secret@jira.example.com/{key}"}}""", "settings.ticket_url")]
    [InlineData("""{"settings":{"ticket_url":"javascript:alert('{key}')"}}""", "settings.ticket_url")]
    [InlineData("""{"settings":{"ticket_url":"/browse/{key}"}}""", "settings.ticket_url")]
    [InlineData("""{"settings":{"ticket_url":"https://jira.example.com/browse/ {key}"}}""", "settings.ticket_url")]
    public async Task A_change_that_does_not_fit_is_refused_and_changes_nothing(string body, string field)
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("generic", "one");
        var before = await (await installation.Owner.GetAsync(installation.Path)).JsonAsync(200);

        var problem = await (await installation.Owner.PatchAsync(installation.Path, Json.Text(body))).ProblemAsync(422);

        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(problem.GetRawText());
        (await (await installation.Owner.GetAsync(installation.Path)).JsonAsync(200)).GetRawText().ShouldBe(before.GetRawText());
    }

    [Fact]
    public async Task Types_that_are_not_judged_are_ignored_and_a_ticket_without_a_type_is_judged()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("generic", "one");
        await installation.SetAsync(new { issue_types = new[] { "Story" } });

        (await installation.IgnoredAsync(Ticket("Task"))).ShouldContain("\"Task\"");
        (await (await installation.SendAsync(Ticket("story"))).JsonAsync(202)).Text("status").ShouldBe("queued");
        (await (await installation.SendAsync(Ticket(null))).JsonAsync(202)).Text("status").ShouldBe("queued");
    }

    [Fact]
    public async Task The_profile_of_the_installation_is_used_unless_the_request_names_one()
    {
        await using var server = await EventServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        foreach (var name in new[] { "calm", "strict" })
            await (await server.Admin.PutAsync($"/admin/companies/{company.Id}/profiles/{name}", Json.Text("{}"))).JsonAsync(201);
        var installation = await company.RegisterAsync("generic", "one");
        await installation.SetAsync(new { profile = "calm" });

        async Task<string> ProfileOfAsync(string? profile)
        {
            var score = await installation.ScoreAsync(Ticket("Story", profile));
            var stored = await server.Store.Scores.FindAsync(new Storage.Scores.ScoreAccess(company.Id, null), score.Text("_id"), CancellationToken.None);
            return stored!.Profile;
        }

        (await ProfileOfAsync(null)).ShouldBe("calm");
        (await ProfileOfAsync("strict")).ShouldBe("strict");
        (await ProfileOfAsync("adam")).ShouldBe("adam");
        await (await installation.SendAsync(Ticket("Story", "nobodys"))).ProblemAsync(422, "unknown_profile");
        await (await server.Admin.DeleteAsync($"/admin/companies/{company.Id}/profiles/calm")).Content.ReadAsStringAsync();
        var problem = await (await installation.SendAsync(Ticket("Story"))).ProblemAsync(422, "unknown_profile");
        problem.GetProperty("errors").TryGetProperty("settings.profile", out _).ShouldBeTrue();
    }

    private static string Ticket(string? type, string? profile = null) => JsonSerializer.Serialize(new
    {
        external_id = "one",
        system_type = profile,
        ticket_data = new { key = "A-1", summary = "As a reader I want a table of contents so that I can go on", issue_type = type },
    });
}

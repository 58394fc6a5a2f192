using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Vindex.Server.Tests.Portal;
using Xunit;

namespace Vindex.Server.Tests.Checklists;

/// <summary>The first steps of a company: ticked by what it does, on the overview and in the API.</summary>
public sealed class ChecklistTests
{
    private const string Path = "/portal/checklist";

    [Fact]
    public async Task Each_step_is_ticked_when_it_is_done_and_the_list_goes_away_with_the_last()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        using var reader = await acme.ClientAsync("scores:read", "scores:write", "installations:write");
        (await DoneAsync(reader)).ShouldBeEmpty();

        var owner = await acme.PersonAsync("owner");
        (await DoneAsync(reader)).ShouldBeEmpty("one account is not a team");
        var page = await owner.ReadAsync("/app");
        page.ShouldContain("First steps");
        page.ShouldContain("0 of 5 done");
        page.ShouldNotContain("No scores yet");
        foreach (var href in new[] { "/app/settings/keys", "/app/settings/installations", "/app/settings/members", "/app/settings" })
            page.ShouldContain($"<a class=\"button small-button\" href=\"{href}\"");

        await (await reader.PostAsync("/v1/score", Json.Content(new { ticket_data = new { summary = "Show the total of an invoice" } }))).JsonAsync(200);
        (await DoneAsync(reader)).ShouldBe(["ticket"]);
        page = await owner.ReadAsync("/app");
        page.ShouldContain("1 of 5 done");
        page.ShouldContain("Quality gate");

        var registered = await (await reader.PostAsync("/api/v1/register/generic", Json.Content(new { external_id = "acme/shop" }))).JsonAsync(201);
        (await DoneAsync(reader)).ShouldBe(["ticket", "tracker"]);

        using var sender = new HttpRequestMessage(HttpMethod.Post, "/api/v1/evaluate/generic")
        {
            Content = Json.Content(new { external_id = "acme/shop", ticket_data = new { key = "A-1", summary = "Show the total" } }),
        };
        sender.Headers.Add("X-Vindex-Secret", registered.Text("shared_secret"));
        await (await server.Anonymous.SendAsync(sender, TestContext.Current.CancellationToken)).JsonAsync(202);
        (await DoneAsync(reader)).ShouldBe(["ticket", "tracker", "event"]);

        await acme.InviteAsync("colleague@example.com", "viewer");
        (await DoneAsync(reader)).ShouldBe(["ticket", "tracker", "event", "people"]);
        (await owner.ReadAsync("/app")).ShouldContain("4 of 5 done");

        await (await owner.PatchAsync("/portal/settings", new { timezone = "Europe/Oslo" })).JsonAsync(200);
        (await DoneAsync(reader)).Count.ShouldBe(4, "the time zone is not the gate");
        await owner.SubmitAndFollowAsync("/app/settings", ("name", "Acme"), ("quality_gate", "7"));
        (await DoneAsync(reader)).Count.ShouldBe(5);
        (await owner.ReadAsync("/app")).ShouldNotContain("First steps");

        // It is over for good: what is deleted later does not bring it back.
        (await owner.DeleteAsync($"/portal/installations/{registered.Text("customer_id")}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await owner.ReadAsync("/app")).ShouldNotContain("First steps");
        (await ListAsync(reader)).GetProperty("complete").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_gate_given_when_the_company_is_created_is_decided()
    {
        await using var server = await TestServer.StartAsync();
        var made = await (await server.Admin.PostAsync("/admin/companies", Json.Content(new { name = "Strict", quality_gate = 7 }))).JsonAsync(201);
        var company = new TestCompany(server, made.Text("company_id"), made.Text("default_customer_id"));
        using var reader = await company.ClientAsync("scores:read");
        (await DoneAsync(reader)).ShouldBe(["gate"]);
    }

    [Fact]
    public async Task A_second_account_counts_as_a_colleague_without_an_open_invitation()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        await acme.PersonAsync("owner");
        var viewer = await acme.PersonAsync("viewer");
        (await (await viewer.GetAsync(Path)).JsonAsync(200)).GetProperty("steps").EnumerateArray()
            .Where(step => step.GetProperty("done").GetBoolean()).Select(step => step.Text("name")).ShouldBe(["people"]);
    }

    [Fact]
    public async Task Owners_hide_it_for_everyone_and_show_it_again_from_the_settings()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var (owner, member) = (await acme.PersonAsync("owner"), await acme.PersonAsync("member"));
        var page = await member.ReadAsync("/app");
        page.ShouldContain("An owner can do this.");
        page.ShouldNotContain("Hide this list");
        (await (await member.GetAsync(Path)).JsonAsync(200)).GetProperty("steps")[0].GetProperty("allowed").GetBoolean().ShouldBeFalse();

        await (await member.SubmitAsync("/app/checklist", ("hidden", "on"))).PageAsync(403);
        await (await owner.FormAsync("/app/checklist", ("hidden", "on"))).PageAsync(403);
        await (await member.PutAsync(Path, new { hidden = true })).ProblemAsync(403);
        (await owner.ReadAsync("/app/settings")).ShouldNotContain("Show it on the overview");

        (await owner.SubmitAndFollowAsync("/app/checklist", ("hidden", "on"))).ShouldContain("Checklist hidden. The settings can show it again.");
        (await member.ReadAsync("/app")).ShouldContain("No scores yet");
        (await owner.ReadAsync("/app/settings")).ShouldContain("Show it on the overview");
        (await owner.SubmitAndFollowAsync("/app/checklist")).ShouldContain("First steps");

        var hidden = await (await owner.PutAsync(Path, new { hidden = true })).JsonAsync(200);
        hidden.GetProperty("hidden").GetBoolean().ShouldBeTrue();
        hidden.GetProperty("steps").GetArrayLength().ShouldBe(5);
        await (await owner.PutAsync(Path, new { })).ProblemAsync(422);
        await (await owner.PutAsync(Path, new { hidden = "yes" })).ProblemAsync(422);
        var log = await (await owner.GetAsync("/portal/audit")).JsonAsync(200);
        log.GetProperty("items").EnumerateArray().Select(entry => entry.Text("action")).ShouldContain("checklist.hidden");
    }

    [Fact]
    public async Task Another_company_and_a_key_of_some_customers_learn_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var (acme, other) = (await server.CompanyAsync("Acme"), await server.CompanyAsync("Other"));
        using var own = await acme.ClientAsync();
        await (await own.PostAsync("/v1/score", Json.Content(new { ticket_data = new { summary = "Show the total of an invoice" } }))).JsonAsync(200);
        using var theirs = await other.ClientAsync("scores:read", "installations:write");
        (await DoneAsync(theirs)).ShouldBeEmpty();
        await (await theirs.PutAsync(Path, Json.Content(new { hidden = true }))).JsonAsync(200);
        (await ListAsync(own)).GetProperty("hidden").GetBoolean().ShouldBeFalse();

        var limited = (await acme.NewKeyAsync(["scores:read", "installations:write"], [acme.DefaultCustomerId])).Text("api_key");
        using var few = server.WithKey(limited);
        await (await few.GetAsync(Path)).ProblemAsync(403, "beyond_own_customers");
        await (await few.PutAsync(Path, Json.Content(new { hidden = true }))).ProblemAsync(403, "beyond_own_customers");
        await (await server.Anonymous.GetAsync(Path)).ProblemAsync(401);
    }

    [Fact]
    public async Task Script_fetches_the_list_alone_and_nothing_once_it_is_over()
    {
        await using var server = await TestServer.StartAsync();
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        (await owner.GetAsync("/app/checklist")).Headers.Location!.OriginalString.ShouldBe("/app");
        owner.Headers["HX-Request"] = "true";
        var part = await owner.ReadAsync("/app/checklist");
        part.ShouldStartWith("<section");
        part.ShouldContain("0 of 5 done");
        await owner.PutAsync(Path, new { hidden = true });
        (await owner.ReadAsync("/app/checklist")).ShouldBeEmpty();
    }

    private static async Task<JsonElement> ListAsync(HttpClient client) => await (await client.GetAsync(Path)).JsonAsync(200);

    private static async Task<List<string>> DoneAsync(HttpClient client) =>
        [.. (await ListAsync(client)).GetProperty("steps").EnumerateArray().Where(step => step.GetProperty("done").GetBoolean()).Select(step => step.Text("name"))];
}

using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Operating;

/// <summary>Owners search and export their company's audit log.</summary>
public sealed class AuditSearchTests
{
    [Fact]
    public async Task An_entry_has_the_address_that_the_change_came_from()
    {
        await using var server = await TestServer.StartAsync(settings: ("Server:TrustedProxies", "127.0.0.1/32"));
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner");
        owner.Headers["X-Forwarded-For"] = "2001:db8::7";
        await (await owner.PatchAsync("/portal/settings", new { name = "Acme Ltd" })).JsonAsync(200);

        var entry = (await Items(owner, "?action=company.changed")).ShouldHaveSingleItem();
        entry.GetProperty("detail").Text("address").ShouldBe("2001:db8::7");
        entry.Text("actor").ShouldStartWith("user:");
        (await Items(owner, "?q=2001%3Adb8%3A%3A7")).Count.ShouldBe(1);
        (await Items(owner, "?q=198.51.100.1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_of_a_search_leads_to_the_next_of_the_same_search_only()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var owner = await company.PersonAsync("owner");
        for (var i = 0; i < 3; i++) await company.NewKeyAsync(["scores:read"]);

        var page = await (await owner.GetAsync("/portal/audit?action=key.&limit=2")).JsonAsync(200);
        page.GetProperty("items").GetArrayLength().ShouldBe(2);
        var cursor = page.Text("next_cursor");
        (await Items(owner, $"?action=key.&limit=2&cursor={cursor}")).Count.ShouldBe(1);
        await (await owner.GetAsync($"/portal/audit?action=user.&limit=2&cursor={cursor}")).ProblemAsync(422);
    }

    [Fact]
    public async Task An_export_has_all_entries_of_the_own_company_only()
    {
        await using var server = await TestServer.StartAsync();
        var other = await server.CompanyAsync("Other");
        await other.PersonAsync("owner", "someone@example.com");
        var company = await server.CompanyAsync("Acme");
        var owner = await company.PersonAsync("owner");
        for (var i = 0; i < 3; i++) await company.NewKeyAsync(["scores:read"]);

        var all = await Items(owner, "?limit=200");
        var ndjson = await owner.GetAsync("/portal/audit/export?format=ndjson");
        ndjson.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        var lines = (await ndjson.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => JsonElement.Parse(line).Text("id")).ShouldBe(all.Select(entry => entry.Text("id")));
        lines.ShouldAllBe(line => JsonElement.Parse(line).Text("company_id") == company.Id);

        var csv = await (await owner.GetAsync("/portal/audit/export?action=key.")).Content.ReadAsStringAsync();
        csv.ShouldStartWith("id,at,company_id,actor,action,target,detail,result\r\n");
        csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(4);
        await (await owner.GetAsync("/portal/audit/export?format=xml")).ProblemAsync(422);
        await (await (await company.PersonAsync("member")).GetAsync("/portal/audit/export")).ProblemAsync(403);
        var admins = await (await server.Admin.GetAsync($"/admin/audit/export?company_id={other.Id}&format=ndjson")).Content.ReadAsStringAsync();
        admins.ShouldContain("someone@example.com");
        admins.ShouldNotContain(company.Id);
    }

    [Fact]
    public async Task A_wrong_password_for_an_account_is_recorded_as_refused_with_its_address()
    {
        await using var server = await TestServer.StartAsync(settings: ("Server:TrustedProxies", "127.0.0.1/32"));
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner", "ada@example.com");
        var stranger = new Person(server);
        stranger.Headers["X-Forwarded-For"] = "2001:db8::9";

        await (await stranger.SignInAsync("unknown@example.com", "not the password")).ProblemAsync(401);
        await (await stranger.SignInAsync("ada@example.com", "not the password")).ProblemAsync(401);

        List<JsonElement> refused;
        while ((refused = await Items(owner, "?action=session.refused")).Count == 0) await Task.Delay(20, TestContext.Current.CancellationToken);
        var entry = refused.ShouldHaveSingleItem();
        entry.Text("result").ShouldBe("refused");
        entry.GetProperty("detail").Text("address").ShouldBe("2001:db8::9");
        (await Items(owner, "?action=session.started")).ShouldAllBe(started => started.Text("result") == "done");
        (await Items(owner, "?q=refused")).Count.ShouldBe(1);
        var page = await (await owner.GetAsync("/app/settings/audit?q=2001%3Adb8%3A%3A9")).PageAsync();
        page.ShouldContain(">refused<");
        var csv = await (await owner.GetAsync("/portal/audit/export?action=session.refused")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        csv.TrimEnd().ShouldEndWith(",refused");
        (await (await server.Admin.GetAsync("/admin/audit?action=session.refused&q=unknown")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_page_searches_by_name_too_and_keeps_the_search()
    {
        await using var server = await TestServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).PersonAsync("owner", "ada@example.com");
        await (await owner.PatchAsync("/portal/settings", new { name = "Acme <Ltd>" })).JsonAsync(200);

        var found = await (await owner.GetAsync("/app/settings/audit?q=ADA%40example")).PageAsync();
        found.ShouldContain("company.changed");
        found.ShouldContain("value=\"ADA@example\"");
        found.ShouldContain("/portal/audit/export?format=csv&amp;q=ADA");
        var none = await (await owner.GetAsync("/app/settings/audit?q=%22%3E%3Cscript%3E")).PageAsync();
        none.ShouldContain("No entries");
        none.ShouldNotContain("\"><script>");
    }

    private static async Task<List<JsonElement>> Items(Person person, string query) =>
        [.. (await (await person.GetAsync("/portal/audit" + query)).JsonAsync(200)).GetProperty("items").EnumerateArray()];
}

using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Scoring.Rubric;
using Vindex.Server.Companies;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class ManagementTests
{
    [Fact]
    public async Task A_company_is_made_read_changed_listed_and_deleted()
    {
        await using var server = await TestServer.StartAsync();

        var made = await server.Admin.PostAsync("/admin/companies", Json.Content(new { name = "Ärzte & Söhne", quality_gate = 6.5, retention_days = 30 }));
        var company = await made.JsonAsync(201);
        var path = $"/admin/companies/{company.Text("company_id")}";
        made.Headers.Location!.ToString().ShouldBe(path);
        company.Text("slug").ShouldBe("arzte-sohne");
        company.Text("default_customer_id").ShouldMatch("^arzte_sohne_default_[0-9a-f]{4}$");
        company.Number("quality_gate").ShouldBe(6.5m);

        (await (await server.Admin.GetAsync(path)).JsonAsync(200)).GetRawText().ShouldBe(company.GetRawText());
        var changed = await (await server.Admin.PatchAsync(path, Json.Text("""{"name":"Ärzte","timezone":"Europe/Vienna","retention_days":null}"""))).JsonAsync(
            200);
        changed.Text("name").ShouldBe("Ärzte");
        changed.Text("timezone").ShouldBe("Europe/Vienna");
        changed.GetProperty("retention_days").ValueKind.ShouldBe(JsonValueKind.Null);
        changed.Number("quality_gate").ShouldBe(6.5m);
        (await (await server.Admin.GetAsync("/admin/companies")).JsonAsync(200)).GetProperty("items")[0].GetRawText().ShouldBe(changed.GetRawText());

        (await server.Admin.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await server.Admin.GetAsync(path)).ProblemAsync(404);
        await (await server.Admin.DeleteAsync(path)).ProblemAsync(404);
        await (await server.Admin.PatchAsync(path, Json.Text("{}"))).ProblemAsync(404);
    }

    [Fact]
    public async Task A_deleted_companys_keys_and_scores_are_gone_at_once_and_its_audit_stays()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync();
        await (await client.PostAsync("/v1/score", Json.Ticket("Export"))).JsonAsync(200);

        await server.Admin.DeleteAsync($"/admin/companies/{company.Id}");

        await (await client.GetAsync("/portal/scores")).ProblemAsync(401);
        (await (await server.Admin.GetAsync("/admin/scores")).JsonAsync(200)).GetProperty("total").GetInt32().ShouldBe(0);
        var actions =
            (await (await server.Admin.GetAsync($"/admin/audit?company_id={company.Id}")).JsonAsync(200)).GetProperty("items")
                .EnumerateArray()
                .Select(entry => entry.Text("action"));
        actions.Where(action => action != "company.deletion_done").ShouldBe(["company.deleted", "key.created", "company.created"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_chosen_slug_that_is_taken_is_a_conflict_and_a_made_one_steps_aside()
    {
        await using var server = await TestServer.StartAsync();
        await (await Make("""{"name":"Acme","slug":"acme"}""")).JsonAsync(201);

        await (await Make("""{"name":"Other","slug":"acme"}""")).ProblemAsync(409, "slug_taken");
        (await (await Make("""{"name":"ACME!"}""")).JsonAsync(201)).Text("slug").ShouldMatch("^acme-[0-9a-f]{4}$");
        (await (await Make("""{"name":"会社"}""")).JsonAsync(201)).Text("slug").ShouldBe("company");

        Task<HttpResponseMessage> Make(string body) => server.Admin.PostAsync("/admin/companies", Json.Text(body));
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("""{"name":" "}""", "name")]
    [InlineData("""{"name":"A","slug":"Not A Slug"}""", "slug")]
    [InlineData("""{"name":"A","slug":"-a"}""", "slug")]
    [InlineData("""{"name":"A","quality_gate":10.1}""", "quality_gate")]
    [InlineData("""{"name":"A","quality_gate":7.55}""", "quality_gate")]
    [InlineData("""{"name":"A","quality_gate":null}""", "quality_gate")]
    [InlineData("""{"name":"A","timezone":"Nowhere"}""", "timezone")]
    [InlineData("""{"name":"A","retention_days":0}""", "retention_days")]
    [InlineData("""{"name":"A","retention_days":1.5}""", "retention_days")]
    public async Task A_company_that_does_not_fit_is_refused_by_field(string body, string field)
    {
        await using var server = await TestServer.StartAsync();

        (await (await server.Admin.PostAsync("/admin/companies", Json.Text(body))).ProblemAsync(422)).GetProperty("errors")
            .TryGetProperty(field, out _)
            .ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"scopes":["scores:read"]}""", "name")]
    [InlineData("""{"name":"k"}""", "scopes")]
    [InlineData("""{"name":"k","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"k","scopes":["scores:read","scores:everything"]}""", "scopes")]
    [InlineData("""{"name":"k","scopes":["scores:read"],"customer_ids":["nobody"]}""", "customer_ids")]
    [InlineData("""{"name":"k","scopes":["scores:read"],"customer_ids":[]}""", "customer_ids")]
    [InlineData("""{"name":"k","scopes":["scores:read"],"expires_at":"2020-01-01T00:00:00Z"}""", "expires_at")]
    [InlineData("""{"name":"k","scopes":["scores:read"],"expires_at":"2030-01-01T00:00:00"}""", "expires_at")]
    [InlineData("""{"name":"k","scopes":["scores:read"],"expires_at":7}""", "expires_at")]
    public async Task A_key_that_does_not_fit_is_refused_by_field(string body, string field)
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");

        var errors = (await (await server.Admin.PostAsync($"/admin/companies/{company.Id}/keys", Json.Text(body))).ProblemAsync(422)).GetProperty("errors");

        errors.TryGetProperty(field, out var messages).ShouldBeTrue();
        if (body.Contains("everything", StringComparison.Ordinal))
        {
            messages[0].GetString()
                .ShouldBe(
                    "contains the unknown scope \"scores:everything\"; allowed scopes: scores:write, scores:read, feedback:read, feedback:write, installations:write, admin");
        }
    }

    [Fact]
    public async Task An_admin_key_is_not_limited_to_customers_and_one_company_cannot_have_anothers_customer()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var other = await server.CompanyAsync("Other");
        var path = $"/admin/companies/{company.Id}/keys";

        await (await server.Admin.PostAsync(
            path, Json.Content(new { name = "k", scopes = new[] { "admin" }, customer_ids = new[] { company.DefaultCustomerId } }))).ProblemAsync(422);
        await (await server.Admin.PostAsync(
            path, Json.Content(new { name = "k", scopes = new[] { "scores:read" }, customer_ids = new[] { other.DefaultCustomerId } }))).ProblemAsync(422);
        await (await server.Admin.PostAsync("/admin/companies/co_0/keys", Json.Content(new { name = "k", scopes = new[] { "scores:read" } }))).ProblemAsync(
            404);
    }

    [Fact]
    public async Task A_key_with_the_scope_admin_manages_as_the_admin_key_does()
    {
        await using var server = await TestServer.StartAsync();
        var admin = await (await server.CompanyAsync("Operators")).ClientAsync("admin");

        var company = await (await admin.PostAsync("/admin/companies", Json.Content(new { name = "Acme" }))).JsonAsync(201);

        await (await admin.PostAsync(
            $"/admin/companies/{company.Text("company_id")}/keys", Json.Content(new { name = "k", scopes = new[] { "admin", "scores:read" } }))).JsonAsync(201);
        (await (await server.Admin.GetAsync($"/admin/audit?company_id={company.Text("company_id")}")).JsonAsync(200)).GetProperty("items")
            .EnumerateArray().ShouldAllBe(entry => entry.Text("actor").StartsWith("key:"));
    }

    [Fact]
    public async Task Customers_are_made_and_listed_by_admins_and_by_keys_of_the_company()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync("installations:write");

        var jira = await (await client.PostAsync("/portal/customers", Json.Content(new { name = "Jira" }))).JsonAsync(201);

        jira.Text("customer_id").ShouldMatch("^acme_jira_[0-9a-f]{4}$");
        var listed = await (await client.GetAsync("/portal/customers")).JsonAsync(200);
        listed.GetProperty("items").EnumerateArray().Select(customer => (customer.Text("customer_id"), customer.GetProperty("is_default").GetBoolean()))
            .ShouldBe([(company.DefaultCustomerId, true), (jira.Text("customer_id"), false)]);
        (await (await server.Admin.GetAsync($"/admin/companies/{company.Id}/customers")).JsonAsync(200)).GetRawText().ShouldBe(listed.GetRawText());
        await (await client.PostAsync("/portal/customers", Json.Text("{}"))).ProblemAsync(422);

        var limited = server.WithKey((await company.NewKeyAsync(["installations:write"], [jira.Text("customer_id")])).Text("api_key"));
        (await (await limited.GetAsync("/portal/customers")).JsonAsync(200)).GetProperty("items").EnumerateArray().Select(customer =>
            customer.Text("customer_id"))
            .ShouldBe([jira.Text("customer_id")]);
        await (await limited.PostAsync("/portal/customers", Json.Content(new { name = "More" }))).ProblemAsync(403);
    }

    [Fact]
    public async Task Profiles_are_put_read_listed_and_deleted()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var path = $"/admin/companies/{company.Id}/profiles";
        var rule = RubricNames.Rules[0];

        var put = await (await server.Admin.PutAsync(
            path + "/strict", Json.Text($$$"""{"rule_weights":{"{{{rule}}}":1.5},"vocabulary":{"person":["druid"]}}"""))).JsonAsync(201);
        put.GetProperty("rule_weights").Number(rule).ShouldBe(1.5m);
        (await (await server.Admin.GetAsync(path + "/strict")).JsonAsync(200)).GetRawText().ShouldBe(put.GetRawText());
        (await (await server.Admin.GetAsync(path)).JsonAsync(200)).GetProperty("items")[0].GetRawText().ShouldBe(put.GetRawText());
        await (await server.Admin.PutAsync(path + "/strict", Json.Text("{}"))).JsonAsync(200);
        (await server.Admin.DeleteAsync(path + "/strict")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await server.Admin.GetAsync(path + "/strict")).ProblemAsync(404);
        await (await server.Admin.DeleteAsync(path + "/strict")).ProblemAsync(404);

        foreach (var (name, body) in new[]
        {
            ("adam", "{}"), ("Bad%20Name", "{}"), ("x", """{"rule_weights":{"no.such-rule":1}}"""), ("x", $$$"""{"rule_weights":{"{{{rule}}}":3.5}}"""),
            ("x", $$$"""{"rule_weights":{"{{{rule}}}":1e400}}"""), ("x", """{"vocabulary":{"no-such-list":["a"]}}"""),
            ("x", """{"vocabulary":{"person":"druid"}}"""),
            ("x", """{"vocabulary":{"person":["a b c d e f g h i j k"]}}"""), ("x", """{"rules":{}}"""), ("x", """{"name":"y"}"""), ("x", "[]"),
        })
        {
            await (await server.Admin.PutAsync($"{path}/{name}", Json.Text(body))).ProblemAsync(422);
        }
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_log_with_who_made_it_and_without_secrets()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        Tick();
        var key = await company.NewKeyAsync(["scores:read"]);
        Tick();
        await company.NewCustomerAsync("Jira");
        Tick();
        await server.Admin.PatchAsync($"/admin/companies/{company.Id}", Json.Content(new { retention_days = 9 }));
        Tick();
        var rotated = await (await server.Admin.PostAsync($"/admin/companies/{company.Id}/keys/{key.Text("key_id")}/rotate", null)).JsonAsync(200);
        Tick();
        await server.Admin.DeleteAsync($"/admin/companies/{company.Id}/keys/{key.Text("key_id")}");

        var log = new List<JsonElement>();
        var cursor = "";
        do
        {
            var page = await (await server.Admin.GetAsync($"/admin/audit?limit=2&company_id={company.Id}{cursor}")).JsonAsync(200);
            log.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("next_cursor").ValueKind == JsonValueKind.Null ? "" : "&cursor=" + page.Text("next_cursor");
        }
        while (cursor.Length > 0);

        log.Select(entry => entry.Text("action"))
            .ShouldBe(["key.deleted", "key.rotated", "company.changed", "customer.created", "key.created", "company.created"]);
        log.ShouldAllBe(entry => entry.Text("actor") == "admin-key" && entry.Text("company_id") == company.Id);
        log[2].GetProperty("detail").GetRawText().ShouldBe("""{"retention_days":"9","address":"127.0.0.1"}""");
        var all = string.Concat(log.Select(entry => entry.GetRawText()));
        all.ShouldNotContain(key.Text("api_key")[16..]);
        all.ShouldNotContain(rotated.Text("api_key")[16..]);

        void Tick() => server.Time.Advance(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Companies_are_walked_by_cursor_newest_first()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 7; i++)
        {
            await server.CompanyAsync("Company " + i);
            server.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var names = new List<string>();
        var cursor = "";
        do
        {
            var page = await (await server.Admin.GetAsync("/admin/companies?limit=3" + cursor)).JsonAsync(200);
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(company => company.Text("name")));
            cursor = page.GetProperty("next_cursor").ValueKind == JsonValueKind.Null ? "" : "&cursor=" + page.Text("next_cursor");
        }
        while (cursor.Length > 0);

        names.ShouldBe(Enumerable.Range(0, 7).Reverse().Select(i => "Company " + i));
    }

    [Theory]
    [InlineData("Acme", "acme")]
    [InlineData("  Acme -- Corp. ", "acme-corp")]
    [InlineData("Crème Brûlée", "creme-brulee")]
    [InlineData("会社", "company")]
    [InlineData("a very long name of a company that goes on and on", "a-very-long-name-of-a-company-that-goes")]
    public void A_slug_is_what_is_left_of_a_name(string name, string slug)
    {
        Slug.Of(name, "company").ShouldBe(slug);
        Slug.IsValid(slug).ShouldBeTrue();
    }
}

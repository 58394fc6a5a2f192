using System.Net;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Callbacks.Receivers;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Sources;

public sealed class RegistrationTests
{
    private const string Register = "/api/v1/register/generic";

    [Fact]
    public async Task Registering_makes_a_customer_and_a_secret_that_is_returned_this_once()
    {
        await using var server = await EventServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var owner = await company.ClientAsync("installations:write");

        var first = await owner.PostAsync(
            "/api/v1/register/jiraforge", Json.Text("""{"external_id":"c-1","callback_url":"http://127.0.0.1:8999/x","display_name":"Jira of the shop"}"""));
        var made = await first.JsonAsync(201);
        made.EnumerateObject().Select(member => member.Name).ShouldBe(["customer_id", "source", "external_id", "callback_url", "shared_secret"]);
        made.Text("customer_id").ShouldMatch("^acme_jira_[0-9a-f]{4}$");
        made.Text("source").ShouldBe("jiraforge");
        made.Text("external_id").ShouldBe("c-1");
        made.Text("callback_url").ShouldBe("http://127.0.0.1:8999/x");
        made.Text("shared_secret").ShouldStartWith("whsec_");
        first.Headers.Location!.ToString().ShouldBe("/portal/installations/" + made.Text("customer_id"));

        // Again, and by the product's own name for the id: the same installation, nothing of the secret.
        foreach (var body in new[] { """{"external_id":"c-1"}""", """{"cloudId":"c-1"}""" })
        {
            var again = await (await owner.PostAsync("/api/v1/register/jiraforge", Json.Text(body))).JsonAsync(200);
            again.TryGetProperty("shared_secret", out _).ShouldBeFalse();
            again.Text("customer_id").ShouldBe(made.Text("customer_id"));
            again.Text("callback_url").ShouldBe("http://127.0.0.1:8999/x");
        }

        var customers =
            (await (await owner.GetAsync("/portal/customers")).JsonAsync(200)).GetProperty("items").EnumerateArray().Select(one => one.Text("name"));
        customers.ShouldBe(["Default", "Jira of the shop"]);
        var list = (await (await owner.GetAsync("/portal/installations")).JsonAsync(200)).GetProperty("items");
        list.GetArrayLength().ShouldBe(1);
        list[0].GetRawText().ShouldNotContain(made.Text("shared_secret"));
        list[0].GetProperty("settings")
            .GetRawText()
            .ShouldBe("""{"criteria_fields":["Acceptance Criteria"],"issue_types":null,"profile":"adam","quality_gate":null,"ticket_url":null}""");
    }

    [Theory]
    [InlineData("""{"cloudId":7.5}""", "cloudId: must be text")]
    [InlineData("""{"cloudId":null}""", "cloudId: is required")]
    [InlineData("""{"cloudId":" ","rotate":1}""", "rotate: must be true or false", "cloudId: must not be blank")]
    [InlineData("""{"external_id":null,"cloudId":"c-1"}""", "external_id: is required")]
    [InlineData("{}", "external_id: is required")]
    [InlineData("""{"external_id":"c-1","shared_secret":"short"}""", "shared_secret: the secret must have 24 to 256 characters")]
    public async Task Errors_name_the_id_as_it_was_sent(string body, params string[] expected)
    {
        await using var server = await EventServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).ClientAsync("installations:write");

        var problem = await (await owner.PostAsync("/api/v1/register/jiraforge", Json.Text(body))).ProblemAsync(422, "invalid_fields");

        problem.GetProperty("errors").EnumerateObject().Select(error => $"{error.Name}: {error.Value[0].GetString()}").ShouldBe(expected);
    }

    [Fact]
    public async Task An_id_may_be_a_number()
    {
        await using var server = await EventServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).ClientAsync("installations:write");

        var made = await (await owner.PostAsync("/api/v1/register/gitlab", Json.Text("""{"external_id":4711}"""))).JsonAsync(201);

        made.Text("external_id").ShouldBe("4711");
    }

    [Fact]
    public async Task A_secret_is_never_stored_in_the_clear_nor_told_by_the_audit_log()
    {
        await using var server = await EventServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var installation = await company.RegisterAsync("generic", "one", "a-secret-that-somebody-chose", "http://127.0.0.1:8999/token-in-path");

        var stored = await server.Store.Installations.FindByCustomerAsync(company.Id, installation.CustomerId, CancellationToken.None);
        System.Text.Encoding.UTF8.GetString(stored!.Secrets.Current).ShouldNotContain("somebody");
        var audit = await (await server.Admin.GetAsync($"/admin/audit?company_id={company.Id}")).JsonAsync(200);
        var entry = audit.GetProperty("items").EnumerateArray().First(one => one.Text("action") == "installation.registered");
        entry.Text("target").ShouldBe(installation.CustomerId);
        entry.GetProperty("detail").GetRawText().ShouldBe("""{"source":"generic","external_id":"one","callback_host":"127.0.0.1:8999","address":"127.0.0.1"}""");
        audit.GetRawText().ShouldNotContain("token-in-path");
        audit.GetRawText().ShouldNotContain("somebody");
    }

    [Fact]
    public async Task During_a_rotation_the_old_secret_is_accepted_for_24_hours_more()
    {
        await using var server = await EventServer.StartAsync(("Evaluations:MaxAge", "7d"));
        var old = await (await server.CompanyAsync("Acme")).RegisterAsync("generic", "one");

        var rotated = await (await old.Owner.PostAsync(Register, Json.Text("""{"external_id":"one","rotate":true}"""))).JsonAsync(200);
        var newer = old with { Secret = rotated.Text("shared_secret") };
        newer.Secret.ShouldNotBe(old.Secret);
        await (await old.SendAsync(Ticket("one", "A-1"))).JsonAsync(202);
        await (await newer.SendAsync(Ticket("one", "A-2"))).JsonAsync(202);
        var shown = await (await old.Owner.GetAsync(old.Path)).JsonAsync(200);
        shown.GetProperty("previous_secret_valid_until").GetDateTimeOffset().ShouldBe(server.Time.GetUtcNow().AddHours(24));

        server.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await (await old.SendAsync(Ticket("one", "A-3"))).JsonAsync(202);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await (await old.SendAsync(Ticket("one", "A-4"))).ProblemAsync(403, "secret_wrong");
        await (await newer.SendAsync(Ticket("one", "A-5"))).JsonAsync(202);
        (await (await old.Owner.GetAsync(old.Path)).JsonAsync(200)).GetProperty("previous_secret_valid_until").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_new_secret_of_the_callers_rotates_and_the_same_one_does_not()
    {
        await using var server = await EventServer.StartAsync();
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("generic", "one", "first-secret-0123456789-abcdef");

        async Task<JsonElement> AgainAsync(string secret) =>
            await (await installation.Owner.PostAsync(Register, Json.Content(new { external_id = "one", shared_secret = secret }))).JsonAsync(200);
        (await AgainAsync("first-secret-0123456789-abcdef")).TryGetProperty("shared_secret", out _).ShouldBeFalse();
        (await RotationsAsync(server)).ShouldBe(0);

        (await AgainAsync("second-secret-0123456789-abcdef")).TryGetProperty("shared_secret", out _).ShouldBeFalse();
        (await RotationsAsync(server)).ShouldBe(1);
        await (await installation.SendAsync(Ticket("one", "A-1"))).JsonAsync(202);
        await ((await (installation with { Secret = "second-secret-0123456789-abcdef" }).SendAsync(Ticket("one", "A-2"))).JsonAsync(202));

        static async Task<int> RotationsAsync(TestServer server) =>
            (await (await server.Admin.GetAsync("/admin/audit")).JsonAsync(200)).GetProperty("items")
                .EnumerateArray()
                .Count(entry => entry.Text("action") == "installation.rotated");
    }

    [Theory]
    [InlineData("{}", "external_id")]
    [InlineData("""{"external_id":" "}""", "external_id")]
    [InlineData("""{"external_id":"x","shared_secret":"too-short"}""", "shared_secret")]
    [InlineData("""{"external_id":"x","shared_secret":"with blanks 0123456789 abcdef"}""", "shared_secret")]
    [InlineData("""{"external_id":"x","rotate":"yes"}""", "rotate")]
    [InlineData("""{"external_id":"x","callback_url":"nowhere"}""", "callback_url")]
    [InlineData("""{"external_id":"x","callback_url":"https://10.0.0.1/x"}""", "callback_url")]
    [InlineData("""{"external_id":"x","callback_url":"https://169.254.169.254/latest"}""", "callback_url")]
    [InlineData("""{"external_id":"x","callback_url":"https://0x7f000001/"}""", "callback_url")]
    [InlineData("""{"external_id":"x","callback_url":"ftp://127.0.0.1/"}""", "callback_url")]
    public async Task What_cannot_be_registered_is_refused_with_the_field_and_the_reason(string body, string field)
    {
        await using var server = await EventServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var owner = await company.ClientAsync("installations:write");

        var problem = await (await owner.PostAsync(Register, Json.Text(body))).ProblemAsync(422);

        problem.GetProperty("errors").GetProperty(field)[0].GetString().ShouldNotBeNullOrWhiteSpace();
        (await (await owner.GetAsync("/portal/installations")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task An_unknown_source_is_not_found()
    {
        await using var server = await EventServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).ClientAsync("installations:write");

        await (await owner.PostAsync("/api/v1/register/trello", Json.Text("""{"external_id":"x"}"""))).ProblemAsync(404);
        await (await server.SendAsync("trello", "{}")).ProblemAsync(404);
    }

    [Fact]
    public async Task A_customer_can_be_named_when_it_is_ones_own_and_free()
    {
        await using var server = await EventServer.StartAsync();
        var mine = await server.CompanyAsync("Mine");
        var theirs = await server.CompanyAsync("Theirs");
        var owner = await mine.ClientAsync("installations:write");
        Task<HttpResponseMessage> PostAsync(
            string id, string customer) => owner.PostAsync(Register, Json.Content(new { external_id = id, customer_id = customer }));

        (await (await PostAsync("one", mine.DefaultCustomerId)).JsonAsync(201)).Text("customer_id").ShouldBe(mine.DefaultCustomerId);
        await (await PostAsync("one", mine.DefaultCustomerId)).JsonAsync(200);
        await (await PostAsync("two", mine.DefaultCustomerId)).ProblemAsync(409, "customer_taken");
        await (await PostAsync("one", await mine.NewCustomerAsync("Other"))).ProblemAsync(409, "already_registered");

        // Somebody else's customer and nobody's are the same.
        foreach (var id in new[] { "one", "three" })
        {
            var others = await (await PostAsync(id, theirs.DefaultCustomerId)).ProblemAsync(404);
            (await (await PostAsync(id, "mine_nobodys_0000")).ProblemAsync(404)).GetRawText().ShouldBe(others.GetRawText());
        }
    }

    [Fact]
    public async Task A_key_that_is_limited_to_customers_registers_among_them_only()
    {
        await using var server = await EventServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var (one, two) = (await company.NewCustomerAsync("One"), await company.NewCustomerAsync("Two"));
        var whole = await company.RegisterAsync("generic", "whole");
        var onlyOne = server.WithKey((await company.NewKeyAsync(["installations:write"], [one])).Text("api_key"));
        var both = server.WithKey((await company.NewKeyAsync(["installations:write"], [one, two])).Text("api_key"));

        await (await both.PostAsync(Register, Json.Text("""{"external_id":"a"}"""))).ProblemAsync(403, "beyond_own_customers");
        (await (await onlyOne.PostAsync(Register, Json.Text("""{"external_id":"a"}"""))).JsonAsync(201)).Text("customer_id").ShouldBe(one);
        await (await onlyOne.PostAsync(Register, Json.Content(new { external_id = "b", customer_id = two }))).ProblemAsync(404);
        await (await onlyOne.PostAsync(Register, Json.Text("""{"external_id":"whole","rotate":true}"""))).ProblemAsync(404);

        foreach (var path in new[] { whole.Path, "/portal/installations/" + two })
        {
            await (await onlyOne.GetAsync(path)).ProblemAsync(404);
            await (await onlyOne.PatchAsync(path, Json.Text("""{"enabled":false}"""))).ProblemAsync(404);
            await (await onlyOne.DeleteAsync(path)).ProblemAsync(404);
        }

        var items = (await (await onlyOne.GetAsync("/portal/installations")).JsonAsync(200)).GetProperty("items");
        items.EnumerateArray().Select(item => item.Text("customer_id")).ShouldBe([one]);
        await (await whole.SendAsync(Ticket("whole", "A-1"))).JsonAsync(202);
    }

    [Fact]
    public async Task Many_registrations_at_once_are_one_installation()
    {
        await using var server = await EventServer.StartAsync();
        var owner = await (await server.CompanyAsync("Acme")).ClientAsync("installations:write");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => owner.PostAsync(Register, Json.Text("""{"external_id":"one"}"""))));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(19);
        (await (await owner.GetAsync("/portal/customers")).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task An_endpoint_that_went_away_comes_back_by_registering_and_one_that_was_switched_off_does_not()
    {
        await using var receiver = LoopbackReceiver.Start(LoopbackReceiver.Says("HTTP/1.1 410 Gone"));
        await using var server = await EventServer.StartAsync();
        var url = $"http://127.0.0.1:{receiver.Port}/";
        var installation = await (await server.CompanyAsync("Acme")).RegisterAsync("generic", "one", callbackUrl: url);
        await installation.ScoreAsync(Ticket("one", "A-1"));
        async Task<JsonElement> LookAsync() => await (await installation.Owner.GetAsync(installation.Path)).JsonAsync(200);
        var gone = await Evaluations.Eventually.Async(LookAsync, one => !one.GetProperty("enabled").GetBoolean());
        gone.Text("disabled_reason").ShouldBe("gone");

        await (await installation.Owner.PostAsync(Register, Json.Text("""{"external_id":"one"}"""))).JsonAsync(200);
        (await LookAsync()).GetProperty("enabled").GetBoolean().ShouldBeFalse();
        await (await installation.Owner.PostAsync(Register, Json.Content(new { external_id = "one", callback_url = url }))).JsonAsync(200);
        (await LookAsync()).GetProperty("enabled").GetBoolean().ShouldBeTrue();

        await (await installation.Owner.PatchAsync(installation.Path, Json.Text("""{"enabled":false}"""))).JsonAsync(200);
        await (await installation.Owner.PostAsync(Register, Json.Content(new { external_id = "one", callback_url = url }))).JsonAsync(200);
        var off = await LookAsync();
        off.Text("disabled_reason").ShouldBe("by_hand");
        off.GetProperty("disabled_at").GetDateTimeOffset().ShouldBe(server.Time.GetUtcNow());
        var on = await (await installation.Owner.PatchAsync(installation.Path, Json.Text("""{"enabled":true}"""))).JsonAsync(200);
        on.GetProperty("enabled").GetBoolean().ShouldBeTrue();
        on.GetProperty("failing_since").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static string Ticket(string externalId, string key) =>
        JsonSerializer.Serialize(new { external_id = externalId, ticket_data = new { key, summary = $"As a reader I want {key} so that I can go on" } });
}

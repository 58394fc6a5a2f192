using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Webhooks;

/// <summary>Creating and changing webhooks, who may, and polling.</summary>
public sealed class WebhookManagementTests
{
    private const string Path = "/portal/webhooks";
    private static readonly string[] s_scopes = ["installations:write", "scores:read", "scores:write", "feedback:read", "feedback:write"];

    [Fact]
    public async Task A_webhook_is_created_changed_and_deleted()
    {
        await using var server = await TestServer.StartAsync(settings: [("Callbacks:AllowedNetworks", "127.0.0.0/8"), ("Callbacks:AllowHttp", "true")]);
        var client = await (await server.CompanyAsync("Acme")).ClientAsync(s_scopes);
        var response = await client.PostAsync(
            Path, Json.Content(new { url = "http://127.0.0.1:9999/hook", description = "Chat", types = new[] { "score.created" }, enabled = false }));
        var made = await response.JsonAsync(201);
        var path = $"{Path}/{made.Text("webhook_id")}";
        response.Headers.Location.ShouldNotBeNull().ToString().ShouldBe(path);
        made.Text("secret").ShouldStartWith("whsec_");
        (made.Text("kind"), made.Text("signing"), made.Text("disabled_reason")).ShouldBe(("http", "hmac", "by_hand"));
        made.GetProperty("public_key").ValueKind.ShouldBe(JsonValueKind.Null);

        var changed = await (await client.PatchAsync(
            path, Json.Content(new { description = (string?)null, types = (string[]?)null, signing = "ed25519", enabled = true }))).JsonAsync(200);
        changed.TryGetProperty("secret", out _).ShouldBeFalse();
        changed.Text("public_key").ShouldStartWith("whpk_");
        (changed.GetProperty("description").ValueKind, changed.GetProperty("types").ValueKind, changed.GetProperty("enabled").GetBoolean())
            .ShouldBe((JsonValueKind.Null, JsonValueKind.Null, true));
        (await (await client.GetAsync(path)).JsonAsync(200)).GetRawText().ShouldBe(changed.GetRawText());
        (await (await client.GetAsync(Path)).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(1);
        ((int)(await client.DeleteAsync(path)).StatusCode).ShouldBe(204);
        await (await client.GetAsync(path)).ProblemAsync(404, "not_found");
        var audit = (await (await server.Admin.GetAsync("/admin/audit")).JsonAsync(200)).GetRawText();
        foreach (var action in (string[])["webhook.created", "webhook.changed", "webhook.deleted"]) audit.ShouldContain(action);
        audit.ShouldNotContain("/hook");
    }

    [Theory]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url":"https://example.com/","kind":"mail"}""", "kind")]
    [InlineData("""{"url":"https://example.com/","kind":"poll"}""", "url")]
    [InlineData("""{"url":"https://example.com/","types":[]}""", "types")]
    [InlineData("""{"url":"https://example.com/","types":["score.created","score.deleted"]}""", "types[1]")]
    [InlineData("""{"url":"https://example.com/","customers":["another"]}""", "customers[0]")]
    [InlineData("""{"url":"https://example.com/","projects":["a\nb"]}""", "projects")]
    [InlineData("""{"url":"https://example.com/","signing":"rsa"}""", "signing")]
    [InlineData("""{"url":"https://example.com/","description":"a\u0007b"}""", "description")]
    [InlineData("""{"url":"https://example.com/","headers":[{"name":"Host","value":"x"}]}""", "headers[0].name")]
    [InlineData("""{"url":"https://example.com/","headers":[{"name":"webhook-id","value":"x"}]}""", "headers[0].name")]
    [InlineData("""{"url":"https://example.com/","headers":[{"name":"A b","value":"x"}]}""", "headers[0].name")]
    [InlineData("""{"url":"https://example.com/","headers":[{"name":"A","value":"x\ny"}]}""", "headers[0].value")]
    [InlineData("""{"url":"https://example.com/","headers":[{"name":"A"}]}""", "headers[0].value")]
    [InlineData("""{"url":"https://example.com/","headers":[{"name":"A","value":"x"},{"name":"a","value":"y"}]}""", "headers[1].name")]
    [InlineData("""{"url":"https://example.com/","secret":"mine"}""", "secret")]
    public async Task What_is_wrong_with_a_webhook_is_named(string body, string field)
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync(s_scopes);
        var problem = await (await client.PostAsync(Path, Json.Text(body))).ProblemAsync(422, "invalid_fields");
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([field]);
        (await (await client.GetAsync(Path)).JsonAsync(200)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_company_has_a_limit_and_sees_only_its_own()
    {
        await using var server = await TestServer.StartAsync(settings: ("Webhooks:PerCompany", "2"));
        var acme = await server.CompanyAsync("Acme");
        var client = await acme.ClientAsync(s_scopes);
        var stranger = await (await server.CompanyAsync("Other")).ClientAsync(s_scopes);
        var hook = await (await client.PostAsync(Path, Json.Content(new { kind = "poll" }))).JsonAsync(201);
        hook.TryGetProperty("secret", out _).ShouldBeFalse();
        await (await client.PostAsync(Path, Json.Content(new { kind = "poll" }))).JsonAsync(201);
        await (await client.PostAsync(Path, Json.Content(new { kind = "poll" }))).ProblemAsync(409, "too_many_webhooks");
        var path = $"{Path}/{hook.Text("webhook_id")}";
        await (await stranger.GetAsync(path)).ProblemAsync(404, "not_found");
        await (await stranger.GetAsync($"{path}/poll")).ProblemAsync(404, "not_found");
        await (await stranger.PatchAsync(path, Json.Content(new { enabled = false }))).ProblemAsync(404, "not_found");
        await (await stranger.DeleteAsync(path)).ProblemAsync(404, "not_found");
        foreach (var one in (string[])["/test", "/rotate", "/deliveries/none/replay"]) await (await stranger.PostAsync(path + one, null)).ProblemAsync(404, "not_found");
        await (await stranger.PostAsync($"{path}/replay", Json.Content(new { since = "2026-01-01T00:00:00Z" }))).ProblemAsync(404, "not_found");
        await (await stranger.GetAsync($"{path}/deliveries")).ProblemAsync(404, "not_found");
        await (await stranger.GetAsync($"{path}/deliveries/none")).ProblemAsync(404, "not_found");

        await (await (await acme.ClientAsync("scores:read", "scores:write")).GetAsync(Path)).ProblemAsync(403);
        var limited = server.WithKey((await acme.NewKeyAsync(s_scopes, [acme.DefaultCustomerId])).Text("api_key"));
        await (await limited.GetAsync(Path)).ProblemAsync(403, "beyond_own_customers");
        await (await limited.PostAsync(Path, Json.Content(new { kind = "poll" }))).ProblemAsync(403, "beyond_own_customers");
        await (await limited.GetAsync($"{path}/poll")).ProblemAsync(403, "beyond_own_customers");
    }

    [Fact]
    public async Task Events_are_polled_in_order_and_the_same_iterator_gives_the_same_events()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var client = await company.ClientAsync(s_scopes);
        var hook = await (await client.PostAsync(Path, Json.Content(new { kind = "poll", types = new[] { "score.created" } }))).JsonAsync(201);
        var path = $"{Path}/{hook.Text("webhook_id")}/poll";
        var reader = await company.ClientAsync("scores:read");
        var none = await (await reader.GetAsync(path)).JsonAsync(200);
        (none.GetProperty("data").GetArrayLength(), none.GetProperty("done").GetBoolean()).ShouldBe((0, true));
        for (var i = 1; i <= 3; i++) await (await client.PostAsync("/v1/score", Json.Ticket($"Show the fare {i}", $"T-{i}"))).JsonAsync(200);

        var first = await (await reader.GetAsync($"{path}?iterator={none.Text("iterator")}&limit=2")).JsonAsync(200);
        Keys(first).ShouldBe(["T-1", "T-2"]);
        first.GetProperty("done").GetBoolean().ShouldBeFalse();
        (await (await reader.GetAsync($"{path}?limit=2")).JsonAsync(200)).GetRawText().ShouldBe(first.GetRawText());
        var rest = await (await reader.GetAsync($"{path}?iterator={first.Text("iterator")}")).JsonAsync(200);
        Keys(rest).ShouldBe(["T-3"]);
        rest.GetProperty("done").GetBoolean().ShouldBeTrue();
        var end = await (await reader.GetAsync($"{path}?iterator={rest.Text("iterator")}")).JsonAsync(200);
        (end.GetProperty("data").GetArrayLength(), end.Text("iterator")).ShouldBe((0, rest.Text("iterator")));
        rest.GetProperty("data")[0].EnumerateObject().Select(member => member.Name).ShouldBe(["id", "type", "timestamp", "data"]);

        foreach (var query in (string[])["iterator=abc", "limit=0", "limit=251", "limit=x"]) await (await reader.GetAsync($"{path}?{query}")).ProblemAsync(422);
        var another = await (await client.PostAsync(Path, Json.Content(new { kind = "poll" }))).JsonAsync(201);
        var other = $"{Path}/{another.Text("webhook_id")}/poll";
        await (await client.GetAsync($"{other}?iterator={rest.Text("iterator")}")).ProblemAsync(422);
        await (await reader.GetAsync(other)).ProblemAsync(403, "scope_missing");
        foreach (var one in (string[])["test", "rotate"])
            await (await client.PostAsync($"{Path}/{another.Text("webhook_id")}/{one}", null)).ProblemAsync(409, "polled");
    }

    private static string[] Keys(JsonElement polled) =>
        [.. polled.GetProperty("data").EnumerateArray().Select(one => one.GetProperty("data").GetProperty("ticket").Text("key"))];
}

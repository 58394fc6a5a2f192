using System.Net.Http.Headers;
using System.Text;
using Shouldly;
using Vindex.Server.Caching;
using Vindex.Server.Configuration;
using Vindex.Server.Security;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class CredentialTests
{
    [Fact]
    public async Task Without_a_credential_a_route_answers_401_with_a_challenge()
    {
        await using var server = await TestServer.StartAsync();

        foreach (var path in new[] { "/portal/scores", "/portal/scores/summary", "/admin/companies", "/portal/customers" })
        {
            var response = await server.Anonymous.GetAsync(path);
            await response.ProblemAsync(401, "credential_missing");
            response.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("vx_000000000000_0000000000000000000000000000000000000000000")]
    [InlineData("vx_short_0000000000000000000000000000000000000000000")]
    [InlineData("test-admin-key-0123456789-012345678X")]
    public async Task A_bad_credential_answers_401(string key)
    {
        await using var server = await TestServer.StartAsync();

        await (await server.WithKey(key).GetAsync("/portal/scores")).ProblemAsync(401, "credential_invalid");
        await (await server.WithKey(key).GetAsync("/admin/companies")).ProblemAsync(401, "credential_invalid");
    }

    [Fact]
    public async Task A_key_with_another_keys_secret_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var one = (await company.NewKeyAsync(["scores:read"])).Text("api_key");
        var two = (await company.NewKeyAsync(["scores:read"])).Text("api_key");

        await (await server.WithKey(one[..16] + two[16..]).GetAsync("/portal/scores")).ProblemAsync(401);
    }

    [Fact]
    public async Task Basic_with_the_user_name_api_is_as_good_as_bearer()
    {
        await using var server = await TestServer.StartAsync();
        var key = (await (await server.CompanyAsync("Acme")).NewKeyAsync(["scores:read"])).Text("api_key");

        await (await Basic(server, $"api:{key}")).JsonAsync(200);
        await (await Basic(server, $"someone:{key}")).ProblemAsync(401);
        await (await Basic(server, "api:")).ProblemAsync(401);
    }

    [Fact]
    public async Task A_key_looks_as_documented_and_is_shown_once()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");

        var made = await company.NewKeyAsync(["scores:read"]);
        var listed = await (await server.Admin.GetAsync($"/admin/companies/{company.Id}/keys")).JsonAsync(200);

        made.Text("api_key").ShouldMatch("^vx_[0-9A-Za-z]{12}_[0-9A-Za-z_-]{43}$");
        made.Text("api_key").ShouldStartWith($"vx_{made.Text("key_id")}_");
        listed.GetProperty("items")[0].Text("key_id").ShouldBe(made.Text("key_id"));
        listed.GetRawText().ShouldNotContain(made.Text("api_key")[16..]);
    }

    [Theory]
    [InlineData("scores:write", "/portal/scores")]
    [InlineData("scores:read", "/portal/customers")]
    [InlineData("feedback:read", "/portal/scores/summary")]
    [InlineData("scores:read", "/admin/companies")]
    [InlineData("admin", "/portal/scores")]
    public async Task A_key_without_the_scope_is_told_so(string scope, string path)
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync(scope);

        await (await client.GetAsync(path)).ProblemAsync(403, "scope_missing");
    }

    [Fact]
    public async Task The_admin_key_opens_admin_routes_only()
    {
        await using var server = await TestServer.StartAsync();

        await (await server.Admin.GetAsync("/admin/scores")).JsonAsync(200);
        await (await server.Admin.GetAsync("/portal/scores")).ProblemAsync(403, "admin_key_elsewhere");
        await (await server.Admin.PostAsync("/v1/score", Json.Ticket("Export"))).ProblemAsync(403, "admin_key_elsewhere");
        await (await server.Admin.PostAsync("/admin/operations/check", null)).ProblemAsync(403, "local_only");
    }

    [Fact]
    public async Task A_short_admin_key_stops_the_server_at_start()
    {
        var refused = await Should.ThrowAsync<BadSettingsException>(() => VindexServer.BuildAsync(
            new VindexServerOptions { DataFolder = Path.Combine(Path.GetTempPath(), "vindex-never"), AdminKey = new string('k', 31) }, [],
            CancellationToken.None));

        refused.Message.ShouldContain("VINDEX_ADMIN_KEY must have 32 characters or more; it has 31");
    }

    [Fact]
    public async Task A_key_is_refused_from_its_expiry_on()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var key = (await (await server.Admin.PostAsync(
            $"/admin/companies/{company.Id}/keys", Json.Content(
                new { name = "short", scopes = new[] { "scores:read" }, expires_at = "2026-04-16T10:12:08Z" }))).JsonAsync(201)).Text("api_key");

        await (await server.WithKey(key).GetAsync("/portal/scores")).JsonAsync(200);
        server.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        await (await server.WithKey(key).GetAsync("/portal/scores")).JsonAsync(200);
        server.Time.Advance(TimeSpan.FromMilliseconds(1));
        await (await server.WithKey(key).GetAsync("/portal/scores")).ProblemAsync(401);
    }

    [Fact]
    public async Task After_a_rotation_the_old_secret_is_accepted_for_the_overlap_and_no_longer()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var made = await company.NewKeyAsync(["scores:read"]);
        var old = server.WithKey(made.Text("api_key"));
        await (await old.GetAsync("/portal/scores")).JsonAsync(200);

        var rotated = await (await server.Admin.PostAsync(
            $"/admin/companies/{company.Id}/keys/{made.Text("key_id")}/rotate", Json.Content(new { overlap_hours = 2 }))).JsonAsync(200);

        rotated.Text("key_id").ShouldBe(made.Text("key_id"));
        rotated.Text("previous_valid_until").ShouldBe("2026-04-16T11:12:08Z");
        var now = server.WithKey(rotated.Text("api_key"));
        await (await now.GetAsync("/portal/scores")).JsonAsync(200);
        await (await old.GetAsync("/portal/scores")).JsonAsync(200);
        server.Time.Advance(TimeSpan.FromHours(2));
        await (await old.GetAsync("/portal/scores")).ProblemAsync(401);
        await (await now.GetAsync("/portal/scores")).JsonAsync(200);
    }

    [Fact]
    public async Task Without_overlap_the_old_secret_is_refused_at_once_and_a_body_is_not_needed_to_rotate()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var made = await company.NewKeyAsync(["scores:read"]);
        var path = $"/admin/companies/{company.Id}/keys/{made.Text("key_id")}/rotate";

        (await (await server.Admin.PostAsync(path, null)).JsonAsync(200)).Text("previous_valid_until").ShouldBe("2026-04-17T09:12:08Z");
        var rotated = await (await server.Admin.PostAsync(path, Json.Content(new { overlap_hours = 0 }))).JsonAsync(200);

        await (await server.WithKey(made.Text("api_key")).GetAsync("/portal/scores")).ProblemAsync(401);
        await (await server.WithKey(rotated.Text("api_key")).GetAsync("/portal/scores")).JsonAsync(200);
        (await (await server.Admin.PostAsync(path, Json.Content(new { overlap_hours = -1 }))).ProblemAsync(422))
            .GetProperty("errors").TryGetProperty("overlap_hours", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task An_expired_key_is_not_rotated_since_its_new_secret_would_not_work_either()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var made = await (await server.Admin.PostAsync(
            $"/admin/companies/{company.Id}/keys", Json.Content(
                new { name = "short", scopes = new[] { "scores:read" }, expires_at = "2026-04-16T10:12:08Z" }))).JsonAsync(201);
        var path = $"/admin/companies/{company.Id}/keys/{made.Text("key_id")}/rotate";
        await (await server.Admin.PostAsync(path, null)).JsonAsync(200);
        server.Time.Advance(TimeSpan.FromHours(1));

        var problem = await (await server.Admin.PostAsync(path, null)).ProblemAsync(409, "key_expired");

        problem.Text("detail").ShouldContain("2026-04-16T10:12:08Z");
        problem.Text("detail").ShouldContain($"POST /admin/companies/{company.Id}/keys");
    }

    [Fact]
    public async Task A_deleted_key_is_refused_at_once_although_it_was_remembered()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        var made = await company.NewKeyAsync(["scores:read"]);
        var client = server.WithKey(made.Text("api_key"));
        await (await client.GetAsync("/portal/scores")).JsonAsync(200);

        (await server.Admin.DeleteAsync($"/admin/companies/{company.Id}/keys/{made.Text("key_id")}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);

        await (await client.GetAsync("/portal/scores")).ProblemAsync(401);
        await (await server.Admin.DeleteAsync($"/admin/companies/{company.Id}/keys/{made.Text("key_id")}")).ProblemAsync(404);
    }

    [Fact]
    public async Task What_another_node_changed_holds_after_the_time_to_live()
    {
        var clock = new FakeTime(DateTimeOffset.UnixEpoch);
        var stored = "before";
        var memory = new StoreCache<string>((_, _) => Task.FromResult<string?>(stored), clock, TimeSpan.FromSeconds(5));

        (await memory.FindAsync("id", CancellationToken.None)).ShouldBe("before");
        stored = "after";
        clock.Advance(TimeSpan.FromSeconds(4.999));
        (await memory.FindAsync("id", CancellationToken.None)).ShouldBe("before");
        clock.Advance(TimeSpan.FromSeconds(0.001));
        (await memory.FindAsync("id", CancellationToken.None)).ShouldBe("after");
    }

    [Fact]
    public async Task What_was_read_before_a_change_does_not_outlive_it()
    {
        var clock = new FakeTime(DateTimeOffset.UnixEpoch);
        var reading = new TaskCompletionSource<string?>();
        var answers = new Queue<Task<string?>>([reading.Task, Task.FromResult<string?>("after")]);
        var memory = new StoreCache<string>((_, _) => answers.Dequeue(), clock, TimeSpan.FromSeconds(5));

        var slow = memory.FindAsync("id", CancellationToken.None).AsTask();
        memory.Forget();
        reading.SetResult("before");

        (await slow).ShouldBe("before");
        (await memory.FindAsync("id", CancellationToken.None)).ShouldBe("after");
    }

    [Fact]
    public void Nobody_gives_a_key_beyond_their_own_scopes_and_customers()
    {
        var owner = new Caller("user:1", null, "co_1", ["scores:read", "scores:write"], null);
        var limited = owner with { CustomerIds = ["a", "b"] };
        var admin = new Caller("admin-key", null, null, ["admin"], null);

        KeyGrant.Refuse(owner, ["scores:read"], null).ShouldBeNull();
        KeyGrant.Refuse(owner, ["feedback:read"], null)!.Code.ShouldBe("beyond_own_scopes");
        KeyGrant.Refuse(owner, ["admin"], null)!.Code.ShouldBe("beyond_own_scopes");
        KeyGrant.Refuse(limited, ["scores:read"], ["a"]).ShouldBeNull();
        KeyGrant.Refuse(limited, ["scores:read"], ["a", "c"])!.Code.ShouldBe("beyond_own_customers");
        KeyGrant.Refuse(limited, ["scores:read"], null)!.Code.ShouldBe("beyond_own_customers");
        KeyGrant.Refuse(admin, ["admin", "feedback:write"], null).ShouldBeNull();
    }

    [Fact]
    public void Every_character_of_a_key_is_equally_likely()
    {
        var bytes = 0;
        var randomness = new Randomness(span =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = (byte)bytes++;
        });

        // 62 characters four times over are the 248 bytes that are used; 248 to 255 are drawn again.
        randomness.Text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 248).GroupBy(c => c).ShouldAllBe(group => group.Count() == 4);
    }

    private static Task<HttpResponseMessage> Basic(TestServer server, string pair)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/portal/scores");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        return server.Anonymous.SendAsync(request);
    }
}

using System.Text.Json;
using Microsoft.Data.Sqlite;
using Shouldly;
using Vindex.Server.Configuration;
using Vindex.Server.Operations.Running;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests;

public sealed class OperationsTests
{
    [Fact]
    public async Task Health_needs_no_credential()
    {
        await using var server = await TestServer.StartAsync();

        (await (await server.Anonymous.GetAsync("/health/live")).JsonAsync(200)).Text("status").ShouldBe("ok");
        (await (await server.Anonymous.GetAsync("/health/ready")).JsonAsync(200)).GetRawText()
            .ShouldBe("""{"status":"ok","version":"0.1.0","store":"ok","storing":0,"queue":{"waiting":0,"age_seconds":0}}""");
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_not_ready_and_its_callers_are_asked_to_come_back()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();
        await (await client.GetAsync("/portal/scores")).JsonAsync(200);

        await using (var damage = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "vindex.db")};Pooling=False"))
        {
            await damage.OpenAsync();
            await using var command = damage.CreateCommand();
            command.CommandText = "PRAGMA foreign_keys = OFF; ALTER TABLE scores RENAME TO lost_scores; ALTER TABLE schema_version RENAME TO lost_version";
            await command.ExecuteNonQueryAsync();
        }

        (await (await server.Anonymous.GetAsync("/health/ready")).JsonAsync(503)).Text("status").ShouldBe("unavailable");
        (await server.Anonymous.GetAsync("/health/live")).EnsureSuccessStatusCode();
        var refused = await client.PostAsync("/v1/score", Json.Ticket("Export"));
        await refused.ProblemAsync(503, "store_unavailable");
        refused.Headers.RetryAfter.ShouldNotBeNull();
        await (await client.GetAsync("/portal/scores")).ProblemAsync(503, "store_unavailable");
    }

    [Fact]
    public async Task Unknown_addresses_and_methods_get_problem_details_too()
    {
        await using var server = await TestServer.StartAsync();

        await (await server.Anonymous.GetAsync("/nowhere")).ProblemAsync(404, "not_found");
        var response = await server.Anonymous.GetAsync("/v1/score");
        await response.ProblemAsync(405, "method_not_allowed");
        response.Content.Headers.Allow.ShouldBe(["POST", "OPTIONS"], ignoreOrder: true);
    }

    [Fact]
    public async Task Every_answer_has_its_security_headers()
    {
        await using var server = await TestServer.StartAsync();
        var client = await (await server.CompanyAsync("Acme")).ClientAsync();

        foreach (var response in new[]
        {
            await client.GetAsync("/portal/scores"), await client.GetAsync("/nowhere"), await server.Anonymous.GetAsync("/admin/companies"),
            await client.PostAsync("/v1/score", Json.Ticket("Export")), await client.PostAsync("/v1/score", Json.Text("oops")),
            await client.GetAsync("/openapi/v1.json"),
        })
        {
            Header(response, "X-Content-Type-Options").ShouldBe("nosniff");
            Header(response, "X-Frame-Options").ShouldBe("DENY");
            Header(response, "Referrer-Policy").ShouldBe("no-referrer");
            Header(response, "Content-Security-Policy").ShouldBe("default-src 'none'; frame-ancestors 'none'");
            Header(response, "Cache-Control").ShouldBe(response.Headers.ETag is null ? "no-store" : "no-cache, private");
            response.Headers.Contains("Server").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task The_data_folder_names_the_running_server_to_its_owner_only_and_not_after_it_stopped()
    {
        var folder = Path.Combine(Path.GetTempPath(), "vindex-server-tests", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N"));
        await using (var server = await TestServer.StartAsync(folder))
        {
            var running = RunningServer.Find(folder)!;
            running.Url.Port.ShouldBe(server.Address.Port);
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(Path.Combine(folder, RunningServer.FileName)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

            await (await server.WithKey(running.Token).GetAsync("/admin/companies")).ProblemAsync(401);
            await (await server.WithKey(running.Token).GetAsync("/portal/scores")).ProblemAsync(401);
            (await (await server.WithKey(running.Token).PostAsync("/admin/operations/check", null)).JsonAsync(200)).GetRawText()
                .ShouldBe("""{"clean":true,"damage":[]}""");
        }

        RunningServer.Find(folder).ShouldBeNull();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_backup_of_a_running_server_is_a_whole_store()
    {
        await using var server = await TestServer.StartAsync();
        var company = await server.CompanyAsync("Acme");
        await company.SeedAsync(server.Time.GetUtcNow(), [5, 5, 5, 5, 5, 5]);
        var local = server.WithKey(RunningServer.Find(server.Folder)!.Token);
        var file = Path.Combine(server.Folder, "backup.db");

        var backup = await (await local.PostAsync("/admin/operations/backup", Json.Content(new { file }))).JsonAsync(200);

        backup.GetProperty("bytes").GetInt64().ShouldBe(new FileInfo(file).Length);
        await (await local.PostAsync("/admin/operations/backup", Json.Content(new { file }))).ProblemAsync(422);
        await (await local.PostAsync("/admin/operations/backup", Json.Content(new { file = "relative.db" }))).ProblemAsync(422);
        await (await local.PostAsync("/admin/operations/backup", Json.Content(new { file = "/no/such/folder/backup.db" }))).ProblemAsync(422);
        await (await server.Admin.PostAsync("/admin/operations/backup", Json.Content(new { file }))).ProblemAsync(403, "local_only");

        var restored = Path.Combine(server.Folder, "restored");
        Directory.CreateDirectory(restored);
        File.Copy(file, Path.Combine(restored, "vindex.db"));
        await using var second = await TestServer.StartAsync(restored);
        (await (await second.Admin.GetAsync($"/admin/companies/{company.Id}/score")).JsonAsync(200)).GetProperty("total_scored").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("Limits:Score:Requests", "many", "Limits:Score:Requests must be a whole number from 0 to 1000000; it is \"many\"")]
    [InlineData("Limits:Score:WindowSeconds", "0", "from 1 to 86400")]
    [InlineData("Stats:TimeZone", "Vienna", "Stats:TimeZone must be an IANA time zone such as UTC or Europe/Vienna; it is \"Vienna\"")]
    [InlineData("Logging:Format", "xml", "Logging:Format must be one of json, plain; it is \"xml\"")]
    [InlineData("Logging:Level", "loud", "must be one of trace, debug, information, warning, error")]
    [InlineData("Retention:Enabled", "perhaps", "must be true or false")]
    [InlineData("Server:Urls", "ftp://here", "must contain addresses such as http://127.0.0.1:8080")]
    [InlineData("Server:TrustedProxies", "10.0.0.0/8, proxy", "'proxy' is not a network; expected CIDR notation")]
    [InlineData("Telemetry:OtlpEndpoint", "collector", "must be an address such as http://localhost:4317")]
    [InlineData("Limits:Scores:Requests", "60", "Limits:Scores:Requests is not a setting; known settings: Alerts:Channels")]
    public async Task A_setting_that_does_not_fit_stops_the_server_and_says_what_would(string key, string value, string expected)
    {
        var refused = await Should.ThrowAsync<BadSettingsException>(
            () =>
                VindexServer.BuildAsync(
                    new VindexServerOptions { DataFolder = Path.Combine(Path.GetTempPath(), "vindex-never") }, [$"--{key}={value}"], CancellationToken.None));

        refused.Message.ShouldContain(expected);
    }

    [Fact]
    public async Task All_complaints_come_at_once()
    {
        var refused = await Should.ThrowAsync<BadSettingsException>(() => VindexServer.BuildAsync(
            new VindexServerOptions { DataFolder = Path.Combine(Path.GetTempPath(), "vindex-never"), AdminKey = "short" },
            ["--Logging:Format=xml", "--Retention:Enabled=2"],
            CancellationToken.None));

        refused.Complaints.Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_settings_file_of_the_data_folder_may_hold_comments_and_loses_to_the_command_line()
    {
        var folder = Directory.CreateTempSubdirectory("vindex-server-tests-").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "vindex.json"), "{ // ours\n \"Limits\": { \"Score\": { \"Requests\": 1, \"WindowSeconds\": 10 } } }");
        await using (var server = await TestServer.StartAsync(folder, settings: ("Limits:Score:WindowSeconds", "20")))
        {
            var client = await (await server.CompanyAsync("Acme")).ClientAsync();
            await client.PostAsync("/v1/score", Json.Ticket("Export"));
            (await client.PostAsync("/v1/score", Json.Ticket("Export"))).Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(20));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_default_settings_are_a_commented_file_that_parses()
    {
        VindexServer.DefaultSettings.ShouldStartWith("// ");
        using var settings = JsonDocument.Parse(VindexServer.DefaultSettings, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        settings.RootElement.GetProperty("Limits").GetProperty("Score").GetProperty("Requests").GetInt32().ShouldBe(60);
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://[::]:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://*:8080", "http://localhost:8080/")]
    [InlineData("http://+:8080", "http://localhost:8080/")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://vindex.local:80", "http://vindex.local/")]
    public void An_address_for_everybody_is_told_as_one_that_can_be_reached(
        string address, string reachable) => ListeningAddress.Reachable(address).ShouldBe(reachable);

    [Fact]
    public async Task Forwarding_headers_are_believed_of_trusted_proxies_only()
    {
        await using var believing = await TestServer.StartAsync(settings: ("Server:TrustedProxies", "127.0.0.0/8"));
        await using var doubting = await TestServer.StartAsync();

        (await Send(believing)).Headers.Contains("Strict-Transport-Security").ShouldBeTrue();
        (await Send(doubting)).Headers.Contains("Strict-Transport-Security").ShouldBeFalse();

        static Task<HttpResponseMessage> Send(TestServer server)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
            request.Headers.Add("X-Forwarded-Proto", "https");
            request.Headers.Add("X-Forwarded-For", "192.0.2.1");
            return server.Anonymous.SendAsync(request);
        }
    }

    private static string Header(HttpResponseMessage response, string name) =>
        (response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? values : []).Single();
}

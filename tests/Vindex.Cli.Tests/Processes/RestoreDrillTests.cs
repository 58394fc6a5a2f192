using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Vindex.Storage.Tests.PostgreSql;
using Xunit;

namespace Vindex.Cli.Tests.Processes;

/// <summary>The restore drill of <c>docs/operating.md</c>, run as it stands there.</summary>
public sealed class RestoreDrillTests : IAsyncLifetime
{
    private const string AdminKey = "an-admin-key-of-more-than-32-characters";
    private readonly Workspace _work = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly string _url = $"http://127.0.0.1:{ReservedPorts.Next()}";

    public ValueTask InitializeAsync()
    {
        foreach (var folder in (string[])["bin", "backups", "safe"]) Directory.CreateDirectory(_work[folder]);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(_work["safe/vindex.pid"])) await BashAsync("kill \"$(cat \"$SAFE/vindex.pid\")\"; while kill -0 \"$(cat \"$SAFE/vindex.pid\")\"; do sleep 0.1; done");
        _http.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task The_drill_brings_back_scores_keys_secrets_and_feedback()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The drill is a shell script.");
            return;
        }

        _work.Write("bin/vindex", $"#!/bin/sh\nexec dotnet '{VindexProcess.Program}' \"$@\"\n");
        File.SetUnixFileMode(_work["bin/vindex"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        (await BashAsync("vindex serve --urls \"$VINDEX_URL\" & echo $! >\"$SAFE/vindex.pid\"; until vindex health --url \"$VINDEX_URL\"; do sleep 0.2; done")).ShouldBe(0, Output);
        var (key, secret) = await FillAsync();

        (await BashAsync(await DrillAsync(), ("VINDEX_API_KEY", key))).ShouldBe(0, Output);

        Output.ShouldContain("The backup has secrets, and their master key is missing.");
        Output.ShouldContain("refused, as it should be");
        Output.ShouldContain($"{_work["data"]}: clean");
        (await SendAsync(HttpMethod.Get, "/portal/scores/summary", key)).GetProperty("total_scored").GetInt32().ShouldBe(1);
        (await File.ReadAllLinesAsync(_work["safe/feedback.before"])).Length.ShouldBe(1);
        (await EventAsync(secret)).ShouldBe(HttpStatusCode.Accepted);
        (await EventAsync("not-the-secret-not-the-secret")).ShouldBe(HttpStatusCode.Forbidden);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(_work["data/secrets/master.key"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string Output => File.Exists(_work["output"]) ? File.ReadAllText(_work["output"]) : "";

    private async Task<(string Key, string Secret)> FillAsync()
    {
        var company = (await SendAsync(HttpMethod.Post, "/admin/companies", AdminKey, new { name = "Kolibri", slug = "kolibri" })).GetProperty("company_id").GetString();
        string[] scopes = ["scores:write", "scores:read", "feedback:read", "installations:write"];
        var made = await SendAsync(HttpMethod.Post, $"/admin/companies/{company}/keys", AdminKey, new { name = "drill", scopes });
        var key = made.GetProperty("api_key").GetString()!;
        await SendAsync(HttpMethod.Post, "/v1/score", key, new { ticket_data = new { summary = "As a rider I can lock my bike from the app" } });
        var registered = await SendAsync(HttpMethod.Post, "/api/v1/register/generic", key, new { external_id = "drill" });
        return (key, registered.GetProperty("shared_secret").GetString()!);
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string key, object? body = null)
    {
        using var request = new HttpRequestMessage(method, _url + path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await _http.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {(int)response.StatusCode} {answer}");
        return JsonDocument.Parse(answer).RootElement;
    }

    private async Task<HttpStatusCode> EventAsync(string secret)
    {
        var body = new { external_id = "drill", ticket_data = new { key = "D-1", summary = "As a rider I can unlock my bike from the app" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, _url + "/api/v1/evaluate/generic") { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Vindex-Secret", secret);
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<int> BashAsync(string script, params (string Name, string Value)[] environment)
    {
        // Into a file: the server that the script starts outlives it, and would keep a pipe open.
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", $"exec >>'{_work["output"]}' 2>&1\n{script}"]);
        foreach (var name in (string[])["VINDEX_ROOT", "VINDEX_MASTER_KEY"]) start.Environment.Remove(name);
        start.Environment["PATH"] = $"{_work["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
        (string, string)[] variables =
        [
            ("VINDEX_DATA", _work["data"]), ("BACKUPS", _work["backups"]), ("SAFE", _work["safe"]), ("VINDEX_URL", _url), ("PROJECT", "kolibri/scores"),
            ("VINDEX_ADMIN_KEY", AdminKey), ("no_proxy", "127.0.0.1"),
        ];
        foreach (var (name, value) in variables.Concat(environment)) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    private static async Task<string> DrillAsync()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Vindex.slnx"))) folder = folder.Parent!;
        var page = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "docs", "operating.md"));
        var block = page.Split("<!-- drill: begin")[1].Split("<!-- drill: end -->")[0];
        return block.Split("```")[1];
    }
}

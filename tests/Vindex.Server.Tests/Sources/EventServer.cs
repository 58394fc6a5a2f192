using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Server.Tests.Evaluations;
using Vindex.Server.Tests.Hosting;

namespace Vindex.Server.Tests.Sources;

/// <summary>Registering and sending, as an installation's owner and its product do.</summary>
internal static class EventServer
{
    /// <summary>A server on whose clock callbacks to loopback are allowed.</summary>
    public static Task<TestServer> StartAsync(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["Callbacks:AllowHttp"] = "true", ["Callbacks:AllowedNetworks"] = "127.0.0.0/8" };
        foreach (var (key, value) in settings) all[key] = value;
        return TestServer.StartAsync(settings: [.. all.Select(pair => (pair.Key, pair.Value))]);
    }

    /// <summary>Registers an installation, which must be new.</summary>
    public static async Task<TestInstallation> RegisterAsync(
        this TestCompany company, string source, string externalId, string? secret = null, string? callbackUrl = null)
    {
        var owner = await company.ClientAsync("installations:write", "scores:read");
        var body = new { external_id = externalId, shared_secret = secret, callback_url = callbackUrl };
        var answer = await (await owner.PostAsync($"/api/v1/register/{source}", Json.Content(body))).JsonAsync(201);
        return new TestInstallation(company, owner, source, answer.Text("customer_id"), secret ?? answer.Text("shared_secret"));
    }

    public static string Hmac(
        string secret, string body) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    public static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    /// <summary>Sends an event with these headers.</summary>
    public static async Task<HttpResponseMessage> SendAsync(this TestServer server, string source, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"/api/v1/evaluate/{source}")
        { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        return await server.Anonymous.SendAsync(request);
    }
}

/// <summary>An installation that a test registered.</summary>
internal sealed record TestInstallation(TestCompany Company, HttpClient Owner, string Source, string CustomerId, string Secret)
{
    public string Path => "/portal/installations/" + CustomerId;

    /// <summary>Sends an event with the shared secret.</summary>
    public Task<HttpResponseMessage> SendAsync(string body, params (string Name, string Value)[] headers) =>
        Company.Server.SendAsync(Source, body, [("X-Vindex-Secret", Secret), .. headers]);

    public async Task SetAsync(object settings) => await (await Owner.PatchAsync(Path, Json.Content(new { settings }))).JsonAsync(200);

    /// <summary>Sends an event that must be queued; the score that it got.</summary>
    public async Task<JsonElement> ScoreAsync(string body, params (string Name, string Value)[] headers) => await ScoreOfAsync(await SendAsync(body, headers));

    /// <summary>Sends an event that must be ignored; the reason.</summary>
    public async Task<string> IgnoredAsync(string body, params (string Name, string Value)[] headers)
    {
        var answer = await (await SendAsync(body, headers)).JsonAsync(202);
        answer.Text("status").ShouldBe("ignored");
        answer.TryGetProperty("requestId", out _).ShouldBeFalse();
        return answer.Text("reason");
    }

    /// <summary>The score of an event that must have been queued.</summary>
    public async Task<JsonElement> ScoreOfAsync(HttpResponseMessage response)
    {
        var answer = await response.JsonAsync(202);
        answer.Text("status").ShouldBe("queued");
        answer.TryGetProperty("reason", out _).ShouldBeFalse();
        answer.Text("requestId").ShouldMatch("^req_[0-9a-f]{32}$");
        var job = await Eventually.Async(
            async () => await (await Owner.GetAsync($"/portal/jobs/{answer.Text("requestId")}")).JsonAsync(200),
            job => job.Text("status") is not ("queued" or "running"));
        job.Text("status").ShouldBe("done", job.GetRawText());
        job.Text("customer_id").ShouldBe(CustomerId);
        return await (await Owner.GetAsync($"/portal/scores/{job.Text("score_id")}")).JsonAsync(200);
    }
}

using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Operating;

/// <summary>Each request is one line: who, from where, what, with which result.</summary>
public sealed class AccessLogTests
{
    private const string Secret = "test-admin-key-0123456789-0123456789";

    [Fact]
    public async Task A_request_is_logged_with_its_sender_and_nothing_of_what_it_sent()
    {
        var log = new CapturedLog();
        await using var running = await RunAsync(log);
        var (client, key, company) = await running.KeyAsync();
        await (await client.PostAsync("/v1/score?details=true", Json.Ticket("A confidential summary"))).JsonAsync(200);
        await client.GetAsync("/portal/scores?q=confidential");
        await client.GetAsync("/portal/scores/some-id");
        await running.Anonymous.GetAsync("/portal/scores");
        await running.Anonymous.GetAsync("/nothing/confidential");
        await running.StopAsync();

        var lines = log.Lines.Where(line => line.Contains(" ms by ", StringComparison.Ordinal)).Select(WithoutTime).ToList();
        lines.ShouldContain($"POST /v1/score 200 by key:{key} of {company} from 127.0.0.1");
        lines.ShouldContain($"GET /portal/scores 200 by key:{key} of {company} from 127.0.0.1");
        lines.ShouldContain($"GET /portal/scores/{{id}} 404 by key:{key} of {company} from 127.0.0.1");
        lines.ShouldContain("GET /portal/scores 401 by - of - from 127.0.0.1");
        lines.ShouldContain("GET (no route) 404 by - of - from 127.0.0.1");
        lines.ShouldContain("POST /admin/companies 201 by admin-key of - from 127.0.0.1");
        string.Join('\n', log.Lines).ShouldNotContain("confidential");
        string.Join('\n', log.Lines).ShouldNotContain(client.DefaultRequestHeaders.Authorization!.Parameter!);
        string.Join('\n', log.Lines).ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_the_address_is_the_caller_s()
    {
        var log = new CapturedLog();
        await using var running = await RunAsync(log, ("Server:TrustedProxies", "127.0.0.1/32"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { { "X-Forwarded-For", "2001:db8::7" } } };
        await running.Anonymous.SendAsync(request);
        await running.StopAsync();
        log.Lines.Select(WithoutTime).ShouldContain("GET /health/live 200 by - of - from 2001:db8::7");
    }

    [Fact]
    public async Task A_setting_turns_it_off()
    {
        var log = new CapturedLog();
        await using var running = await RunAsync(log, ("Logging:Requests", "false"));
        await running.Anonymous.GetAsync("/health/live");
        await running.Anonymous.GetAsync("/portal/scores");
        await running.StopAsync();
        log.Lines.ShouldNotContain(line => line.Contains(" ms by ", StringComparison.Ordinal));
    }

    private static string WithoutTime(string line)
    {
        var from = line.IndexOf(" in ", StringComparison.Ordinal);
        return from < 0 ? line : line[..from] + line[line.IndexOf(" by ", StringComparison.Ordinal)..];
    }

    private static async Task<Running> RunAsync(CapturedLog log, params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("vindex-access-log-").FullName;
        var server = await VindexServer.BuildAsync(
            new VindexServerOptions
            {
                DataFolder = folder,
                Urls = "http://127.0.0.1:0",
                AdminKey = Secret,
                Settings = settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value),
                ConfigureServices = services => services.AddSingleton<ILoggerProvider>(log),
            },
            [],
            CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
        return new Running(server, folder);
    }

    private sealed class Running(VindexServer server, string folder) : IAsyncDisposable
    {
        private readonly SocketsHttpHandler _handler = new();

        public HttpClient Anonymous => Client(null);

        public async Task<(HttpClient Client, string KeyId, string CompanyId)> KeyAsync()
        {
            var admin = Client(Secret);
            var company = (await (await admin.PostAsync("/admin/companies", Json.Content(new { name = "Acme" }))).JsonAsync(201)).Text("company_id");
            var scopes = new[] { "scores:read", "scores:write" };
            var key = await (await admin.PostAsync($"/admin/companies/{company}/keys", Json.Content(new { name = "k", scopes }))).JsonAsync(201);
            return (Client(key.Text("api_key")), key.Text("key_id"), company);
        }

        // A line is written after its response: stopping waits for the requests.
        public Task StopAsync() => server.StopAsync(CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            _handler.Dispose();
            Directory.Delete(folder, recursive: true);
        }

        private HttpClient Client(string? key)
        {
            var client = new HttpClient(_handler, disposeHandler: false) { BaseAddress = server.Addresses[0] };
            if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            return client;
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Tests.Evaluations;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage;
using Xunit;

namespace Vindex.Server.Tests.Hardening;

/// <summary>The machine's clock is set an hour forward and back while the server runs.</summary>
public sealed class ClockStepTests : IAsyncLifetime
{
    private const string AdminKey = "clock-step-admin-key-0123456789-01234567";
    private readonly SteppedTime _time = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("vindex-clock-").FullName;
    private readonly SocketsHttpHandler _handler = new() { UseCookies = false };
    private readonly List<HttpClient> _clients = [];
    private VindexServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new VindexServerOptions
        {
            DataFolder = _folder,
            Urls = "http://127.0.0.1:0",
            AdminKey = AdminKey,
            Time = _time,
            Settings = new Dictionary<string, string?> { ["Logging:Level"] = "error" },
        };
        _server = await VindexServer.BuildAsync(options, [], CancellationToken.None);
        await _server.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        _handler.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Scores_events_and_statistics_go_on_when_the_clock_jumps_an_hour(int hours)
    {
        var admin = Client(AdminKey);
        var company = (await (await admin.PostAsync("/admin/companies", Json.Content(new { name = "Clock" }))).JsonAsync(201)).Text("company_id");
        string[] scopes = ["scores:write", "scores:read", "feedback:read", "installations:write"];
        var made = await (await admin.PostAsync($"/admin/companies/{company}/keys", Json.Content(new { name = "clock", scopes }))).JsonAsync(201);
        var client = Client(made.Text("api_key"));
        var registered = await (await client.PostAsync("/api/v1/register/generic", Json.Content(new { external_id = "clock" }))).JsonAsync(201);
        var tracker = Client(null);
        tracker.DefaultRequestHeaders.Add("X-Vindex-Secret", registered.Text("shared_secret"));
        var sent = 0;

        await SendAsync();
        _time.Step(TimeSpan.FromHours(hours));
        await SendAsync();
        _time.Step(TimeSpan.FromHours(-hours));
        await SendAsync();

        await Eventually.Async(async () => await TotalAsync(client), total => total == sent);
        (await client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CountAsync(client)).ShouldBe(sent);
        var page = await (await client.GetAsync("/portal/scores?limit=200")).JsonAsync(200);
        var times = page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("created_at").GetDateTimeOffset()).ToList();
        times.ShouldBe([.. times.OrderDescending()]);
        (await _server.Services.GetRequiredService<IStore>().CheckAsync(CancellationToken.None)).ShouldBeEmpty();

        async Task SendAsync()
        {
            for (var i = 0; i < 5; i++)
            {
                sent += 2;
                await (await client.PostAsync("/v1/score", Json.Ticket($"As a rider I can lock bike {sent}"))).JsonAsync(200);
                var body = new { external_id = "clock", ticket_data = new { key = $"C-{sent}", summary = $"As a rider I can unlock bike {sent}" } };
                (await tracker.PostAsync("/api/v1/evaluate/generic", Json.Content(body))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
            }
        }
    }

    private static async Task<int> TotalAsync(HttpClient client) =>
        (await (await client.GetAsync("/portal/scores/summary")).JsonAsync(200)).GetProperty("total_scored").GetInt32();

    /// <summary>How many rows the statistics count.</summary>
    private async Task<int> CountAsync(HttpClient client)
    {
        var body = new
        {
            project_id = "clock/scores",
            start = _time.GetUtcNow().AddDays(-1),
            end = _time.GetUtcNow().AddDays(1),
            metrics = new[] { new { json_path = "overall", aggregations = new[] { "count" } } },
        };
        var stats = await (await client.PostAsync("/feedback/stats", Json.Content(body))).JsonAsync(200);
        return stats.GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt32());
    }

    private HttpClient Client(string? key)
    {
        var client = new HttpClient(_handler, disposeHandler: false) { BaseAddress = _server.Addresses[0] };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _clients.Add(client);
        return client;
    }
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Storage;
using Vindex.Storage.Scores;

namespace Vindex.Server.Tests.Hosting;

/// <summary>A server of its own for a test: real Kestrel on a free port, real SQLite in a folder that goes away with it, a clock that the test moves.</summary>
public sealed class TestServer : IAsyncDisposable
{
    public const string AdminKey = "test-admin-key-0123456789-0123456789";
    private readonly VindexServer _server;
    private readonly SocketsHttpHandler _handler = new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
    };
    private readonly bool _ownsFolder;
    private bool _disposed;

    private TestServer(VindexServer server, string folder, bool ownsFolder, FakeTime time)
    {
        _server = server;
        Folder = folder;
        _ownsFolder = ownsFolder;
        Time = time;
        Address = server.Addresses[0];
        Anonymous = new HttpClient(_handler, disposeHandler: false) { BaseAddress = Address };
        Admin = WithKey(AdminKey);
    }

    public string Folder { get; }

    public FakeTime Time { get; }

    public Uri Address { get; }

    /// <summary>The store behind the server, to put scores there that no ticket would get.</summary>
    internal IStore Store => Services.GetRequiredService<IStore>();

    /// <summary>The server's parts.</summary>
    internal IServiceProvider Services => _server.Services;

    /// <summary>Without a credential.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>With the environment's admin key.</summary>
    public HttpClient Admin { get; }

    public static async Task<TestServer> StartAsync(string? folder = null, DateTimeOffset? now = null, params (string Key, string Value)[] settings)
    {
        var time = new FakeTime(now ?? new DateTimeOffset(2026, 4, 16, 9, 12, 8, TimeSpan.Zero));
        var path = folder ?? Path.Combine(Path.GetTempPath(), "vindex-server-tests", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N"));
        var server = await VindexServer.BuildAsync(
            new VindexServerOptions
            {
                DataFolder = path,
                Urls = "http://127.0.0.1:0",
                AdminKey = AdminKey,
                Time = time,
                Settings = settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))
                    .Append(new("Logging:Level", "error"))
                    .Concat(await TestStore.SettingsAsync(path))
                    .DistinctBy(pair => pair.Key)
                    .ToDictionary(),
            },
            [],
            CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
        return new TestServer(server, path, folder is null, time);
    }

    public HttpClient WithKey(string key)
    {
        var client = new HttpClient(_handler, disposeHandler: false) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Makes a company through the API.</summary>
    public async Task<TestCompany> CompanyAsync(string name)
    {
        var company = await (await Admin.PostAsync("/admin/companies", Json.Content(new { name }))).JsonAsync(201);
        return new TestCompany(this, company.Text("company_id"), company.Text("default_customer_id"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        _handler.Dispose();
        if (!_ownsFolder) return;
        Directory.Delete(Folder, recursive: true);
        await TestStore.ForgetAsync(Folder);
    }
}

/// <summary>A company on a test server.</summary>
public sealed record TestCompany(TestServer Server, string Id, string DefaultCustomerId)
{
    /// <summary>Makes a key; the answer holds <c>key_id</c> and <c>api_key</c>.</summary>
    public async Task<JsonElement> NewKeyAsync(string[] scopes, string[]? customerIds = null) =>
        await (await Server.Admin.PostAsync($"/admin/companies/{Id}/keys", Json.Content(new { name = "test", scopes, customer_ids = customerIds }))).JsonAsync(
            201);

    /// <summary>A client with a key of these scopes.</summary>
    public async Task<HttpClient> ClientAsync(params string[] scopes) => Server.WithKey((await NewKeyAsync(scopes)).Text("api_key"));

    /// <summary>A client that may write and read scores.</summary>
    public Task<HttpClient> ClientAsync() => ClientAsync("scores:write", "scores:read");

    /// <summary>Puts a score into the store: six dimensions at an instant.</summary>
    public async Task<string> SeedAsync(
        DateTimeOffset at, int[] six, string? customerId = null, string key = "SEED-1", string title = "A seeded ticket", Func<StoredScore, StoredScore>? change = null)
    {
        var id = Guid.CreateVersion7(at).ToString("N");
        var sum = six.Sum();
        var item = new ScoreItem(
            id, Id, customerId ?? DefaultCustomerId, key, key, title, new StoredDimensions(six[0], six[1], six[2], six[3], six[4], six[5]),
            ((20 * sum) + 6) / 12, at);
        var score = new StoredScore(
            item, id, "Story", at, "text", null, "api", "adam", "vindex", "rubric-1", at, at, 1.5,
            "{\"recommendations\":[],\"context_used\":{},\"findings\":[]}"u8.ToArray());
        (await Server.Store.Scores.AddAsync(change is null ? score : change(score), null, CancellationToken.None)).ShouldBeTrue();
        return id;
    }

    public async Task<string> NewCustomerAsync(string name) =>
        (await (await Server.Admin.PostAsync($"/admin/companies/{Id}/customers", Json.Content(new { name }))).JsonAsync(201)).Text("customer_id");
}

/// <summary>JSON in tests.</summary>
public static class Json
{
    public static StringContent Content(object body) => Text(JsonSerializer.Serialize(body));

    public static StringContent Text(string json) => new(json, Encoding.UTF8, "application/json");

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        return JsonElement.Parse(text);
    }

    /// <summary>The problem details of a refusal, which must be exactly that.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, int status, string? code = null)
    {
        var problem = await response.JsonAsync(status);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.Text("title").ShouldNotBeNullOrWhiteSpace();
        problem.Text("detail").ShouldNotBeNullOrWhiteSpace();
        problem.Text("type").ShouldBe("urn:vindex:problem:" + problem.Text("code"));
        if (code is not null) problem.Text("code").ShouldBe(code);
        return problem;
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static decimal Number(this JsonElement element, string name) => element.GetProperty(name).GetDecimal();

    /// <summary>A body for <c>POST /v1/score</c>.</summary>
    public static StringContent Ticket(string summary, string? key = null, string? customerId = null, string? description = null) =>
        Content(new { customer_id = customerId, ticket_data = new { summary, key, description } });
}

using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Scoring.Tickets;
using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Evaluations;
using Vindex.Server.Judging;
using Vindex.Server.Tests.Hosting;
using Vindex.Storage;
using Vindex.Storage.Audit;
using Vindex.Storage.Installations;

namespace Vindex.Server.Tests.Evaluations;

/// <summary>A server on the real clock, whose queue and callbacks are at work, with receivers on loopback allowed.</summary>
internal sealed class QueueServer : IAsyncDisposable
{
    private readonly VindexServer _server;
    private readonly SocketsHttpHandler _handler = new();

    private QueueServer(VindexServer server, string folder)
    {
        _server = server;
        Folder = folder;
        Admin = WithKey(TestServer.AdminKey);
    }

    public string Folder { get; }

    public HttpClient Admin { get; }

    /// <summary>Leaves the folder for another server.</summary>
    public bool KeepFolder { get; set; }

    public SecretSeal Seal => _server.Services.GetRequiredService<SecretSeal>();

    public IServiceProvider Services => _server.Services;

    public IStore Store => _server.Services.GetRequiredService<IStore>();

    public EvaluationIntake Intake => _server.Services.GetRequiredService<EvaluationIntake>();

    public static Task<QueueServer> StartAsync(params (string Key, string Value)[] settings) => StartAsync(null, null, settings);

    public static Task<QueueServer> StartAsync(string? folder, JudgeTicket? judge, params (string Key, string Value)[] settings) =>
        StartAsync(folder, judge, store => store, settings);

    /// <summary>A server that uses a store of the test's making in place of its own.</summary>
    public static async Task<QueueServer> StartAsync(
        string? folder, JudgeTicket? judge, Func<IStore, IStore> around, params (string Key, string Value)[] settings)
    {
        var path = folder ?? Path.Combine(Path.GetTempPath(), "vindex-queue-tests", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N"));
        var all = new Dictionary<string, string?>
        {
            ["Logging:Level"] = "error",
            ["Callbacks:AllowHttp"] = "true",
            ["Callbacks:AllowedNetworks"] = "127.0.0.0/8",
            ["Callbacks:Schedule"] = "20ms 20ms 20ms",
            ["Evaluations:Schedule"] = "10ms 10ms",
        };
        foreach (var (key, value) in settings) all[key] = value;
        foreach (var (key, value) in await TestStore.SettingsAsync(path)) all[key] = value;
        var server = await VindexServer.BuildAsync(
            new VindexServerOptions
            {
                DataFolder = path,
                Urls = "http://127.0.0.1:0",
                AdminKey = TestServer.AdminKey,
                Settings = all,
                ConfigureServices = services =>
                {
                    if (judge is not null) services.AddSingleton(judge);
                    var own = services.Single(service => service.ServiceType == typeof(IStore)).ImplementationFactory!;
                    services.AddSingleton(provider => around((IStore)own(provider)));
                },
            },
            [],
            CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
        return new QueueServer(server, path);
    }

    public HttpClient WithKey(string key)
    {
        var client = new HttpClient(_handler, disposeHandler: false) { BaseAddress = _server.Addresses[0] };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A company with an installation whose callbacks go to this URL, and a key that may do everything there.</summary>
    public async Task<QueueCompany> CompanyAsync(string name, string? callbackUrl)
    {
        var company = await (await Admin.PostAsync("/admin/companies", Json.Content(new { name }))).JsonAsync(201);
        var id = company.Text("company_id");
        var scopes = (string[])["scores:read", "scores:write", "installations:write"];
        var key = await (await Admin.PostAsync($"/admin/companies/{id}/keys", Json.Content(new { name = "test", scopes }))).JsonAsync(201);
        var secret = CallbackSecret.FromKey(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        var sealedSecret = Seal.Seal(secret);
        var now = TimeProvider.System.GetUtcNow();
        var installation = new Installation(
            company.Text("default_customer_id"), id, "generic", name, callbackUrl, null, "{}", new SealedSecrets(sealedSecret, null, null), EndpointState.Clean,
            now);
        var audit = new AuditEntry(Guid.CreateVersion7(now).ToString("N"), now, id, "system", "installation.created", null, null);
        (await Store.Installations.AddAsync(installation, null, audit, CancellationToken.None)).ShouldBe(InstallationAdded.Added);
        return new QueueCompany(this, installation, secret, WithKey(key.Text("api_key")));
    }

    /// <summary>Stops as a server does that is asked to.</summary>
    public Task StopAsync() => _server.StopAsync(CancellationToken.None);

    /// <summary>Lets go of the folder and leaves it there.</summary>
    public ValueTask CloseAsync() => _server.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        _handler.Dispose();
        if (KeepFolder) return;
        Directory.Delete(Folder, recursive: true);
        await TestStore.ForgetAsync(Folder);
    }
}

/// <summary>A company on a server with a queue.</summary>
internal sealed record QueueCompany(QueueServer Server, Installation Installation, CallbackSecret Secret, HttpClient Client)
{
    /// <summary>Hands a ticket in, which must be accepted; returns the request's id.</summary>
    public async Task<string> SendAsync(string key, string? description = null, string? webhookUrl = null) =>
        (await TryAsync(key, description, webhookUrl)).ShouldBeOfType<IntakeResult.Accepted>().RequestId;

    public Task<IntakeResult> TryAsync(string key, string? description = null, string? webhookUrl = null) =>
        Server.Intake.AcceptAsync(
            new EvaluationRequest(
                Installation,
                new TicketInput($"As a reader I want {key} so that I can go on", description, Key: key),
                null,
                "adam",
                webhookUrl,
                TimeProvider.System.GetUtcNow()),
            CancellationToken.None);

    public async Task<JsonElement> GetAsync(string path) => await (await Client.GetAsync(path)).JsonAsync(200);

    /// <summary>The job when it has come to its end.</summary>
    public Task<JsonElement> EndOfAsync(string requestId) =>
        Eventually.Async(() => GetAsync($"/portal/jobs/{requestId}"), job => job.Text("status") is not ("queued" or "running"));

    /// <summary>The delivery of a job when it has come to its end.</summary>
    public async Task<JsonElement> DeliveryOfAsync(string requestId)
    {
        var id = (await EndOfAsync(requestId)).Text("delivery_id");
        return await Eventually.Async(
            () => GetAsync($"/portal/deliveries/{id}"), delivery => delivery.GetProperty("delivery").Text("status") is not ("pending" or "delivering"));
    }
}

/// <summary>Waits for what is bound to come.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static async Task<T> Async<T>(Func<Task<T>> look, Func<T, bool> isThere)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isThere(seen)) return seen;
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(s_patience, $"Still waiting; last seen: {seen}");
            await Task.Delay(10);
        }
    }

    public static Task<bool> Async(Func<bool> isThere) => Async(() => Task.FromResult(isThere()), static there => there);
}

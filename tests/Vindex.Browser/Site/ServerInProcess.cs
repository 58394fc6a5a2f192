using Vindex.EndToEnd;
using Vindex.Server;
using Vindex.Server.Tests.Hosting;

namespace Vindex.Browser.Site;

/// <summary>A server in this process, with a clock that the test moves, and one company.</summary>
internal sealed class ServerInProcess : IAsyncDisposable
{
    public const string OwnerEmail = "owner@example.com";

    private readonly TemporaryFolder _folder;
    private readonly VindexServer _server;
    private readonly HttpClient _admin;

    private ServerInProcess(TemporaryFolder folder, VindexServer server, FakeTime time)
    {
        (_folder, _server, Time) = (folder, server, time);
        _admin = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Addresses[0] };
        _admin.DefaultRequestHeaders.Authorization = new("Bearer", ServerProcess.AdminKey);
    }

    public Uri Url => _server.Addresses[0];

    /// <summary>The clock. It stands still until it is moved.</summary>
    public FakeTime Time { get; }

    public static async Task<ServerInProcess> StartAsync(IEnumerable<(string Name, string Value)> settings)
    {
        var (folder, time) = (new TemporaryFolder(), new FakeTime(new DateTimeOffset(2026, 4, 16, 9, 12, 8, TimeSpan.Zero)));
        var options = new VindexServerOptions
        {
            DataFolder = folder.Path,
            Urls = "http://127.0.0.1:0",
            AdminKey = ServerProcess.AdminKey,
            Time = time,
            Settings = settings.Append(("Logging:Level", "error")).ToDictionary(one => one.Item1, one => (string?)one.Item2),
        };
        var server = await VindexServer.BuildAsync(options, [], CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
        var started = new ServerInProcess(folder, server, time);
        await started.AddCompanyAsync();
        return started;
    }

    /// <summary>Moves the clock, a minute at a time, until something has happened.</summary>
    public async Task AdvanceUntilAsync(Func<bool> hasHappened)
    {
        while (!hasHappened())
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private async Task AddCompanyAsync()
    {
        var made = await CompanyFiller.SendAsync(_admin, HttpMethod.Post, "/admin/companies", new { name = "Kolibri" });
        var people = $"/admin/companies/{made.GetProperty("company_id").GetString()}/users";
        var invited = await CompanyFiller.SendAsync(_admin, HttpMethod.Post, people, new { email = OwnerEmail, role = "owner" });
        var link = new Uri(invited.GetProperty("invitation_link").GetString()!).AbsolutePath;
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("password", CompanyFiller.Password), KeyValuePair.Create("name", "Olga Owner")]);
        using var anybody = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Url };
        using var accepted = await anybody.PostAsync(link, form);
        ((int)accepted.StatusCode).ShouldBe(303, await accepted.Content.ReadAsStringAsync());
    }
}

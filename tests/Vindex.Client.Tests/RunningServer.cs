using System.Reflection;
using Vindex.Client.Models;
using Vindex.Client.Tests;
using Vindex.EndToEnd;
using Xunit;

[assembly: AssemblyFixture(typeof(RunningServer))]
[assembly: CaptureConsole]

namespace Vindex.Client.Tests;

/// <summary>A real server in a process of its own, with two companies.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ServerProcess? _process;

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } =
        typeof(RunningServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "VindexRoot").Value!;

    /// <summary>The server's address.</summary>
    public Uri Url => _process!.Url;

    /// <summary>A client of the server's administrator.</summary>
    public VindexClient Admin { get; private set; } = null!;

    /// <summary>The company.</summary>
    public Company Company { get; private set; } = null!;

    /// <summary>A client of another company.</summary>
    public VindexClient Other { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _process = await ServerProcess.StartAsync(
            _folder.Path,
            ("Vindex__Limits__Score__Requests", "30"),
            ("Vindex__Callbacks__AllowHttp", "true"),
            ("Vindex__Callbacks__AllowedNetworks", "127.0.0.0/8"));
        Admin = new VindexClient(new VindexClientOptions { Url = Url, ApiKey = ServerProcess.AdminKey });
        Company = await Admin.CreateCompanyAsync(new NewCompany { Name = "Acme", Slug = "acme" });
        var other = await Admin.CreateCompanyAsync(new NewCompany { Name = "Other", Slug = "other" });
        Other = new VindexClient(new VindexClientOptions { Url = Url, ApiKey = await NewKeyAsync(other.CompanyId) });
    }

    /// <summary>A key of the company, with a rate limit of its own.</summary>
    public async Task<string> NewKeyAsync(string? companyId = null)
    {
        string[] scopes = ["scores:write", "scores:read", "feedback:write", "feedback:read", "installations:write"];
        var key = await Admin.CreateKeyAsync(companyId ?? Company.CompanyId, new NewKey { Name = "tests", Scopes = scopes });
        return key.ApiKey!;
    }

    /// <summary>A client with a key of its own.</summary>
    public async Task<VindexClient> NewClientAsync(RetryPolicy? retries = null) =>
        new(new VindexClientOptions { Url = Url, ApiKey = await NewKeyAsync(), Retries = retries ?? new RetryPolicy() });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Admin?.Dispose();
        Other?.Dispose();
        if (_process is not null) await _process.DisposeAsync();
        _folder.Dispose();
    }
}

using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Vindex.EndToEnd.Documentation;

/// <summary>A server with a company, and the samples as its page <c>/docs</c> shows them.</summary>
public sealed partial class QuickStart : IAsyncLifetime
{
    private const string AnyCompany = "your-company";
    private const string Slug = "samples";

    // An address must resolve to be registered; nothing is sent to it here.
    private const string AnyReceiver = "https://hooks.example.com/vindex";
    private const string Receiver = "http://127.0.0.1:18080/vindex";

    private readonly TemporaryFolder _folder = new();
    private ServerProcess? _server;
    private string _key = "";

    /// <summary>The samples by the id that they have on the page.</summary>
    public IReadOnlyDictionary<string, string> Samples { get; private set; } = new Dictionary<string, string>();

    /// <summary>The server's address.</summary>
    public Uri Url => _server!.Url;

    /// <summary>The secret of the repository that the samples register.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>Where samples run; it contains backlog.csv.</summary>
    public string Folder => _folder.Path;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(
            Path.Combine(_folder.Path, "data"), ("Vindex__Callbacks__AllowHttp", "true"), ("Vindex__Callbacks__AllowedNetworks", "127.0.0.0/8"));
        using var admin = _server.Client(ServerProcess.AdminKey);
        var company = await SendAsync(admin, "/admin/companies", new { name = "Samples", slug = Slug });
        var scopes = (string[])["scores:write", "scores:read", "feedback:write", "feedback:read", "installations:write"];
        var key = await SendAsync(admin, $"/admin/companies/{company.GetProperty("company_id").GetString()}/keys", new { name = "samples", scopes });
        _key = key.GetProperty("api_key").GetString()!;
        using var own = _server.Client(_key);
        var registered = await SendAsync(own, "/api/v1/register/github", new { external_id = "acme/shop" });
        Secret = registered.GetProperty("shared_secret").GetString()!;

        using var anyone = _server.Client(null);
        var page = await anyone.GetStringAsync("/docs");
        Samples = Sample().Matches(page).ToDictionary(
            match => match.Groups["id"].Value,
            match => WebUtility.HtmlDecode(match.Groups["code"].Value).Replace(AnyCompany, Slug, StringComparison.Ordinal)
                .Replace(AnyReceiver, Receiver, StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(Folder, "backlog.csv"), "Key,Summary\nSHOP-1,Improve the export\nSHOP-2,Make it faster\n");
        await AddProgramAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Runs a program in the folder, with the variables that the page names.</summary>
    /// <returns>Exit code, standard output, standard error.</returns>
    public async Task<(int Code, string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["VINDEX_KEY"] = _key;
        start.Environment["VINDEX_SECRET"] = Secret;
        start.Environment["CURL_HOME"] = Folder;
        start.Environment["PATH"] = Folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        using var process = Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, texts[0], texts[1]);
    }

    /// <summary>A client with the company's key.</summary>
    public HttpClient Client() => _server!.Client(_key);

    /// <summary>Fills in what the settings of agents name in <c>${}</c>.</summary>
    public string WithKey(string text) => text.Replace("${VINDEX_KEY}", _key, StringComparison.Ordinal);

    // vindex as it would be installed; and curl that fails when the server refuses a request.
    private async Task AddProgramAsync()
    {
        var program = Path.Combine(Folder, "vindex");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet '{ServerProcess.ProgramPath()}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Path.Combine(Folder, ".curlrc"), "fail-with-body\nsilent\nshow-error\n");
    }

    private static async Task<JsonElement> SendAsync(HttpClient client, string path, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(path, content);
        response.EnsureSuccessStatusCode();
        return JsonElement.Parse(await response.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("<pre [^>]*id=\"sample-(?<id>[a-z-]+)\"[^>]*>(?<code>[^<]*)</pre>", RegexOptions.None, 1000)]
    private static partial Regex Sample();
}

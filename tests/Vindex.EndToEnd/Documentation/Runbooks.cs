using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Vindex.Storage.Tests.PostgreSql;
using Xunit;

namespace Vindex.EndToEnd.Documentation;

/// <summary>Two servers over one PostgreSQL, statistics in ClickHouse's engine where it is installed, and the variables of docs/runbooks.md.</summary>
public sealed class Runbooks : IAsyncLifetime
{
    private const string MasterKey = "runbook-master-key-0123456789abcdef";

    private readonly TemporaryFolder _folder = new();
    private readonly List<ServerProcess> _servers = [];
    private readonly Dictionary<string, string> _variables = [];
    private PostgreSqlCluster? _database;
    private Process? _clickHouse;

    /// <summary>Whether commands that ask ClickHouse can be run.</summary>
    public bool HasClickHouse => _clickHouse is not null;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (PostgreSqlCluster.Missing is not null) return;
        _database = await PostgreSqlCluster.StartAsync();
        await StartClickHouseAsync();
        for (var i = 0; i < 2; i++) await StartServerAsync();
        var server = _servers[0];
        var (_, key) = await server.AddCompanyAsync("Acme", "scores:write", "scores:read", "feedback:read");
        using var client = server.Client(key);
        await PostAsync(client, "/v1/score", new { ticket_data = new { summary = "As a reader I want to extend a loan so that I can finish my book" } });
        var project = new { project_id = "acme/scores", start = "2020-01-01T00:00:00Z", end = "2030-01-01T00:00:00Z", metrics = new[] { new { json_path = "overall_score" } } };
        await PostAsync(client, "/feedback/stats", project);
        await AddProgramAsync();
        var connection = new NpgsqlConnectionStringBuilder(_database.Connection("postgres"));
        _variables["VINDEX_URL"] = server.Url.ToString().TrimEnd('/');
        _variables["VINDEX_ADMIN_KEY"] = ServerProcess.AdminKey;
        _variables["VINDEX_DATA"] = server.DataFolder;
        _variables["DATABASE"] = $"postgresql://{connection.Username}@{connection.Host}:{connection.Port}/{connection.Database}";
        _variables["PATH"] = _folder.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        if (_clickHouse is not null)
        {
            _clickHouse.StandardInput.Close();
            await _clickHouse.WaitForExitAsync();
            _clickHouse.Dispose();
        }

        _folder.Dispose();
    }

    /// <summary>Runs commands as a person would who has set the variables.</summary>
    public async Task<(int Code, string Output)> RunAsync(string commands)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", commands]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, texts[0] + texts[1]);
    }

    /// <summary>What a server shows to Prometheus.</summary>
    public async Task<string> MetricsAsync() => (await RunAsync("curl -sS \"$METRICS\"")).Output;

    private async Task StartServerAsync()
    {
        var metrics = $"http://127.0.0.1:{ReservedPorts.Next()}";
        List<(string, string)> settings =
        [
            ("Vindex__Store__Kind", "postgresql"),
            ("Vindex__Store__Connection", _database!.Connection("postgres") + ";Maximum Pool Size=10"),
            ("Vindex__Server__MetricsUrl", metrics),
            ("VINDEX_MASTER_KEY", MasterKey),
        ];
        if (HasClickHouse)
        {
            settings.Add(("Vindex__Stats__Engine", "clickhouse"));
            settings.Add(("Vindex__Stats__ClickHouse__Address", _variables["CLICKHOUSE"]));
            settings.Add(("Vindex__Stats__ClickHouse__Wait", "2m"));
            settings.Add(("Vindex__Stats__ClickHouse__StatementTimeout", "2m"));
        }

        foreach (var (name, value) in settings) _variables[name] = value;
        _variables["METRICS"] = metrics + "/metrics";
        _servers.Add(await ServerProcess.StartAsync(Path.Combine(_folder.Path, $"server-{_servers.Count}"), [.. settings]));
    }

    private async Task StartClickHouseAsync()
    {
        var program = Path.Combine(Root(), "tests", "clickhouse", "chdb-http.mjs");
        if (!Directory.Exists(Path.Combine(Root(), "tests", "clickhouse", "node_modules", "chdb"))) return;
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "clickhouse")).FullName;
        _clickHouse = Process.Start(new ProcessStartInfo("node", [program, folder]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var line = await _clickHouse.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("chdb-http did not start.");
        _variables["CLICKHOUSE"] = "http://127.0.0.1:" + line[(line.LastIndexOf(' ') + 1)..];
    }

    private async Task AddProgramAsync()
    {
        var program = Path.Combine(_folder.Path, "vindex");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet '{ServerProcess.ProgramPath()}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, ".curlrc"), "fail-with-body\n");
        _variables["CURL_HOME"] = _folder.Path;
    }

    private static async Task PostAsync(HttpClient client, string path, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(path, content);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"POST {path}: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>The folder of the repository.</summary>
    public static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Vindex.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

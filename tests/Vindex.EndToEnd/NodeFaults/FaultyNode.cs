using System.Diagnostics;
using System.Text.Json;

namespace Vindex.EndToEnd.NodeFaults;

/// <summary>A server with its network to the database, that can be killed, stopped, and started again in its folder.</summary>
public sealed class FaultyNode : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly (string Name, string Value)[] _environment;
    private readonly List<string> _log = [];
    private ServerProcess? _process;

    /// <summary>Prepares its folder; it is started by <see cref="StartAsync"/>.</summary>
    /// <param name="name">For findings.</param>
    /// <param name="links">Its network: one link for each host of the connection string.</param>
    /// <param name="environment">Settings.</param>
    public FaultyNode(string name, IReadOnlyList<FaultyLink> links, (string Name, string Value)[] environment)
    {
        (Name, Links, _environment) = (name, links, environment);
        var hosts = string.Join(',', links.Select(link => $"127.0.0.1:{link.Port}"));
        var attributes = links.Count > 1 ? ";Target Session Attributes=read-write" : "";
        var connection = $"Host={hosts};Username=vindex;Database=postgres;Maximum Pool Size=20;Timeout=3{attributes}";
        // In a file, so that commands find it too.
        File.WriteAllText(
            Path.Combine(_folder.Path, "vindex.json"), JsonSerializer.Serialize(new { Store = new { Kind = "postgresql", Connection = connection, StatementTimeout = "5s" } }));
    }

    /// <summary>For findings.</summary>
    public string Name { get; }

    /// <summary>Its network to the database.</summary>
    public IReadOnlyList<FaultyLink> Links { get; }

    /// <summary>Where requests go; also while it is down.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Its data folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>The build of <c>vindex.dll</c> that the next start runs; null for the current one.</summary>
    public string? Program { get; set; }

    /// <summary>The running process.</summary>
    public ServerProcess Process => _process!;

    /// <summary>Starts it, until it succeeds: it does not start while the database is away.</summary>
    public async Task StartAsync(CancellationToken end)
    {
        while (true)
        {
            try
            {
                _process = await (Program is { } program
                    ? ServerProcess.StartBuildAsync(program, _folder.Path, _environment)
                    : ServerProcess.StartAsync(_folder.Path, _environment));
                Url = _process.Url;
                return;
            }
            catch (Exception e) when (e is InvalidOperationException or TimeoutException && !end.IsCancellationRequested)
            {
                await Task.Delay(200, CancellationToken.None);
            }
        }
    }

    /// <summary>What its processes have logged: warnings and errors.</summary>
    public IReadOnlyList<string> Log => [.. _log, .. Process.Output];

    /// <summary>Ends its process, and keeps what it has logged.</summary>
    public async Task EndAsync(bool isKilled)
    {
        if (isKilled) Process.Kill();
        else await Process.TerminateAsync();
        _log.AddRange(Process.Output);
        await Process.DisposeAsync();
    }

    /// <summary>Lets it stand still, or go on.</summary>
    public void Signal(string signal)
    {
        using var kill = System.Diagnostics.Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{Process.Id}"]))!;
        kill.WaitForExit();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        foreach (var link in Links) await link.DisposeAsync();
        _folder.Dispose();
    }
}

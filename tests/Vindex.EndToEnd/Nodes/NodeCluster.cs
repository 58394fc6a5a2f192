using System.Net.Http.Json;
using System.Text.Json;
using Vindex.Storage.Tests.PostgreSql;
using Xunit;

namespace Vindex.EndToEnd.Nodes;

/// <summary>Server processes with data folders of their own over one PostgreSQL database and one master key.</summary>
public sealed class NodeCluster : IAsyncDisposable
{
    /// <summary>The master key that all of them have.</summary>
    public const string MasterKey = "end-to-end-master-key-0123456789abcdef";

    private readonly PostgreSqlCluster _database;
    private readonly List<TemporaryFolder> _folders = [];
    private readonly List<ServerProcess> _nodes = [];
    private readonly (string, string)[] _settings;

    private NodeCluster(PostgreSqlCluster database, (string, string)[] settings) => (_database, _settings) = (database, settings);

    /// <summary>The nodes.</summary>
    public IReadOnlyList<ServerProcess> Nodes => _nodes;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts so many nodes at the same time over an empty database.</summary>
    public static async Task<NodeCluster> StartAsync(int count, params (string Name, string Value)[] settings)
    {
        if (PostgreSqlCluster.Missing is { } missing) Assert.Skip(missing);
        var cluster = new NodeCluster(
            await PostgreSqlCluster.StartAsync(isDurable: true),
            [
                ("Vindex__Limits__Score__Requests", "0"),
                ("Vindex__Limits__Evaluate__Requests", "0"),
                ("Vindex__Callbacks__AllowHttp", "true"),
                ("Vindex__Callbacks__AllowedNetworks", "127.0.0.0/8"),
                .. settings,
            ]);
        try
        {
            cluster._nodes.AddRange(await Task.WhenAll(Enumerable.Range(0, count).Select(_ => cluster.LaunchAsync())));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more node.</summary>
    public async Task<ServerProcess> AddAsync(params (string Name, string Value)[] settings)
    {
        var node = await LaunchAsync(settings);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Starts a node again in its folder.</summary>
    public async Task<ServerProcess> RestartAsync(int index)
    {
        var folder = _nodes[index].DataFolder;
        await _nodes[index].DisposeAsync();
        return _nodes[index] = await LaunchInAsync(folder);
    }

    /// <summary>The nodes as one of them sees them.</summary>
    public static async Task<List<JsonElement>> ListAsync(ServerProcess node)
    {
        using var admin = node.Client(ServerProcess.AdminKey);
        return [.. (await admin.GetFromJsonAsync<JsonElement>("/admin/nodes", Stop)).GetProperty("items").EnumerateArray()];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await _database.DisposeAsync();
        foreach (var folder in _folders) folder.Dispose();
    }

    private Task<ServerProcess> LaunchAsync(params (string Name, string Value)[] settings)
    {
        var folder = new TemporaryFolder();
        lock (_folders) _folders.Add(folder);
        return LaunchInAsync(folder.Path, settings);
    }

    private Task<ServerProcess> LaunchInAsync(string folder, params (string Name, string Value)[] settings) => ServerProcess.StartAsync(
        folder,
        [
            ("Vindex__Store__Kind", "postgresql"),
            ("Vindex__Store__Connection", _database.Connection("postgres") + ";Maximum Pool Size=20"),
            ("VINDEX_MASTER_KEY", MasterKey),
            .. _settings,
            .. settings,
        ]);
}

using System.Reflection;

namespace Vindex.Statistics.ClickHouse.Connection;

/// <summary>Creates the tables when the engine first needs them, and refuses those of a newer program.</summary>
internal sealed class ClickHouseSchema(IClickHouse client, ClickHouseOptions options) : IDisposable
{
    private const int Version = 1;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile bool _isReady;

    /// <summary>The ON CLUSTER clause; empty for a single server.</summary>
    public string OnCluster { get; } = options.Cluster is { } cluster ? $"ON CLUSTER `{cluster}`" : "";

    /// <summary>Returns when the tables exist.</summary>
    /// <exception cref="StatisticsUnavailableException">They cannot be created, or a newer program wrote them.</exception>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        if (_isReady)
            return;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_isReady)
                return;
            await CreateAsync(cancellationToken);
            _isReady = true;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        await client.ExecuteAsync($"CREATE DATABASE IF NOT EXISTS `{options.Database}` {OnCluster}", cancellationToken, inDatabase: false);
        var script = Script().Replace("{replicated}", options.Cluster is null ? "" : "Replicated", StringComparison.Ordinal)
            .Replace("{cluster}", OnCluster, StringComparison.Ordinal);
        foreach (var statement in script.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            await client.ExecuteAsync(statement, cancellationToken);
        var found = await client.RowsAsync(new ClickHouseStatement { Text = "SELECT max(version) FROM vindex_schema" }, cancellationToken);
        var version = found[0][0].GetInt32();
        if (version > Version)
        {
            throw new StatisticsUnavailableException(
                $"The ClickHouse database {options.Database} has schema version {version}, but this program supports only versions up to {Version}.");
        }
        if (version < Version)
            await client.ExecuteAsync($"INSERT INTO vindex_schema SELECT {Version}", cancellationToken);
    }

    private static string Script()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("ClickHouse/schema.sql")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal));
        return string.Join('\n', lines);
    }
}

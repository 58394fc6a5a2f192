namespace Vindex.Statistics.ClickHouse;

/// <summary>Where ClickHouse is, and how much a question may take of it.</summary>
public sealed record ClickHouseOptions
{
    /// <summary>Address of the HTTP interface, such as <c>http://localhost:8123</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>The database; it is created if the user may do so.</summary>
    public string Database { get; init; } = "vindex";

    /// <summary>The user.</summary>
    public string User { get; init; } = "default";

    /// <summary>The user's password; empty for none.</summary>
    public string Password { get; init; } = "";

    /// <summary>Name of a cluster, whose replicas all hold all rows; null for a single server.</summary>
    public string? Cluster { get; init; }

    /// <summary>How long a statement may run.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much memory a statement may use, in bytes.</summary>
    public long StatementMemory { get; init; } = 4L << 30;

    /// <summary>How long a question waits until the changes before it have arrived.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Rows per insert.</summary>
    internal int BatchRows { get; init; } = 100_000;

    /// <summary>Paths that get columns of their own, each kind of value counted separately. Fixed for a schema version: see <see cref="Streaming.HotColumns"/>.</summary>
    internal int MaxHotColumns { get; init; } = 256;

    /// <summary>Called by tests between the steps of the streamer.</summary>
    internal Action<Streaming.StreamStep>? Failpoint { get; init; }
}

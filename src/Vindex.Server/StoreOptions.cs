using Vindex.Server.Configuration;
using Vindex.Storage.PostgreSql;

namespace Vindex.Server;

/// <summary>The database that holds the data.</summary>
internal enum StoreKind
{
    /// <summary>A file in the data folder.</summary>
    Sqlite,

    /// <summary>A PostgreSQL database.</summary>
    PostgreSql,
}

/// <summary>Where the data is: the section <c>Store</c>.</summary>
internal sealed record StoreOptions
{
    /// <summary>The kind of database.</summary>
    public required StoreKind Kind { get; init; }

    /// <summary>The connection string of a PostgreSQL database; null or empty for SQLite. No annotation checks it, as the message would quote it.</summary>
    public string? Connection { get; init; }

    /// <summary>The connection string of a standby for lists and exports; null or empty for none. Not checked by an annotation either.</summary>
    public string? ReplicaConnection { get; init; }

    /// <summary>How long one statement may take in PostgreSQL.</summary>
    [DurationRange("1s", "1h")]
    public required Duration StatementTimeout { get; init; }

    /// <summary>What is wrong with kind and connection together; null if nothing is known against them.</summary>
    internal string? Problem() => ConnectionProblem() ?? ReplicaProblem();

    private string? ReplicaProblem() => (Kind, string.IsNullOrWhiteSpace(ReplicaConnection)) switch
    {
        (_, true) => null,
        (StoreKind.Sqlite, _) => "Store:ReplicaConnection is set, but Store:Kind is sqlite. Set Store:Kind to postgresql, or remove Store:ReplicaConnection",
        _ => PostgreSqlStore.ConnectionProblem(ReplicaConnection!) is { } problem ? $"Store:ReplicaConnection {problem}" : null,
    };

    private string? ConnectionProblem() => (Kind, string.IsNullOrWhiteSpace(Connection)) switch
    {
        (StoreKind.Sqlite, true) => null,
        (StoreKind.Sqlite, false) => "Store:Connection is set, but Store:Kind is sqlite. Set Store:Kind to postgresql, or remove Store:Connection",
        (_, true) => "Store:Connection must name a database, such as Host=db.example.com;Database=vindex;Username=vindex;Password=…, as Store:Kind is postgresql",
        _ => PostgreSqlStore.ConnectionProblem(Connection!) is { } problem ? $"Store:Connection {problem}" : null,
    };
}

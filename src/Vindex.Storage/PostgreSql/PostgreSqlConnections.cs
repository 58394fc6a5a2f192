using Npgsql;

namespace Vindex.Storage.PostgreSql;

/// <summary>The pools of connections to a database.</summary>
internal sealed class PostgreSqlConnections : IAsyncDisposable
{
    /// <summary>Pooled connections unless the connection string says otherwise: PostgreSQL allows 100 by default, for everyone.</summary>
    private const int PooledConnections = 40;

    private const int PreparedStatements = 200;

    /// <summary>A statement is prepared when a connection runs it again: nearly all are the same few.</summary>
    private const int PreparedAtUse = 2;

    private PostgreSqlConnections(NpgsqlDataSource pool, NpgsqlDataSource control, string name)
    {
        Pool = pool;
        Control = control;
        Name = name;
    }

    /// <summary>Connections for reads and writes.</summary>
    public NpgsqlDataSource Pool { get; }

    /// <summary>Connections that are not pooled: for the lock that keeps other processes out, and for cancelling statements.</summary>
    public NpgsqlDataSource Control { get; }

    /// <summary>Database and host, for messages. Without credentials.</summary>
    public string Name { get; }

    /// <summary>Prepares the pools without connecting.</summary>
    /// <exception cref="StoreUnavailableException">The connection string cannot be read.</exception>
    public static PostgreSqlConnections Of(PostgreSqlStoreOptions options) => Of(options.Connection, options);

    /// <summary>Prepares the pools of a standby without connecting; null if there is none.</summary>
    /// <exception cref="StoreUnavailableException">The connection string cannot be read.</exception>
    public static PostgreSqlConnections? OfReplica(PostgreSqlStoreOptions options) =>
        string.IsNullOrWhiteSpace(options.ReplicaConnection) ? null : Of(options.ReplicaConnection, options);

    private static PostgreSqlConnections Of(string connection, PostgreSqlStoreOptions options)
    {
        if (Problem(connection) is { } problem) throw new StoreUnavailableException($"The connection string for PostgreSQL {problem}.");
        var pool = new NpgsqlConnectionStringBuilder(connection);
        pool.ApplicationName ??= "vindex";
        if (!pool.ShouldSerialize("Maximum Pool Size")) pool.MaxPoolSize = PooledConnections;
        if (!pool.ShouldSerialize("Max Auto Prepare")) pool.MaxAutoPrepare = PreparedStatements;
        if (!pool.ShouldSerialize("Auto Prepare Min Usages")) pool.AutoPrepareMinUsages = PreparedAtUse;
        // Nothing changes a session of the pool: settings and cursors are of a transaction, locks of sessions are not taken from the pool.
        pool.NoResetOnClose = true;
        // The server ends a statement first, so that the connection survives.
        var timeout = (int)options.StatementTimeout.TotalSeconds;
        pool.CommandTimeout = timeout + 10;
        // Warnings must arrive: a commit that did not wait for its standby is one.
        pool.Options = $"{pool.Options} -c statement_timeout={timeout}s -c client_min_messages=warning".Trim();
        pool.Enlist = false;

        var control = new NpgsqlConnectionStringBuilder(connection) { Pooling = false, KeepAlive = 10, CommandTimeout = 10, Enlist = false };
        control.ApplicationName ??= "vindex";
        return new PostgreSqlConnections(Source(pool), Source(control), $"{pool.Database ?? pool.Username} on {pool.Host}");
    }

    /// <summary>Connects to the one of several hosts that accepts writes: after a failover, that is another one.</summary>
    private static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder connection)
    {
        if (!connection.Host!.Contains(',', StringComparison.Ordinal)) return NpgsqlDataSource.Create(connection);
        // Npgsql takes it for the whole source rather than from the connection string.
        connection.TargetSessionAttributes = null;
        return new NpgsqlDataSourceBuilder(connection.ConnectionString).BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite);
    }

    /// <summary>What is wrong with a connection string, as the end of a sentence; null if nothing is known against it.</summary>
    public static string? Problem(string text)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrWhiteSpace(connection.Host) ? "names no Host" : string.IsNullOrWhiteSpace(connection.Database) ? "names no Database" : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // The message can quote the text, which holds a password.
            return "cannot be read; it must look like Host=db.example.com;Database=vindex;Username=vindex;Password=…";
        }
    }

    /// <summary>Drops idle connections after one was lost: a restart of PostgreSQL has ended all of them.</summary>
    public void DropIfLost(Exception exception)
    {
        if (PostgreSqlFailure.IsLost(exception)) Pool.Clear();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Pool.DisposeAsync();
        await Control.DisposeAsync();
    }
}

using System.Data.Common;
using Npgsql;
using Vindex.Storage.Files;
using Vindex.Storage.Nodes;
using Vindex.Storage.PostgreSql.Reading;
using Vindex.Storage.PostgreSql.Writing;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Inspection;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.PostgreSql;

/// <summary>A store in a PostgreSQL database, which several processes can use at once.</summary>
public sealed class PostgreSqlStore : SqlStore, ISqlDatabase
{
    /// <summary>How long a list waits for the standby to catch up.</summary>
    private static readonly TimeSpan s_listPatience = TimeSpan.FromMilliseconds(20);

    /// <summary>How long an export does.</summary>
    private static readonly TimeSpan s_exportPatience = TimeSpan.FromSeconds(2);

    private readonly DataFolder _folder;
    private readonly PostgreSqlConnections _connections;
    private readonly HolderLock _holder;
    private readonly PostgreSqlReads _reads;
    private readonly SharedReads _shortReads;
    private readonly PostgreSqlReplica? _replica;
    private readonly PostgreSqlWriter _writer;
    private readonly SemaphoreSlim _exports;
    private readonly SemaphoreSlim _statistics;
    private int _closed;

    private PostgreSqlStore(
        DataFolder folder, PostgreSqlConnections connections, HolderLock holder, PostgreSqlStoreOptions options, ScoreRows scoreRows)
        : base(scoreRows, options.Time, isExclusive: false)
    {
        _folder = folder;
        _connections = connections;
        _holder = holder;
        _reads = new PostgreSqlReads(connections);
        _shortReads = new SharedReads(connections);
        if (PostgreSqlConnections.OfReplica(options) is { } standby) _replica = new PostgreSqlReplica(connections, standby);
        _writer = new PostgreSqlWriter(connections, holder);
        Messages = new PostgreSqlMessages(connections, holder);
        _exports = new SemaphoreSlim(options.Exports, options.Exports);
        _statistics = new SemaphoreSlim(options.StatisticsReads, options.StatisticsReads);
        Scores = new SqlScoreStore(this, scoreRows, new ScoreLists(this, titles: null));
    }

    /// <inheritdoc/>
    public override IScoreStore Scores { get; }

    /// <inheritdoc/>
    public override IStoreMessages Messages { get; }

    /// <inheritdoc/>
    public override IStoreReplica Replica => _replica ?? base.Replica;

    /// <summary>Opens a database; creates its schema if needed.</summary>
    /// <exception cref="DataFolderInUseException">Another holder has the data folder.</exception>
    /// <exception cref="NewerSchemaException">A newer program wrote it.</exception>
    /// <exception cref="NotAVindexDatabaseException">It is another program's, or its server is unfit.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be reached, another process has it alone, or the options are wrong.</exception>
    public static Task<PostgreSqlStore> OpenAsync(PostgreSqlStoreOptions options, CancellationToken cancellationToken) =>
        OpenAsync(options, PostgreSqlMigrations.All, cancellationToken);

    /// <summary>What is wrong with a connection string, as the end of a sentence that quotes nothing of it; null if nothing is known against it.</summary>
    public static string? ConnectionProblem(string connection) => PostgreSqlConnections.Problem(connection);

    internal static async Task<PostgreSqlStore> OpenAsync(
        PostgreSqlStoreOptions options, IReadOnlyList<(string Name, string Sql)> migrations, CancellationToken cancellationToken)
    {
        var connections = PostgreSqlConnections.Of(options);
        DataFolder? folder = null;
        HolderLock? holder = null;
        try
        {
            folder = DataFolder.Take(options.DataFolder);
            holder = await PostgreSqlUpgrade.RunAsync(connections, migrations, options, cancellationToken);
            await holder.WatchAsync(cancellationToken);
            // A trigram index serves the words of a search, and PostgreSQL compresses long texts by itself.
            var scoreRows = new ScoreRows(options.ScoreFeedback, options.Time, titles: null, packsTexts: false, options.Events);
            var store = new PostgreSqlStore(folder, connections, holder, options, scoreRows);
            if (store._replica is { } replica) await replica.LookAsync(cancellationToken);
            return store;
        }
        catch (Exception e)
        {
            if (holder is not null) await holder.DisposeAsync();
            await connections.DisposeAsync();
            folder?.Dispose();
            if (e is StoreUnavailableException or OperationCanceledException) throw;
            throw Explain(connections.Name, e);
        }
    }

    /// <inheritdoc/>
    public override async Task<StoreState> StateAsync(CancellationToken cancellationToken)
    {
        ISqlDatabase database = this;
        var state = await database.ReadAsync(StoreCounts.ReadAsync, cancellationToken);
        var bytes = await database.ReadAsync(connection => connection.NumberAsync($"SELECT pg_database_size(current_database())"), cancellationToken);
        return state with { Bytes = bytes ?? 0 };
    }

    /// <inheritdoc/>
    public override Task PingAsync(CancellationToken cancellationToken) =>
        ((ISqlDatabase)this).WriteForAsync(
            "schema_version", async write => await write.ExecuteAsync($"UPDATE schema_version SET version = version"), cancellationToken);

    /// <inheritdoc/>
    public override async Task<IAsyncDisposable> HoldStartAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SessionLock.TakeAsync(_connections, AdvisoryLocks.Start, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw PostgreSqlFailure.OfStore(e);
        }
    }

    /// <inheritdoc/>
    public override Task BackupAsync(string file, CancellationToken cancellationToken) =>
        throw new StoreUnavailableException(
            $"The data is in the PostgreSQL database {_connections.Name}. Back it up with pg_dump; docs/postgresql.md says how.");

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        // One transaction: counters and rows of the same moment.
        await using var snapshot = await ((ISqlDatabase)this).SnapshotAsync(SnapshotUse.Statistics, cancellationToken);
        var damage = new List<string>();
        foreach (var query in DamageQueries.All)
        {
            damage.AddRange(await snapshot.ReadAsync(connection => connection.ListAsync($"{query:raw}", row => row.GetString(0)), cancellationToken));
        }

        return damage;
    }

    /// <summary>Commits what waits, and releases database and folder.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        await _writer.DisposeAsync();
        if (_replica is not null) await _replica.DisposeAsync();
        await _holder.DisposeAsync();
        await _connections.DisposeAsync();
        _folder.Dispose();
    }

    Task<T> ISqlDatabase.ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) => _reads.RunAsync(work, cancellationToken);

    Task<List<T>> ISqlDatabase.ReadShortAsync<T>(SqlStatement sql, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        _shortReads.ListAsync(sql, read, cancellationToken);

    async Task<T> ISqlDatabase.ReadListAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        if (_replica is { Problem: null } replica && await HasCaughtUpAsync(replica, s_listPatience, cancellationToken))
        {
            try
            {
                return await replica.Reads.RunAsync(work, cancellationToken);
            }
            catch (StoreUnavailableException e)
            {
                // A canceled statement is no loss: replication may not wait for long reads.
                if (PostgreSqlFailure.IsLost(e.InnerException ?? e)) replica.Lose(e.InnerException ?? e);
            }
        }

        return await _reads.RunAsync(work, cancellationToken);
    }

    Task<T> ISqlDatabase.WriteAsync<T>(Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken) =>
        _writer.RunAsync(owner: null, work, cancellationToken);

    Task<T> ISqlDatabase.WriteForAsync<T>(string owner, Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken) =>
        _writer.RunAsync(owner, work, cancellationToken);

    Task<T> ISqlDatabase.WriteShortForAsync<T>(string owner, Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken) =>
        _writer.RunShortAsync(owner, work, cancellationToken);

    Task<T> ISqlDatabase.WriteManyAsync<T>(Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken) =>
        _writer.RunManyAsync(owner: null, work, cancellationToken);

    Task<T> ISqlDatabase.WriteManyForAsync<T>(string owner, Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken) =>
        _writer.RunManyAsync(owner, work, cancellationToken);

    async Task<ISqlSnapshot> ISqlDatabase.SnapshotAsync(SnapshotUse use, CancellationToken cancellationToken)
    {
        if (use != SnapshotUse.Export) return await PostgreSqlSnapshot.OpenAsync(_connections, _reads, _statistics, cancellationToken);
        if (_replica is { Problem: null } replica && await HasCaughtUpAsync(replica, s_exportPatience, cancellationToken))
        {
            try
            {
                return await PostgreSqlSnapshot.OpenAsync(replica.Connections, replica.Reads, _exports, cancellationToken);
            }
            catch (StoreUnavailableException e)
            {
                replica.Lose(e.InnerException ?? e);
            }
        }

        return await PostgreSqlSnapshot.OpenAsync(_connections, _reads, _exports, cancellationToken);
    }

    private Task<bool> HasCaughtUpAsync(PostgreSqlReplica replica, TimeSpan patience, CancellationToken cancellationToken) =>
        _reads.GuardAsync(() => replica.HasCaughtUpAsync(patience, cancellationToken), cancellationToken);

    private static Exception Explain(string name, Exception problem) => problem switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } => new StoreUnavailableException(
            $"The role of Store:Connection may not create what vindex needs in {name}; docs/postgresql.md lists the privileges.", problem),
        PostgresException { SqlState: PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedFile } => new StoreUnavailableException(
            $"The extension pg_trgm is not installed on the server of {name}. Debian has it in postgresql-15, others in a package such as postgresql-contrib.",
            problem),
        _ => PostgreSqlFailure.OfStore(problem),
    };
}

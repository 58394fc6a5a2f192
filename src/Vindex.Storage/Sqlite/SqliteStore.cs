using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Vindex.Storage.Files;
using Vindex.Storage.Nodes;
using Vindex.Storage.Scores;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Inspection;
using Vindex.Storage.Sql.Scores;
using Vindex.Storage.Sql.Scores.Titles;
using Vindex.Storage.Sqlite.Reading;
using Vindex.Storage.Sqlite.Writing;

namespace Vindex.Storage.Sqlite;

/// <summary>A store in a data folder of this machine, held by this process alone.</summary>
public sealed class SqliteStore : SqlStore, ISqlDatabase
{
    private readonly DataFolder _folder;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly SemaphoreSlim _exports;
    private readonly SemaphoreSlim _statistics;
    private readonly TitleIndexing _titles;
    private int _closed;

    private SqliteStore(DataFolder folder, SqliteWriter writer, SqliteReaders readers, SqliteStoreOptions options, ScoreRows scoreRows)
        : base(scoreRows, options.Time, isExclusive: true)
    {
        _folder = folder;
        _writer = writer;
        _readers = readers;
        _exports = new SemaphoreSlim(options.Exports, options.Exports);
        _statistics = new SemaphoreSlim(options.StatisticsReads, options.StatisticsReads);
        _titles = new TitleIndexing(this, scoreRows.Titles!, options.TitleBlocks);
        Scores = new SqlScoreStore(this, scoreRows, new ScoreLists(this, new TitleSearch(_titles, options.TitleBlocks)));
    }

    /// <inheritdoc/>
    public override IScoreStore Scores { get; }

    /// <inheritdoc/>
    public override IStoreMessages Messages { get; } = new NoMessages();

    /// <summary>Opens a data folder; creates it and its schema if needed.</summary>
    /// <exception cref="DataFolderInUseException">Another holder has the folder.</exception>
    /// <exception cref="NewerSchemaException">A newer program wrote it.</exception>
    /// <exception cref="NotAVindexDatabaseException">Its database is another program's, or damaged beyond opening.</exception>
    /// <exception cref="SqliteLibraryException">The system's SQLite is missing or unfit.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be opened for another reason that the operator can mend.</exception>
    public static Task<SqliteStore> OpenAsync(SqliteStoreOptions options, CancellationToken cancellationToken) =>
        OpenAsync(options, SqliteMigrations.All, cancellationToken);

    internal static async Task<SqliteStore> OpenAsync(SqliteStoreOptions options, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken)
    {
        options.Validate();
        // Opening may wait for the disk (recovery of the log after a crash): not on the caller's thread.
        return await Task.Run(() => Open(options, migrations), cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<StoreState> StateAsync(CancellationToken cancellationToken) =>
        (await ((ISqlDatabase)this).ReadAsync(StoreCounts.ReadAsync, cancellationToken)).WithSizes(_folder.Database);

    /// <inheritdoc/>
    public override Task PingAsync(CancellationToken cancellationToken) =>
        ((ISqlDatabase)this).WriteAsync($"UPDATE schema_version SET version = version", cancellationToken);

    /// <inheritdoc/>
    public override Task<IAsyncDisposable> HoldStartAsync(CancellationToken cancellationToken) => Task.FromResult<IAsyncDisposable>(new Alone());

    /// <inheritdoc/>
    public override Task BackupAsync(string file, CancellationToken cancellationToken) => SqliteBackup.WriteAsync(_folder.Database, file, cancellationToken);

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        var damage = await SqliteCheck.RunAsync(() => SqliteConnections.Reader(_folder.Database), cancellationToken);
        if (damage.Any(TitleCheck.IsAbout)) _titles.Rebuild();
        return damage;
    }

    /// <summary>Completes when no titles are being indexed in the background.</summary>
    internal Task TitlesIndexedAsync() => _titles.IdleAsync();

    /// <summary>Commits what waits, ends running reads, and releases the folder.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        await _titles.DisposeAsync();
        // Readers first: the writer's close is then the last one, and folds the log into the database.
        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
        _folder.Dispose();
    }

    Task<T> ISqlDatabase.ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) =>
        _readers.RunAsync(work, on: null, cancellationToken);

    Task<T> ISqlDatabase.WriteAsync<T>(Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken) => _writer.RunAsync(work, cancellationToken);

    Task<T> ISqlDatabase.WriteManyAsync<T>(
        Func<SqlWrite, Task<T>> work, CancellationToken cancellationToken) => _writer.RunManyAsync(work, cancellationToken);

    Task<ISqlSnapshot> ISqlDatabase.SnapshotAsync(SnapshotUse use, CancellationToken cancellationToken) =>
        SqliteSnapshot.OpenAsync(_readers, _folder.Database, use == SnapshotUse.Export ? _exports : _statistics, cancellationToken);

    private static SqliteStore Open(SqliteStoreOptions options, IReadOnlyList<Migration> migrations)
    {
        SqliteLibrary.Load();
        var folder = DataFolder.Take(options.DataFolder);
        SqliteConnection? connection = null;
        try
        {
            PrivateFiles.CreateFile(folder.Database);
            connection = SqliteConnections.Writer(folder.Database);
            var scoreRows = new ScoreRows(options.ScoreFeedback, options.Time, new TitleBlocks(options.TitleBlocks), packsTexts: true, options.Events);
            SqliteMigrations.Apply(connection, migrations, scoreRows);
            var readers = new SqliteReaders(folder.Database, options.Readers);
            var writer = new SqliteWriter(connection, new SqliteCheckpointer(folder.Database), options.WriteQueue, options.WritesPerCommit);
            return new SqliteStore(folder, writer, readers, options, scoreRows);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            folder.Dispose();
            throw e is SqliteException problem ? Explain(folder.Database, problem) : e;
        }
    }

    private sealed class Alone : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    internal static StoreUnavailableException Explain(string file, SqliteException problem) => problem.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => new NotAVindexDatabaseException(file, $"{problem.Message} Restore a backup with vindex restore.", problem),
        raw.SQLITE_FULL => new StoreUnavailableException($"The disk of {file} is full.", problem),
        _ => new StoreUnavailableException($"{file} cannot be opened: {problem.Message}", problem),
    };
}

using Vindex.Server.Configuration;
using Vindex.Server.Scores;
using Vindex.Server.Webhooks.Events;
using Vindex.Storage;
using Vindex.Storage.PostgreSql;
using Vindex.Storage.Sqlite;

namespace Vindex.Server;

/// <summary>Opens the store that the settings name, for the server and for commands.</summary>
internal static class StoreOpening
{
    private const string Section = "Store";

    private static readonly EventPayloads s_events = new();

    /// <summary>Registers the settings.</summary>
    public static void AddStoreSettings(this IServiceCollection services) => services.AddSettings<StoreOptions>(Section);

    /// <summary>The settings of the store.</summary>
    /// <exception cref="BadSettingsException">They are wrong.</exception>
    public static StoreOptions Read(IConfiguration settings)
    {
        var store = Settings.Read<StoreOptions>(settings, Section);
        if (store.Problem() is { } problem) throw new BadSettingsException([problem]);
        if (store.Kind == StoreKind.PostgreSql && !string.IsNullOrWhiteSpace(settings["Backup:Folder"]))
        {
            throw new BadSettingsException(["Backup:Folder is for sqlite. Back up PostgreSQL with its own tools, such as pg_dump"]);
        }

        return store;
    }

    /// <summary>Whether the data of a folder's server is in PostgreSQL, according to <c>vindex.json</c> and the environment.</summary>
    /// <param name="dataFolder">The folder.</param>
    /// <param name="arguments">Settings of the command line.</param>
    /// <exception cref="BadSettingsException">The settings are wrong.</exception>
    public static bool IsPostgreSql(string dataFolder, params string[] arguments) => Read(Of(dataFolder, arguments)).Kind == StoreKind.PostgreSql;

    /// <summary>Opens the store of a folder for a command.</summary>
    /// <param name="dataFolder">The folder.</param>
    /// <param name="arguments">Settings of the command line.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="BadSettingsException">The settings are wrong.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be opened, or another process has it open.</exception>
    public static Task<IStore> OpenAsync(string dataFolder, string[] arguments, CancellationToken cancellationToken) =>
        OpenAsync(Read(Of(dataFolder, arguments)), dataFolder, TimeProvider.System, readers: 1, cancellationToken);

    /// <summary>Opens a store.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be opened, or another process has it open.</exception>
    public static async Task<IStore> OpenAsync(StoreOptions store, string dataFolder, TimeProvider time, int readers, CancellationToken cancellationToken)
    {
        if (store.Kind == StoreKind.Sqlite)
        {
            return await SqliteStore.OpenAsync(Folder(dataFolder) with { Time = time, Readers = readers, Events = s_events }, cancellationToken);
        }

        var database = Database(store.Connection!, dataFolder) with
        {
            Time = time,
            Events = s_events,
            StatementTimeout = store.StatementTimeout.Value,
            ReplicaConnection = store.ReplicaConnection,
        };
        return await PostgreSqlStore.OpenAsync(database, cancellationToken);
    }

    /// <summary>Opens the database in a folder, whatever its settings say.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be opened, or another process has it open.</exception>
    public static async Task<IStore> OpenFolderAsync(string dataFolder, CancellationToken cancellationToken) =>
        await SqliteStore.OpenAsync(Folder(dataFolder) with { Readers = 1 }, cancellationToken);

    /// <summary>Opens a PostgreSQL database that no other process uses.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be opened, or another process has it open.</exception>
    public static async Task<IStore> OpenDatabaseAsync(string connection, string dataFolder, CancellationToken cancellationToken) =>
        await PostgreSqlStore.OpenAsync(Database(connection, dataFolder) with { Alone = true }, cancellationToken);

    private static SqliteStoreOptions Folder(string dataFolder) => new() { DataFolder = dataFolder, ScoreFeedback = ScoreFeedback.Row };

    private static PostgreSqlStoreOptions Database(string connection, string dataFolder) =>
        new() { Connection = connection, DataFolder = dataFolder, ScoreFeedback = ScoreFeedback.Row };

    private static IConfigurationRoot Of(string dataFolder, string[] arguments) =>
        Settings.Build(dataFolder, new Dictionary<string, string?>(), arguments);
}

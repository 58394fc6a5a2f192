using Npgsql;
using Vindex.Storage.Sql;

namespace Vindex.Storage.PostgreSql;

/// <summary>The numbered migrations in this folder's <c>Migrations</c>, and how they are applied.</summary>
internal static class PostgreSqlMigrations
{
    private const string Prefix = "PostgreSql/";

    private const int OldestServer = 150000;

    /// <summary>All that this program knows, in order: 1, 2, 3, … without gaps.</summary>
    public static IReadOnlyList<(string Name, string Sql)> All { get; } = Read();

    /// <summary>Programs that do not show which migrations they know, because they are older than <see cref="AdvisoryLocks.Known"/>, know up to this one.</summary>
    private const int KnownByOthers = 12;

    /// <summary>Marks a migration that programs without it cannot work beside: the first line of its file.</summary>
    private const string BreakingMark = "-- breaking";

    /// <summary>Applies what is missing, each migration in one transaction. The caller holds the lock of migrations.</summary>
    public static async Task ApplyAsync(
        PostgreSqlConnections connections, IReadOnlyList<(string Name, string Sql)> migrations, CancellationToken cancellationToken)
    {
        await using var connection = await connections.Pool.OpenConnectionAsync(cancellationToken);
        await BeginAsync(connection, cancellationToken);
        while (true)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, "SET LOCAL statement_timeout = 0");
            var version = await VersionAsync(connection);
            if (version >= migrations.Count) return;
            await ExecuteAsync(connection, migrations[version].Sql);
            SqlStatement note = $"INSERT INTO schema_version (version, name) VALUES ({version + 1}, {migrations[version].Name})";
            await using (var command = note.On(connection)) await command.ExecuteNonQueryAsync(cancellationToken);
            if (IsBreaking(migrations[version]))
            {
                SqlStatement mark = $"UPDATE schema_version SET is_breaking = 1 WHERE version = {version + 1}";
                await using var command = mark.On(connection);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>Compares a database's schema with the program's.</summary>
    /// <exception cref="NewerSchemaException">It is further ahead than this program can work beside: by more than one step, or by a breaking one.</exception>
    /// <exception cref="NotAVindexDatabaseException">It is some other program's, or its server is unfit.</exception>
    public static async Task<SchemaStep> StepAsync(
        PostgreSqlConnections connections, IReadOnlyList<(string Name, string Sql)> migrations, CancellationToken cancellationToken)
    {
        await using var connection = await connections.Pool.OpenConnectionAsync(cancellationToken);
        await RefuseUnfitAsync(connection, connections.Name);
        var known = migrations.Count;
        if (!await HasVersionsAsync(connection, connections.Name)) return known == 0 ? SchemaStep.None : SchemaStep.FromNothing;
        var version = await VersionAsync(connection);
        if (version > known) return await TooFarAheadAsync(connection, connections.Name, known) is { } newer ? throw newer : SchemaStep.None;
        return version == known ? SchemaStep.None
            : version == 0 ? SchemaStep.FromNothing
            : version == known - 1 && !IsBreaking(migrations[version]) ? SchemaStep.BesideOlder
            : SchemaStep.Alone;
    }

    /// <summary>Why a program may not use a database whose schema is ahead of it; null if it may: by one step that is not breaking.</summary>
    /// <param name="connection">A connection to it.</param>
    /// <param name="name">Its name for messages.</param>
    /// <param name="known">The last migration that the program knows.</param>
    public static async Task<NewerSchemaException?> TooFarAheadAsync(NpgsqlConnection connection, string name, int known)
    {
        var version = await VersionAsync(connection);
        if (version <= known) return null;
        var breaking = await connection.NumberAsync($"SELECT COUNT(*) FROM schema_version WHERE version > {known} AND is_breaking = 1");
        return version == known + 1 && breaking == 0 ? null : new NewerSchemaException(name, version, known);
    }

    /// <summary>How many processes use a database that know fewer migrations than its schema has: one more step would leave them two behind.</summary>
    public static async Task<long> BehindAsync(PostgreSqlConnections connections, CancellationToken cancellationToken)
    {
        await using var connection = await connections.Pool.OpenConnectionAsync(cancellationToken);
        var version = await VersionAsync(connection);
        const long keys = AdvisoryLocks.Known & uint.MaxValue;
        const long holder = AdvisoryLocks.Holder & uint.MaxValue;
        const long product = AdvisoryLocks.Holder >> 32;
        return await connection.NumberAsync(
            $"""
            WITH held AS (
              SELECT pid, CAST(objid AS BIGINT) AS key FROM pg_locks
              WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND CAST(classid AS BIGINT) = {product}
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            SELECT COUNT(*) FROM held h
            WHERE h.key = {holder} AND COALESCE((SELECT MAX(k.key) - {keys} FROM held k WHERE k.pid = h.pid AND k.key >= {keys}), {KnownByOthers}) < {version}
            """) ?? 0;
    }

    private static bool IsBreaking((string Name, string Sql) migration) => migration.Sql.StartsWith(BreakingMark, StringComparison.Ordinal);

    private static async Task<bool> HasVersionsAsync(NpgsqlConnection connection, string name)
    {
        if (await connection.NumberAsync($"SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_version'") > 0) return true;
        var others = await connection.NumberAsync($"SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema()");
        if (others > 0) throw new NotAVindexDatabaseException(name, "its schema has tables of another program. Use a database or a schema of its own.");
        return false;
    }

    private static Task BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ExecuteAsync(connection, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL)");
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection) =>
        (int)(await connection.NumberAsync($"SELECT COALESCE(MAX(version), 0) FROM schema_version") ?? 0);

    private static async Task RefuseUnfitAsync(NpgsqlConnection connection, string name)
    {
        var facts = await connection.ListAsync(
            $"""
            SELECT current_setting('server_version_num'), current_setting('server_encoding'), current_setting('synchronous_commit'),
                   COALESCE(current_schema(), '')
            """,
            row => (Version: int.Parse(row.GetString(0)), Encoding: row.GetString(1), Commit: row.GetString(2), Schema: row.GetString(3)));
        var found = facts[0];
        var problem = found switch
        {
            { Version: < OldestServer } => $"it is served by PostgreSQL {found.Version / 10000}; version 15 or later is required.",
            { Encoding: not "UTF8" } => $"its encoding is {found.Encoding}; create it with ENCODING 'UTF8'.",
            { Commit: "off" } => "synchronous_commit is off for this role or database, so that acknowledged writes could be lost. Set it to on.",
            { Schema: "" } => "no schema of the search path exists.",
            _ => null,
        };
        if (problem is not null) throw new NotAVindexDatabaseException(name, problem);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private static List<(string Name, string Sql)> Read()
    {
        var assembly = typeof(PostgreSqlMigrations).Assembly;
        var migrations = new List<(string Name, string Sql)>();
        foreach (var resource in assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(resource[Prefix.Length..]);
            if (int.Parse(name.AsSpan(0, 4)) != migrations.Count + 1)
            {
                throw new InvalidOperationException($"Expected migration number {migrations.Count + 1}, found {name}.");
            }

            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            migrations.Add((name, reader.ReadToEnd()));
        }

        return migrations;
    }
}

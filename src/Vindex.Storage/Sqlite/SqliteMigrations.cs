using Microsoft.Data.Sqlite;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Scores;
using Vindex.Storage.Sqlite.Writing;

namespace Vindex.Storage.Sqlite;

/// <summary>One numbered migration.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Name">Its file's name.</param>
/// <param name="Sql">What it runs.</param>
/// <param name="Code">What runs where the SQL has a line that begins with <c>-- code</c>, in the same transaction; null for nothing.</param>
internal sealed record Migration(int Version, string Name, string Sql, Func<SqlWrite, ScoreRows, Task>? Code = null);

/// <summary>The numbered migrations in this folder's <c>Migrations</c>, and how they are applied.</summary>
internal static class SqliteMigrations
{
    private const string Prefix = "Sqlite/";
    private const string CodeMark = "\n-- code";

    private static readonly Dictionary<int, Func<SqlWrite, ScoreRows, Task>> s_code = new() { [3] = static (write, rows) => rows.AddAllAsync(write) };

    /// <summary>All that this program knows, in order: 1, 2, 3, … without gaps.</summary>
    public static IReadOnlyList<Migration> All { get; } = Read();

    /// <summary>The newest schema that this program knows.</summary>
    public static int Known => All.Count;

    /// <summary>Brings the schema up to <paramref name="migrations"/>, each in one transaction that takes the write lock first.</summary>
    /// <exception cref="NewerSchemaException">The database is ahead of them.</exception>
    /// <exception cref="NotAVindexDatabaseException">It is some other program's.</exception>
    public static void Apply(SqliteConnection writer, IReadOnlyList<Migration> migrations, ScoreRows scoreRows)
    {
        RefuseForeign(writer);
        while (true)
        {
            writer.Execute("BEGIN IMMEDIATE");
            try
            {
                writer.Execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL)");
                var version = Version(writer);
                if (version > migrations.Count)
                {
                    throw new NewerSchemaException(writer.DataSource, version, migrations.Count);
                }

                if (version < migrations.Count)
                {
                    Apply(writer, migrations[version], scoreRows);
                }

                writer.Execute("COMMIT");
                if (version >= migrations.Count - 1)
                {
                    return;
                }
            }
            catch
            {
                writer.Execute("ROLLBACK");
                throw;
            }
        }
    }

    /// <summary>The version of a database that is open; 0 if it is empty.</summary>
    /// <exception cref="NotAVindexDatabaseException">It is some other program's.</exception>
    public static int VersionOf(SqliteConnection connection)
    {
        RefuseForeign(connection);
        return connection.Number("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'") == 0 ? 0 : Version(connection);
    }

    private static int Version(SqliteConnection connection) => (int)connection.Number("SELECT MAX(version) FROM schema_version");

    private static void RefuseForeign(SqliteConnection connection)
    {
        if (connection.Number("PRAGMA application_id") != SqliteConnections.ApplicationId && connection.Number("SELECT COUNT(*) FROM sqlite_master") > 0)
        {
            throw new NotAVindexDatabaseException(connection.DataSource, "it was created by another program.");
        }
    }

    private static void Apply(SqliteConnection writer, Migration migration, ScoreRows scoreRows)
    {
        var parts = migration.Sql.Split(CodeMark, 2);
        writer.Execute(parts[0]);
        if (migration.Code is { } code)
        {
            using (var write = new SqliteWrite(writer))
            {
                code(write, scoreRows).GetAwaiter().GetResult();
            }

            writer.Execute("--" + parts[1]);
        }

        SqlStatement note = $"INSERT INTO schema_version (version, name) VALUES ({migration.Version}, {migration.Name})";
        using var command = note.On(writer);
        command.ExecuteNonQuery();
    }

    private static List<Migration> Read()
    {
        var assembly = typeof(SqliteMigrations).Assembly;
        var migrations = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(resource[Prefix.Length..]);
            var version = int.Parse(name.AsSpan(0, 4));
            if (version != migrations.Count + 1)
            {
                throw new InvalidOperationException($"Expected migration number {migrations.Count + 1}, found {name}.");
            }

            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            migrations.Add(new Migration(version, name, reader.ReadToEnd(), s_code.GetValueOrDefault(version)));
        }

        return migrations;
    }
}

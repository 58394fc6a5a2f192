using Microsoft.Data.Sqlite;
using SQLitePCL;
using Vindex.Storage.Sql.Inspection;
using Vindex.Storage.Sql.Scores.Titles;
using Vindex.Storage.Sqlite.Threads;

namespace Vindex.Storage.Sqlite;

/// <summary>Looks for damage in a database.</summary>
internal static class SqliteCheck
{
    private const string BrokenReferences =
        """
        SELECT 'A row (' || COALESCE("rowid", 0) || ') of ' || "table" || ' refers to a row of ' || "parent" || ' that does not exist.'
        FROM pragma_foreign_key_check
        """;

    /// <summary>Checks on a connection and a thread of its own. Empty if clean.</summary>
    public static Task<IReadOnlyList<string>> RunAsync(Func<SqliteConnection> open, CancellationToken cancellationToken) =>
        BlockingCall.RunAsync(open, Run, "vindex check", cancellationToken);

    /// <summary>Checks; what it finds is for the operator's eyes.</summary>
    public static IReadOnlyList<string> Run(SqliteConnection connection)
    {
        try
        {
            // One transaction: counters and rows of the same moment.
            connection.Execute("BEGIN");
            var damage = Texts(connection, "PRAGMA integrity_check").Where(line => line != "ok").ToList();
            if (damage.Count == 0)
            {
                var version = connection.Number("SELECT MAX(version) FROM schema_version");
                foreach (var query in DamageQueries.Of(version).Prepend(BrokenReferences))
                {
                    damage.AddRange(Texts(connection, query));
                }

                if (version >= 10)
                {
                    damage.AddRange(TitleCheck.RunAsync(connection).GetAwaiter().GetResult());
                }
            }

            connection.Execute("COMMIT");
            return damage;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_IOERR)
        {
            return [$"{connection.DataSource} cannot be read: {e.Message}"];
        }
    }

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }
}

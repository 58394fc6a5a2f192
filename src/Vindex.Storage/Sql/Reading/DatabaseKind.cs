using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Vindex.Storage.Sql.Reading;

/// <summary>Tells connections of the two databases apart, where one text of SQL or one way to read does not serve both.</summary>
internal static class DatabaseKind
{
    /// <summary>Whether a connection is PostgreSQL's. Asked the other way round, so that a process that uses SQLite does not load Npgsql.</summary>
    public static bool IsPostgreSql(this DbConnection? connection) => connection is not SqliteConnection;
}

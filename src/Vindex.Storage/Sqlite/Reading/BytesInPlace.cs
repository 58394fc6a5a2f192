using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Vindex.Storage.Sqlite.Reading;

/// <summary>Reads bytes without copying them.</summary>
internal static class BytesInPlace
{
    /// <summary>A column's bytes where SQLite has them. Valid until the reader's next step.</summary>
    public static ReadOnlySpan<byte> Of(DbDataReader row, int column) => raw.sqlite3_column_blob(((SqliteDataReader)row).Handle, column);
}

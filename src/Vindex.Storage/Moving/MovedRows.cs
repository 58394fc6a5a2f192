using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Vindex.Storage.PostgreSql;
using Vindex.Storage.Sql;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Moving;

/// <summary>Reads the rows of a table in the order of its key, in a form that does not depend on the database.</summary>
internal sealed class MovedRows(MovedTable table, IReadOnlyList<string> columns)
{
    private const string DetailTable = "score_details";

    private readonly List<int> _key = [.. table.Key.Select(name => columns.ToList().IndexOf(name))];
    private readonly HashSet<int> _texts = [.. Enumerable.Range(0, columns.Count).Where(at => table.IsPacked(columns[at]))];
    private readonly string _columns = string.Join(", ", columns);
    private readonly string _order = string.Join(", ", table.Key);

    /// <summary>The rows after a key (null: from the first on), up to a number.</summary>
    public Task<List<object?[]>> AfterAsync(DbConnection connection, object?[]? after, int count) => connection.ListAsync(After(after, count), Read);

    /// <summary>The key of the last row; null if there is none.</summary>
    public async Task<object?[]?> LastAsync(DbConnection connection)
    {
        var descending = string.Join(", ", table.Key.Select(name => $"{name} DESC"));
        SqlStatement sql = $"SELECT {_columns:raw} FROM {table.Name:raw} ORDER BY {descending:raw} LIMIT 1";
        return await connection.FirstAsync(sql, row => KeyOf(Read(row)));
    }

    /// <summary>The key of a row.</summary>
    public object?[] KeyOf(object?[] row) => [.. _key.Select(at => row[at])];

    /// <summary>A number that differs for different rows; added up, for different sets of rows.</summary>
    public static UInt128 Checksum(object?[] row)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var value in row)
        {
            switch (value)
            {
                case null:
                    writer.Write((byte)0);
                    break;
                case long number:
                    writer.Write((byte)1);
                    writer.Write(number);
                    break;
                case double number:
                    writer.Write((byte)2);
                    writer.Write(number);
                    break;
                case string text:
                    Write(3, Encoding.UTF8.GetBytes(text));
                    break;
                case byte[] content:
                    Write(4, content);
                    break;
            }
        }

        return BitConverter.ToUInt128(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));

        void Write(byte kind, byte[] content)
        {
            writer.Write(kind);
            writer.Write(content.Length);
            writer.Write(content);
        }
    }

    private SqlStatement After(object?[]? after, int count)
    {
        SqlStatement sql = $"SELECT {_columns:raw} FROM {table.Name:raw}";
        if (after is not null)
        {
            sql.Add($" WHERE ({_order:raw}) > (");
            for (var i = 0; i < after.Length; i++)
            {
                if (i > 0) sql.Add($", ");
                sql = after[i] is long number ? sql.Add($"{number}") : sql.Add($"{(string)after[i]!}");
            }

            sql.Add($")");
        }

        return sql.Add($" ORDER BY {_order:raw} LIMIT {count}");
    }

    private object?[] Read(DbDataReader row)
    {
        var values = new object?[row.FieldCount];
        for (var i = 0; i < values.Length; i++) values[i] = Read(row, i);
        return values;
    }

    private object? Read(DbDataReader row, int column)
    {
        if (_texts.Contains(column)) return PackedText.Read(row, column) is { } packed ? StrictText.Of(packed) : null;
        return row.GetValue(column) switch
        {
            DBNull => null,
            int number => (long)number,
            // A detail that was stored before details could be compressed.
            string text when table.Name == DetailTable && columns[column] == "detail" => Encoding.UTF8.GetBytes(text),
            string text => StrictText.Of(text),
            var value => value,
        };
    }
}

using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Vindex.Storage.Sql;

namespace Vindex.Storage.Sqlite.Writing;

/// <summary>One statement, prepared. Its parameters have the order of its values.</summary>
internal sealed class PreparedStatement : IDisposable
{
    private const int SmallText = 4096;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _text = new byte[SmallText];

    public PreparedStatement(sqlite3 database, SqlStatement sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, sql.Text, out _statement, out var rest));
        if (!string.IsNullOrWhiteSpace(rest))
        {
            _statement.Dispose();
            throw new ArgumentException($"There is a second statement: {rest}", nameof(sql));
        }
    }

    /// <summary>Runs it to its end; returns the first value of the first row as a number, null if there is none.</summary>
    public long? Run(ReadOnlySpan<object?> values)
    {
        try
        {
            for (var i = 0; i < values.Length; i++)
            {
                Check(Bind(i + 1, values[i]));
            }

            long? number = null;
            var step = raw.sqlite3_step(_statement);
            if (step == raw.SQLITE_ROW)
            {
                number = raw.sqlite3_column_type(_statement, 0) == raw.SQLITE_NULL ? null : raw.sqlite3_column_int64(_statement, 0);
                while (step == raw.SQLITE_ROW)
                {
                    step = raw.sqlite3_step(_statement);
                }
            }

            Check(step == raw.SQLITE_DONE ? raw.SQLITE_OK : step);
            return number;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private int Bind(int index, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, index),
        long number => raw.sqlite3_bind_int64(_statement, index, number),
        double number => raw.sqlite3_bind_double(_statement, index, number),
        string text => BindText(index, text),
        // An empty span has no address, which SQLite would take for NULL.
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(_statement, index, 0),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, index, bytes),
        ReadOnlyMemory<byte> { Length: 0 } => raw.sqlite3_bind_zeroblob(_statement, index, 0),
        ReadOnlyMemory<byte> bytes => raw.sqlite3_bind_blob(_statement, index, bytes.Span),
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot be stored.", nameof(value)),
    };

    private int BindText(int index, string text)
    {
        if (text.Length == 0)
        {
            return raw.sqlite3_bind_text(_statement, index, "");
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_text.Length < most && _text.Length < Encoding.UTF8.GetByteCount(text))
        {
            _text = new byte[most];
        }

        return raw.sqlite3_bind_text(_statement, index, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text)));
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}

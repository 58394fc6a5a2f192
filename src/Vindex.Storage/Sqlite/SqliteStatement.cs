using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Vindex.Storage.Sqlite;

/// <summary>One prepared statement, whose parameters were looked up once.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int SmallText = 4096;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _indexes;
    private byte[] _text = new byte[SmallText];

    public SqliteStatement(sqlite3 database, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out _statement));
        _indexes = new int[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            _indexes[i] = raw.sqlite3_bind_parameter_index(_statement, parameters[i].Name);
            if (_indexes[i] == 0)
            {
                throw new ArgumentException($"The statement has no parameter {parameters[i].Name}: {sql}", nameof(parameters));
            }
        }
    }

    /// <summary>Runs it to its end; returns the first value of the first row as a number, 0 when there is none.</summary>
    public long Run(ReadOnlySpan<(string Name, object? Value)> values)
    {
        try
        {
            for (var i = 0; i < values.Length; i++)
            {
                Check(Bind(_indexes[i], values[i].Value));
            }

            var number = 0L;
            var step = raw.sqlite3_step(_statement);
            if (step == raw.SQLITE_ROW)
            {
                number = raw.sqlite3_column_int64(_statement, 0);
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
        int number => raw.sqlite3_bind_int64(_statement, index, number),
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

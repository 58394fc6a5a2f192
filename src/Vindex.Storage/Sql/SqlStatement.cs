using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Vindex.Storage.PostgreSql;
using Vindex.Storage.Sql.Reading;
using Vindex.Storage.Sql.Scores;
using Vindex.Storage.Sql.Values;

namespace Vindex.Storage.Sql;

/// <summary>
/// A statement, written as an interpolated string: <c>$"DELETE FROM jobs WHERE no = {no}"</c>. A hole is a value and becomes a parameter, never text. Lists
/// become values in parentheses, enumerations their names, times their milliseconds. Text that is itself a constant (a list of columns) is marked:
/// <c>{Columns:raw}</c>.
/// </summary>
/// <remarks>See docs/adr/0017-one-way-to-write-sql.md. Kept as parts, so that it can be recognized, and joined to others, without being rendered.</remarks>
[InterpolatedStringHandler]
internal sealed class SqlStatement
{
    private const string Raw = "raw";
    private const string Fixed = "fixed";

    // One for each statement of the program's that is not put together from parts.
    private static readonly ConcurrentDictionary<SqlStatement, string> s_numbered = new(SameText);

    private static readonly string[] s_names = [.. Enumerable.Range(0, 64).Select(Name)];

    // Null means the next value.
    private readonly List<string?> _parts;
    private readonly List<object?> _values;
    private readonly List<SqlType> _types;

    /// <summary>Called by the compiler for an interpolated string.</summary>
    public SqlStatement(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _parts = new List<string?>((2 * formattedCount) + 1);
        _values = new List<object?>(formattedCount);
        _types = new List<SqlType>(formattedCount);
    }

    /// <summary>Called by the compiler for the argument of <see cref="Add"/>, which is written straight into the statement.</summary>
    public SqlStatement(int literalLength, int formattedCount, SqlStatement target)
    {
        _ = (literalLength, formattedCount);
        (_parts, _values, _types) = (target._parts, target._values, target._types);
    }

    private SqlStatement(List<string?> parts) => (_parts, _values, _types) = ([.. parts], [], []);

    /// <summary>Compares the texts of statements.</summary>
    public static IEqualityComparer<SqlStatement> SameText => TextComparer.Instance;

    /// <summary>Whether its text depends on what it is for, as it was put together from parts or holds a list: not worth keeping prepared.</summary>
    public bool IsComposed { get; private set; }

    /// <summary>The values, in the order of their parameters.</summary>
    public ReadOnlySpan<object?> Values => CollectionsMarshal.AsSpan(_values);

    /// <summary>The text, with a parameter for each value.</summary>
    public string Text => With(NameOf);

    /// <summary>The text for PostgreSQL, with a numbered parameter for each value: the driver does not have to look for names in it.</summary>
    public string NumberedText
    {
        get
        {
            if (IsComposed) return With(Number);
            if (s_numbered.TryGetValue(this, out var text)) return text;
            return s_numbered.GetOrAdd(WithoutValues(), With(Number));

            static string Number(int value) => string.Create(CultureInfo.InvariantCulture, $"${value + 1}");
        }
    }

    /// <inheritdoc cref="Text"/>
    public override string ToString() => Text;

    /// <summary>Appends to it.</summary>
    public SqlStatement Add([InterpolatedStringHandlerArgument("")] SqlStatement part)
    {
        IsComposed = true;
        if (!ReferenceEquals(part._parts, _parts))
        {
            AppendFormatted(part);
        }

        return this;
    }

    /// <summary>A copy without values, to be kept as a key.</summary>
    public SqlStatement WithoutValues() => new(_parts);

    /// <summary>A command on a connection, with its values set.</summary>
    public DbCommand On(DbConnection connection)
    {
        var command = connection.CreateCommand();
        if (connection.IsPostgreSql())
        {
            command.CommandText = NumberedText;
            AddValues(((NpgsqlCommand)command).Parameters);
            return command;
        }

        command.CommandText = Text;
        for (var i = 0; i < _values.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = NameOf(i);
            command.Parameters.Add(parameter);
        }

        SetValues(command);
        return command;
    }

    /// <summary>Adds its values to the parameters of a command for PostgreSQL.</summary>
    public void AddValues(NpgsqlParameterCollection parameters)
    {
        for (var i = 0; i < _values.Count; i++)
        {
            // Null has a type too: without one, a statement that is prepared for the type of a value would not serve.
            var parameter = new NpgsqlParameter { Value = (_values[i] is string text ? StrictText.Of(text) : _values[i]) ?? DBNull.Value };
            if (TypeOf(_types[i]) is { } type) parameter.NpgsqlDbType = type;
            parameters.Add(parameter);
        }
    }

    /// <summary>Sets the values of a command for SQLite with the same text.</summary>
    public void SetValues(DbCommand command)
    {
        for (var i = 0; i < _values.Count; i++)
        {
            command.Parameters[i].Value = _values[i] ?? DBNull.Value;
        }
    }

    public void AppendLiteral(string text) => _parts.Add(text);

    public void AppendFormatted(string text, string format) =>
        _parts.Add(format == Raw ? text : throw new ArgumentException($"Unknown format \"{format}\". Allowed: {Raw}.", nameof(format)));

    public void AppendFormatted(string? value) => AddValue(value, SqlType.Text);

    public void AppendFormatted(long value) => AddValue(value, SqlType.Number);

    public void AppendFormatted(long? value) => AddValue(value, SqlType.Number);

    public void AppendFormatted(double value) => AddValue(value, SqlType.Real);

    public void AppendFormatted(bool value) => AddValue(value ? 1L : 0L, SqlType.Number);

    public void AppendFormatted(DateTimeOffset? value) => AddValue(value?.ToMs(), SqlType.Number);

    public void AppendFormatted(byte[]? value) => AddValue(value, SqlType.Bytes);

    public void AppendFormatted(ReadOnlyMemory<byte> value) => AddValue(value, SqlType.Bytes);

    public void AppendFormatted<T>(T value)
        where T : struct, Enum => AddValue(EnumText<T>.Of(value), SqlType.Text);

    public void AppendFormatted<T>(T? value)
        where T : struct, Enum => AddValue(value is { } name ? EnumText<T>.Of(name) : null, SqlType.Text);

    public void AppendFormatted(PackedText text) => AddValue(text.Value, text.Value is string or null ? SqlType.Text : SqlType.Bytes);

    /// <summary>Many values as one, for <c>unnest</c> and <c>= ANY</c>. PostgreSQL only.</summary>
    public void AppendFormatted(SqlList values) => AddValue(values.Values, values.Type);

    public void AppendFormatted(PackedBytes bytes) => AddValue(bytes.Value, SqlType.Bytes);

    public void AppendFormatted(IEnumerable<string> values)
    {
        IsComposed = true;
        var separator = "(";
        foreach (var value in values)
        {
            _parts.Add(separator);
            AddValue(value, SqlType.Text);
            separator = ", ";
        }

        // Nothing is equal to NULL; an empty list is no SQL.
        _parts.Add(separator == "(" ? "(NULL)" : ")");
    }

    /// <summary>Appends a part that may be another one each time.</summary>
    public void AppendFormatted(SqlStatement part)
    {
        IsComposed = true;
        AppendParts(part);
    }

    /// <summary>Appends a part that always has the same text, marked by <c>:fixed</c>.</summary>
    public void AppendFormatted(SqlStatement part, string format)
    {
        if (format != Fixed) throw new ArgumentException($"Unknown format \"{format}\". Allowed: {Fixed}.", nameof(format));
        IsComposed |= part.IsComposed;
        AppendParts(part);
    }

    private void AppendParts(SqlStatement part)
    {
        _parts.AddRange(part._parts);
        _values.AddRange(part._values);
        _types.AddRange(part._types);
    }

    /// <summary>Appends a value in the form in which it is stored.</summary>
    public void AppendValue(object? value) => AddValue(value, SqlType.OfValue);

    private static string NameOf(int value) => value < s_names.Length ? s_names[value] : Name(value);

    private static string Name(int value) => $"@p{value}";

    private static NpgsqlDbType? TypeOf(SqlType type) => type switch
    {
        SqlType.Number => NpgsqlDbType.Bigint,
        SqlType.Real => NpgsqlDbType.Double,
        SqlType.Text => NpgsqlDbType.Text,
        SqlType.Bytes => NpgsqlDbType.Bytea,
        SqlType.Numbers => NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        SqlType.Texts => NpgsqlDbType.Array | NpgsqlDbType.Text,
        _ => null,
    };

    private string With(Func<int, string> parameter)
    {
        var text = new StringBuilder();
        var value = 0;
        foreach (var part in _parts)
        {
            text.Append(part ?? parameter(value++));
        }

        return text.ToString();
    }

    private void AddValue(object? value, SqlType type)
    {
        _parts.Add(null);
        _values.Add(value);
        _types.Add(type);
    }

    private sealed class TextComparer : IEqualityComparer<SqlStatement>
    {
        public static readonly TextComparer Instance = new();

        public bool Equals(SqlStatement? x, SqlStatement? y) =>
            CollectionsMarshal.AsSpan(x?._parts).SequenceEqual(CollectionsMarshal.AsSpan(y?._parts));

        // The parts of one place in the code are always the same strings; their lengths tell most places apart, and comparing equal references is cheap.
        public int GetHashCode(SqlStatement obj)
        {
            var hash = obj._parts.Count;
            foreach (var part in obj._parts)
            {
                hash = (hash * 31) + (part is { Length: > 0 } ? part.Length + (part[part.Length / 2] << 16) : 1);
            }

            return hash;
        }
    }
}

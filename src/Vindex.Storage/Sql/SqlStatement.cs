using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Npgsql;
using Vindex.Storage.PostgreSql;
using Vindex.Storage.Sql.Reading;
using Vindex.Storage.Sql.Scores;

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

    private static readonly string[] s_names = [.. Enumerable.Range(0, 64).Select(Name)];

    // Null means the next value.
    private readonly List<string?> _parts;
    private readonly List<object?> _values;

    /// <summary>Called by the compiler for an interpolated string.</summary>
    public SqlStatement(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _parts = new List<string?>((2 * formattedCount) + 1);
        _values = new List<object?>(formattedCount);
    }

    /// <summary>Called by the compiler for the argument of <see cref="Add"/>, which is written straight into the statement.</summary>
    public SqlStatement(int literalLength, int formattedCount, SqlStatement target)
    {
        _ = (literalLength, formattedCount);
        (_parts, _values) = (target._parts, target._values);
    }

    private SqlStatement(List<string?> parts) => (_parts, _values) = ([.. parts], []);

    /// <summary>Compares the texts of statements.</summary>
    public static IEqualityComparer<SqlStatement> SameText { get; } = new TextComparer();

    /// <summary>Whether its text depends on what it is for, as it was put together from parts or holds a list: not worth keeping prepared.</summary>
    public bool IsComposed { get; private set; }

    /// <summary>The values, in the order of their parameters.</summary>
    public ReadOnlySpan<object?> Values => CollectionsMarshal.AsSpan(_values);

    /// <summary>The text, with a parameter for each value.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            var value = 0;
            foreach (var part in _parts)
            {
                text.Append(part ?? NameOf(value++));
            }

            return text.ToString();
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
            parameters.Add(new NpgsqlParameter(NameOf(i), (_values[i] is string text ? StrictText.Of(text) : _values[i]) ?? DBNull.Value));
        }
    }

    /// <summary>Sets the values of a command with the same text.</summary>
    public void SetValues(DbCommand command)
    {
        var isStrict = command.Connection.IsPostgreSql();
        for (var i = 0; i < _values.Count; i++)
        {
            command.Parameters[i].Value = (isStrict && _values[i] is string text ? StrictText.Of(text) : _values[i]) ?? DBNull.Value;
        }
    }

    public void AppendLiteral(string text) => _parts.Add(text);

    public void AppendFormatted(string text, string format) =>
        _parts.Add(format == Raw ? text : throw new ArgumentException($"Unknown format \"{format}\". Allowed: {Raw}.", nameof(format)));

    public void AppendFormatted(string? value) => AddValue(value);

    public void AppendFormatted(long value) => AddValue(value);

    public void AppendFormatted(long? value) => AddValue(value);

    public void AppendFormatted(double value) => AddValue(value);

    public void AppendFormatted(bool value) => AddValue(value ? 1L : 0L);

    public void AppendFormatted(DateTimeOffset? value) => AddValue(value?.ToMs());

    public void AppendFormatted(byte[]? value) => AddValue(value);

    public void AppendFormatted(ReadOnlyMemory<byte> value) => AddValue(value);

    public void AppendFormatted<T>(T value)
        where T : struct, Enum => AddValue(EnumText<T>.Of(value));

    public void AppendFormatted<T>(T? value)
        where T : struct, Enum => AddValue(value is { } name ? EnumText<T>.Of(name) : null);

    public void AppendFormatted(PackedText text) => AddValue(text.Value);

    public void AppendFormatted(PackedBytes bytes) => AddValue(bytes.Value);

    public void AppendFormatted(IEnumerable<string> values)
    {
        IsComposed = true;
        var separator = "(";
        foreach (var value in values)
        {
            _parts.Add(separator);
            AddValue(value);
            separator = ", ";
        }

        // Nothing is equal to NULL; an empty list is no SQL.
        _parts.Add(separator == "(" ? "(NULL)" : ")");
    }

    public void AppendFormatted(SqlStatement part)
    {
        IsComposed = true;
        _parts.AddRange(part._parts);
        _values.AddRange(part._values);
    }

    /// <summary>Appends a value in the form in which it is stored.</summary>
    public void AppendValue(object? value) => AddValue(value);

    private static string NameOf(int value) => value < s_names.Length ? s_names[value] : Name(value);

    private static string Name(int value) => $"@p{value}";

    private void AddValue(object? value)
    {
        _parts.Add(null);
        _values.Add(value);
    }

    private sealed class TextComparer : IEqualityComparer<SqlStatement>
    {
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

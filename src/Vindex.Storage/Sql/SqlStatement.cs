using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Vindex.Storage.Sql;

/// <summary>A statement that is put together from parts. Values never become text: every hole of a part becomes a parameter.</summary>
internal sealed class SqlStatement
{
    private readonly StringBuilder _text = new();
    private readonly List<object> _values = [];

    /// <summary>The text so far.</summary>
    public string Text => _text.ToString();

    /// <summary>Adds fixed text.</summary>
    public SqlStatement Add(string sql)
    {
        _text.Append(sql);
        return this;
    }

    /// <summary>Adds text whose holes are values.</summary>
    public SqlStatement AddWith(FormattableString sql)
    {
        var names = new object[sql.ArgumentCount];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Value(sql.GetArgument(i)!);
        }

        _text.AppendFormat(CultureInfo.InvariantCulture, sql.Format, names);
        return this;
    }

    /// <summary>Adds values in parentheses, separated by commas.</summary>
    public SqlStatement AddList(IEnumerable<string> values)
    {
        _text.Append('(').AppendJoin(", ", values.Select(Value)).Append(')');
        return this;
    }

    /// <summary>The command on a connection.</summary>
    public DbCommand On(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = Text;
        for (var i = 0; i < _values.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = Name(i);
            parameter.Value = _values[i];
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");

    private string Value(object value)
    {
        _values.Add(value);
        return Name(_values.Count - 1);
    }
}

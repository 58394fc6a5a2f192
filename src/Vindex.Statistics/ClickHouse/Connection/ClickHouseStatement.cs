using System.Buffers;
using System.Globalization;
using System.Text;

namespace Vindex.Statistics.ClickHouse.Connection;

/// <summary>A statement with its parameters. Values never become part of the text: each is sent as a parameter and named where it is used.</summary>
public sealed class ClickHouseStatement
{
    private static readonly SearchValues<char> s_escaped = SearchValues.Create("\\'\n\r\t\0\b\f");
    private readonly List<(string Name, string Value)> _parameters = [];

    /// <summary>The text; set when all parameters are known.</summary>
    public string Text { get; set; } = "";

    /// <summary>Name and value of each parameter, the value in ClickHouse's escaped text form.</summary>
    public IReadOnlyList<(string Name, string Value)> Parameters => _parameters;

    /// <summary>A signed number.</summary>
    public string Parameter(long value) => Add("Int64", value.ToString(CultureInfo.InvariantCulture));

    /// <summary>An unsigned number.</summary>
    public string Parameter(ulong value) => Add("UInt64", value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A double, as its bits: ClickHouse's reading of decimal text may be off by the last bit.</summary>
    public string Parameter(double value) => $"reinterpretAsFloat64({Parameter(BitConverter.DoubleToUInt64Bits(value))})";

    /// <summary>A text.</summary>
    public string Parameter(string value) => Add("String", Escape(value));

    /// <summary>A list of signed numbers.</summary>
    public string Parameter(IEnumerable<long> values) => Add("Array(Int64)", $"[{string.Join(',', values)}]");

    /// <summary>A list of unsigned numbers.</summary>
    public string Parameter(IEnumerable<ulong> values) => Add("Array(UInt64)", $"[{string.Join(',', values)}]");

    /// <summary>A list of doubles, as their bits.</summary>
    public string Parameter(IEnumerable<double> values) =>
        $"arrayMap(bits -> reinterpretAsFloat64(bits), {Parameter(values.Select(BitConverter.DoubleToUInt64Bits))})";

    /// <summary>A list of texts.</summary>
    public string Parameter(IEnumerable<string> values) => Add("Array(String)", $"[{string.Join(',', values.Select(value => $"'{Escape(value)}'"))}]");

    private string Add(string type, string value)
    {
        var name = $"p{_parameters.Count}";
        _parameters.Add((name, value));
        return $"{{{name}:{type}}}";
    }

    private static string Escape(string value)
    {
        if (!value.AsSpan().ContainsAny(s_escaped))
            return value;
        var escaped = new StringBuilder(value.Length + 8);
        foreach (var character in value)
        {
            _ = character switch
            {
                '\\' => escaped.Append("\\\\"),
                '\'' => escaped.Append("\\'"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                '\0' => escaped.Append("\\0"),
                '\b' => escaped.Append("\\b"),
                '\f' => escaped.Append("\\f"),
                _ => escaped.Append(character),
            };
        }
        return escaped.ToString();
    }
}

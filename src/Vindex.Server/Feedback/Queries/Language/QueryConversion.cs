namespace Vindex.Server.Feedback.Queries.Language;

/// <summary>Implements <c>$convert</c>. Values that cannot be converted become null.</summary>
internal static class QueryConversion
{
    public static IReadOnlyList<string> Targets { get; } = ["double", "string", "int", "bool", "exists"];

    /// <summary>The resulting type.</summary>
    public static OperandType TypeOf(string target) => target switch
    {
        "double" or "int" => OperandType.Number,
        "string" => OperandType.Text,
        _ => OperandType.Boolean,
    };

    public static bool? ToBoolean(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("true"u8) || text.SequenceEqual("1"u8)) return true;
        if (text.SequenceEqual("false"u8) || text.SequenceEqual("0"u8)) return false;
        return QueryNumber.TryParse(text, out var number) ? ToBoolean(number) : null;
    }

    public static QueryValue ToNumber(QueryValue value) => value.Type switch
    {
        OperandType.Number => value,
        OperandType.Boolean => QueryValue.Of(value.Number),
        OperandType.Time => QueryValue.Of(QueryNumber.Of((value.Ticks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond)),
        OperandType.Text when QueryNumber.TryParse(value.Utf8(), out var number) => QueryValue.Of(number),
        _ => QueryValue.Null,
    };

    /// <summary>Integers are kept; other numbers become null, because nothing is rounded.</summary>
    public static QueryValue ToInteger(QueryValue value)
    {
        var number = ToNumber(value);
        return number.IsNull || !number.Number.IsWhole ? QueryValue.Null : number;
    }

    public static QueryValue ToText(QueryValue value) => value.Type switch
    {
        OperandType.Text => value,
        OperandType.Number => QueryValue.Text(value.Number.ToString()),
        OperandType.Boolean => QueryValue.Text(value.Boolean ? "true" : "false"),
        OperandType.Time => QueryValue.Text(Web.Instants.Format(new DateTimeOffset(value.Ticks, TimeSpan.Zero))),
        _ => QueryValue.Null,
    };

    public static QueryValue ToBoolean(QueryValue value)
    {
        var result = value.Type switch
        {
            OperandType.Boolean => value.Boolean,
            OperandType.Number => ToBoolean(value.Number),
            OperandType.Text => ToBoolean(value.Utf8()),
            _ => null,
        };
        return result is { } known ? QueryValue.Of(known) : QueryValue.Null;
    }

    private static bool? ToBoolean(QueryNumber number) => number is { IsWhole: true, Whole: 0 or 1 } ? number.Whole == 1 : null;
}

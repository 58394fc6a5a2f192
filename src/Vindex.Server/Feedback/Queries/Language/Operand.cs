using System.Text;
using System.Text.Json;
using Vindex.Server.Feedback.Queries.Rows;

namespace Vindex.Server.Feedback.Queries.Language;

/// <summary>An operand of a query, which has a value for each row.</summary>
internal abstract class Operand
{
    public abstract OperandType Type { get; }

    /// <summary>Its value for the current row, or null.</summary>
    public abstract QueryValue Read(RowReading row);

    /// <summary>The operand converted to another type for a comparison; null if that is impossible. A boolean is also a number, 1 or 0.</summary>
    public virtual Operand? As(OperandType type) => type == Type || (type, Type) == (OperandType.Number, OperandType.Boolean) ? this : null;

    /// <summary>Whether the row has a value.</summary>
    public virtual bool Exists(RowReading row) => !Read(row).IsNull;
}

/// <summary>A constant.</summary>
internal sealed class LiteralOperand : Operand
{
    private readonly byte[] _utf8 = [];
    private readonly DateTimeOffset _time;

    private LiteralOperand(OperandType type, string? text, QueryNumber number, DateTimeOffset time)
    {
        Type = type;
        Text = text;
        Number = number;
        _time = time;
        if (text is not null) _utf8 = Encoding.UTF8.GetBytes(text);
    }

    public static LiteralOperand Null { get; } = new(OperandType.Null, null, default, default);

    public override OperandType Type { get; }

    public string? Text { get; }

    /// <summary>The number, or 1 and 0 for true and false.</summary>
    public QueryNumber Number { get; }

    public DateTimeOffset Time => _time;

    public static LiteralOperand Of(string text) => new(OperandType.Text, text, default, default);

    public static LiteralOperand Of(QueryNumber number) => new(OperandType.Number, null, number, default);

    public static LiteralOperand Of(bool value) => new(OperandType.Boolean, null, QueryNumber.Of(value ? 1 : 0), default);

    public override QueryValue Read(RowReading row) => Type switch
    {
        OperandType.Text => QueryValue.Text(Text!, _utf8),
        OperandType.Number => QueryValue.Of(Number),
        OperandType.Boolean => QueryValue.Of(Number.Whole != 0),
        OperandType.Time => QueryValue.Of(_time),
        _ => QueryValue.Null,
    };

    public override Operand? As(OperandType type)
    {
        if (type != OperandType.Time) return base.As(type);
        DateTimeOffset time = default;
        var isTime = Type switch
        {
            OperandType.Text => QueryTime.TryParse(Text!, out time),
            OperandType.Number => QueryTime.TryFromSeconds(Number.Value, out time),
            _ => false,
        };
        return isTime ? new LiteralOperand(OperandType.Time, null, default, time) : null;
    }
}

/// <summary>A text column.</summary>
internal sealed class ColumnOperand(FeedbackColumn column) : Operand
{
    public FeedbackColumn Column => column;

    public override OperandType Type => OperandType.Text;

    public override QueryValue Read(RowReading row) => QueryValue.Text(column.Text!(row));
}

/// <summary><c>created_at</c>.</summary>
internal sealed class CreatedAtOperand : Operand
{
    public override OperandType Type => OperandType.Time;

    public override QueryValue Read(RowReading row) => QueryValue.Of(row.Row.CreatedAt);
}

/// <summary>A column that as a whole supports only <c>$contains</c> and <c>exists</c>.</summary>
internal sealed class CollectionOperand(FeedbackColumn column) : Operand
{
    public string Name => column.Name;

    public override OperandType Type => column.IsMap ? OperandType.Map : OperandType.Tags;

    public override QueryValue Read(RowReading row) => QueryValue.Null;

    public override bool Exists(RowReading row) => true;
}

/// <summary><c>$size</c>: the number of entries of a list or map.</summary>
internal sealed class SizeOperand(string column) : Operand
{
    public override OperandType Type => OperandType.Number;

    public override QueryValue Read(RowReading row) => QueryValue.Of(QueryNumber.Of(row.Scorer.Size(column)));
}

/// <summary>One name of a column of names and values.</summary>
internal sealed class EntryOperand(FeedbackColumn column, string key) : Operand
{
    public override OperandType Type => column.Type == ColumnType.NumberMap ? OperandType.Number : OperandType.Text;

    public override QueryValue Read(RowReading row)
    {
        if (row.Scorer.Entry(column.Name, key) is not { } value) return QueryValue.Null;
        return column.Type == ColumnType.TextMap ? QueryValue.Text(value.GetString()) : QueryValue.Of(QueryNumber.Of(value.GetDouble()));
    }
}

/// <summary>A path into the payload, read as the type it is compared with.</summary>
internal sealed class PayloadOperand(int slot, OperandType type) : Operand
{
    public override OperandType Type => type;

    /// <summary>The type to read: <see cref="OperandType.Json"/> means a number if it is a JSON number, otherwise text.</summary>
    public override QueryValue Read(RowReading row)
    {
        switch (type)
        {
            case OperandType.Number:
                return row.TryNumber(slot, out var number) ? QueryValue.Of(number) : QueryValue.Null;
            case OperandType.Boolean:
                return row.Boolean(slot) is { } value ? QueryValue.Of(value) : QueryValue.Null;
            case OperandType.Time:
                var text = row.Text(slot);
                return !text.IsNull && QueryTime.TryParse(text.String(), out var time) ? QueryValue.Of(time) : QueryValue.Null;
            case OperandType.Json when row.Find(slot).Token == JsonTokenType.Number && row.TryNumber(slot, out var natural):
                return QueryValue.Of(natural);
            default:
                return row.Text(slot);
        }
    }

    public override Operand? As(OperandType other) => other switch
    {
        _ when other == type => this,
        OperandType.Text or OperandType.Number or OperandType.Boolean or OperandType.Time => new PayloadOperand(slot, other),
        _ => null,
    };

    public override bool Exists(RowReading row) => row.Find(slot).Token != JsonTokenType.None;
}

/// <summary><c>$convert</c>.</summary>
internal sealed class ConvertOperand(Operand input, string target) : Operand
{
    // A payload path is converted from its text, which preserves the digits of a number.
    private readonly Operand _input = input.Type == OperandType.Json ? input.As(OperandType.Text)! : input;

    public override OperandType Type { get; } = QueryConversion.TypeOf(target);

    public override QueryValue Read(RowReading row) => target switch
    {
        "exists" => QueryValue.Of(input.Exists(row)),
        "double" => QueryConversion.ToNumber(_input.Read(row)),
        "int" => QueryConversion.ToInteger(_input.Read(row)),
        "string" => QueryConversion.ToText(_input.Read(row)),
        _ => QueryConversion.ToBoolean(_input.Read(row)),
    };
}

/// <summary>A condition as a value: true, false or null.</summary>
internal sealed class ConditionOperand(Condition condition) : Operand
{
    public override OperandType Type => OperandType.Boolean;

    public override QueryValue Read(RowReading row) => condition.Test(row) switch
    {
        Truth.Unknown => QueryValue.Null,
        var truth => QueryValue.Of(truth == Truth.True),
    };
}

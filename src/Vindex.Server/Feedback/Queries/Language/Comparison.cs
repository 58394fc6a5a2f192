using Vindex.Server.Feedback.Queries.Rows;

namespace Vindex.Server.Feedback.Queries.Language;

/// <summary>The comparison operators.</summary>
internal enum ComparisonOperator
{
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// <summary><c>$eq $gt $gte $lt $lte</c>: two operands of one type. A missing value makes the outcome unknown.</summary>
internal sealed class Comparison : Condition
{
    private readonly OperandType _type;

    private Comparison(ComparisonOperator @operator, Operand left, Operand right, OperandType type)
    {
        Operator = @operator;
        Left = left;
        Right = right;
        _type = type;
    }

    public ComparisonOperator Operator { get; }

    public Operand Left { get; }

    public Operand Right { get; }

    /// <summary>A comparison in the common type of both sides; otherwise the reason why they cannot be compared.</summary>
    public static Comparison? Of(ComparisonOperator @operator, Operand left, Operand right, out string reason)
    {
        reason = "";
        if (left.Type == OperandType.Null || right.Type == OperandType.Null)
            return new Comparison(@operator, LiteralOperand.Null, LiteralOperand.Null, OperandType.Null);
        if ((left as CollectionOperand ?? right as CollectionOperand) is { } collection)
        {
            reason = Whole(collection.Name);
            return null;
        }

        var type = Common(left, right);
        if (left.As(type) is { } first && right.As(type) is { } second) return new Comparison(@operator, first, second, type);
        reason = Mismatch(left, right);
        return null;
    }

    public override Truth Test(RowReading row)
    {
        var left = Left.Read(row);
        if (left.IsNull) return Truth.Unknown;
        var right = Right.Read(row);
        if (right.IsNull) return Truth.Unknown;
        return Compare(left, right, row) ? Truth.True : Truth.False;
    }

    /// <summary>Suggests what to do with a column that cannot be compared as a whole.</summary>
    public static string Whole(string name) => name == ScorerFields.TagsName
        ? $"{name} is a list; use $contains to test for a tag, or $size to count them"
        : $"{name} cannot be compared as a whole; name one entry, as in {name}.<name>, or use $size";

    private static OperandType Common(Operand left, Operand right)
    {
        if (left.Type == OperandType.Time || right.Type == OperandType.Time) return OperandType.Time;
        if (left.Type == OperandType.Json) return right.Type;
        if (right.Type == OperandType.Json) return left.Type;
        // Compared with a number, a boolean is 1 or 0.
        return left.Type == OperandType.Number || right.Type == OperandType.Number ? OperandType.Number : left.Type;
    }

    private static string Mismatch(Operand left, Operand right)
    {
        if (left.Type == OperandType.Time || right.Type == OperandType.Time)
            return "created_at is compared with a time: ISO 8601 text such as 2026-04-16T09:12:08Z, or seconds since 1970";
        return $"{Name(left.Type)} cannot be compared with {Name(right.Type)}; compare values of one type, or use $convert";
    }

    private static string Name(OperandType type) => type switch
    {
        OperandType.Text => "text",
        OperandType.Number => "a number",
        OperandType.Boolean => "true or false",
        OperandType.Tags => "a list",
        _ => "that",
    };

    private bool Compare(QueryValue left, QueryValue right, RowReading row)
    {
        if (_type == OperandType.Json && (left.Type, right.Type) != (OperandType.Number, OperandType.Number))
        {
            var text = Left.As(OperandType.Text)!.Read(row);
            var other = Right.As(OperandType.Text)!.Read(row);
            return Decide(QueryValue.CompareText(text, other));
        }

        if (Operator == ComparisonOperator.Equal && _type == OperandType.Text) return QueryValue.SameText(left, right);
        return Decide(_type switch
        {
            OperandType.Text => QueryValue.CompareText(left, right),
            OperandType.Time => left.Ticks.CompareTo(right.Ticks),
            _ => left.Number.Order(right.Number),
        });
    }

    private bool Decide(int order) => Operator switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.Greater => order > 0,
        ComparisonOperator.GreaterOrEqual => order >= 0,
        ComparisonOperator.Less => order < 0,
        _ => order <= 0,
    };
}

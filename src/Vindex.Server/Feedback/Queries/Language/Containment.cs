using Vindex.Server.Feedback.Queries.Rows;

namespace Vindex.Server.Feedback.Queries.Language;

/// <summary><c>$contains</c>: a text in a text, or a tag in the tags.</summary>
internal sealed class Containment : Condition
{
    private readonly Operand _input;
    private readonly Operand _part;
    private readonly bool _ignoreCase;

    private Containment(Operand input, Operand part, bool ignoreCase)
    {
        _input = input;
        _part = part;
        _ignoreCase = ignoreCase;
    }

    /// <summary>A search; otherwise an error that says which operand is not a text.</summary>
    public static Containment? Of(Operand input, Operand part, bool ignoreCase, out string member, out string reason)
    {
        member = "substr";
        reason = "must be text";
        if (Text(part) is not { } text) return null;
        member = "input";
        reason = "must be text, a payload path or scorer_tags";
        var searched = input.Type == OperandType.Tags ? input : Text(input);
        return searched is null ? null : new Containment(searched, text, ignoreCase);
    }

    public override Truth Test(RowReading row)
    {
        var part = _part.Read(row);
        if (_input.Type == OperandType.Tags)
        {
            if (part.IsNull) return Truth.Unknown;
            var tag = part.String();
            return row.Scorer.Tags.Contains(tag, _ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal) ? Truth.True : Truth.False;
        }

        var input = _input.Read(row);
        if (part.IsNull || input.IsNull) return Truth.Unknown;
        var found = _ignoreCase ? input.String().Contains(part.String(), StringComparison.OrdinalIgnoreCase) : input.Utf8().IndexOf(part.Utf8()) >= 0;
        return found ? Truth.True : Truth.False;
    }

    private static Operand? Text(Operand operand) => operand.Type == OperandType.Null ? operand : operand.As(OperandType.Text);
}

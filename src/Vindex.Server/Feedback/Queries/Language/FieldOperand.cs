using Vindex.Server.Feedback.Queries.Rows;

namespace Vindex.Server.Feedback.Queries.Language;

/// <summary>The operand that reads a field.</summary>
internal static class FieldOperand
{
    /// <param name="field">The field.</param>
    /// <param name="paths">Receives its path if it is in the payload.</param>
    public static Operand Of(FieldReference field, PayloadPaths paths) => field.Column.Type switch
    {
        ColumnType.Json => new PayloadOperand(paths.Slot(field.Path!), OperandType.Json),
        ColumnType.Time => new CreatedAtOperand(),
        ColumnType.Text => new ColumnOperand(field.Column),
        _ when field.Entry is { } entry => new EntryOperand(field.Column, entry),
        _ => new CollectionOperand(field.Column),
    };
}

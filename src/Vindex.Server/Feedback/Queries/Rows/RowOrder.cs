using Vindex.Server.Feedback.Queries.Language;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Queries.Rows;

/// <summary>The sort key of a row for one field: missing, a number or a text.</summary>
internal readonly record struct SortValue(bool Exists, QueryNumber? Number, string? Text)
{
    /// <summary>Approximate size in addition to the row, in bytes.</summary>
    public int Size => 48 + ((Text?.Length ?? 0) * sizeof(char));
}

/// <summary>
/// The sort order of a response. Missing values come last in both directions; in a payload path, numbers come before texts. Rows that are equal
/// in all keys are ordered by creation time and id, in the direction of the last key.
/// </summary>
internal sealed class RowOrder
{
    private readonly (FieldReference Field, bool Descending, int Slot)[] _keys;

    private RowOrder(List<(FieldReference Field, bool Descending, int Slot)> keys)
    {
        _keys = [.. keys];
        IsDescending = keys.Count > 0 && keys[^1].Descending;
        IsTime = keys.Count == 0
            || (keys[0].Field.Column.Type == ColumnType.Time
                && (keys.Count == 1 || (keys is [var first, { Field.Name: "id" } second] && first.Descending == second.Descending)));
    }

    /// <summary>Whether the store's own order, by creation time and id, is requested.</summary>
    public bool IsTime { get; }

    /// <summary>The direction in which the store reads, so that equal rows have the right order.</summary>
    public bool IsDescending { get; }

    /// <summary>A sort order; otherwise an error that names the field.</summary>
    public static RowOrder? Of(IReadOnlyList<(string Field, bool Descending)> keys, RowReading reading, out QueryRefusal? refusal)
    {
        refusal = keys.Count > QueryLimits.SortKeys ? new QueryRefusal($"At most {QueryLimits.SortKeys} fields can be sorted by, got {keys.Count}") : null;
        if (refusal is not null) return null;
        var known = new List<(FieldReference, bool, int)>();
        foreach (var (name, descending) in keys)
        {
            if (FieldReference.Find(name, out refusal) is not { } field) return null;
            if (field is { Column.Type: ColumnType.Tags } or { Column.IsMap: true, Entry: null })
            {
                refusal = new QueryRefusal($"Cannot sort by {name}: it has several values");
                return null;
            }

            known.Add((field, descending, field.Path is { } path ? reading.Paths.Slot(path) : -1));
        }

        return new RowOrder(known);
    }

    /// <summary>The sort keys of the current row.</summary>
    public SortValue[] Keys(RowReading reading)
    {
        var values = new SortValue[_keys.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Key(_keys[i].Field, _keys[i].Slot, reading);
        return values;
    }

    public int Compare(SortValue[] left, SortValue[] right)
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            var order = Compare(left[i], right[i], _keys[i].Descending ? -1 : 1);
            if (order != 0) return order;
        }

        return 0;
    }

    private static SortValue Key(FieldReference field, int slot, RowReading reading)
    {
        if (slot >= 0)
        {
            var exists = reading.Find(slot).Token != System.Text.Json.JsonTokenType.None;
            var text = reading.Text(slot);
            return new SortValue(exists, reading.TryNumber(slot, out var number) ? number : null, text.IsNull ? "" : text.String());
        }

        if (field.Column.Type == ColumnType.Time) return new SortValue(true, QueryNumber.Of(reading.Row.CreatedAt.UtcTicks), null);
        if (field.Entry is { } entry)
        {
            var value = reading.Scorer.Entry(field.Column.Name, entry);
            return field.Column.Type == ColumnType.NumberMap
                ? new SortValue(value is not null, value is { } rating ? QueryNumber.Of(rating.GetDouble()) : null, null)
                : new SortValue(value is not null, null, value?.GetString());
        }

        var own = field.Column.Text!(reading);
        return new SortValue(own is not null, null, own);
    }

    private static int Compare(in SortValue left, in SortValue right, int direction)
    {
        if (left.Exists != right.Exists) return left.Exists ? -1 : 1;
        if (left.Number is null != right.Number is null) return left.Number is null ? 1 : -1;
        if (left is { Number: { } number } && right.Number is { } other && number.Order(other) is not 0 and var order) return direction * order;
        return direction * CompareText(left.Text ?? "", right.Text ?? "");
    }

    /// <summary>By code points, like UTF-8; UTF-16 would put supplementary characters before U+E000.</summary>
    private static int CompareText(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length) return left.Length.CompareTo(right.Length);
        return Rank(left[same]).CompareTo(Rank(right[same]));
    }

    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}

/// <summary>A row kept while all rows are read.</summary>
internal sealed record HeldRow(FeedbackRow Row, SortValue[] Keys, long Place)
{
    /// <summary>Approximate size in bytes.</summary>
    public long Size { get; } = 512 + Row.Payload.Length + ((Row.Extras?.Length ?? 0) * sizeof(char)) + Keys.Sum(key => key.Size);
}

using System.Text;

namespace Vindex.Server.Feedback.Queries.Language;

/// <summary>The type of an operand, as far as it is known before rows are read.</summary>
internal enum OperandType : byte
{
    Null,
    Text,
    Number,
    Boolean,
    Time,

    /// <summary>A path into the payload, read as the type it is compared with.</summary>
    Json,

    /// <summary>The list of tags.</summary>
    Tags,

    /// <summary>A column of names and values.</summary>
    Map,
}

/// <summary>The value of an operand for one row; valid while the row is being read.</summary>
internal readonly ref struct QueryValue
{
    private readonly ReadOnlySpan<byte> _utf8;

    private QueryValue(OperandType type, string? chars = null, ReadOnlySpan<byte> utf8 = default, QueryNumber number = default, long ticks = 0)
    {
        Type = type;
        Chars = chars;
        _utf8 = utf8;
        Number = number;
        Ticks = ticks;
    }

    /// <summary>Its type; <see cref="OperandType.Null"/> if there is no value.</summary>
    public OperandType Type { get; }

    public bool IsNull => Type == OperandType.Null;

    /// <summary>The text if available as a string; otherwise it is available as UTF-8.</summary>
    public string? Chars { get; }

    /// <summary>The number; for a boolean 1 or 0.</summary>
    public QueryNumber Number { get; }

    /// <summary>The instant, in ticks of UTC.</summary>
    public long Ticks { get; }

    public bool Boolean => Number.Whole != 0;

    public static QueryValue Null => default;

    public static QueryValue Text(string? text) => text is null ? default : new(OperandType.Text, chars: text);

    public static QueryValue Text(ReadOnlySpan<byte> utf8) => new(OperandType.Text, utf8: utf8);

    /// <summary>A text available in both forms.</summary>
    public static QueryValue Text(string text, ReadOnlySpan<byte> utf8) => new(OperandType.Text, chars: text, utf8: utf8);

    public static QueryValue Of(QueryNumber number) => new(OperandType.Number, number: number);

    public static QueryValue Of(bool value) => new(OperandType.Boolean, number: QueryNumber.Of(value ? 1 : 0));

    public static QueryValue Of(DateTimeOffset time) => new(OperandType.Time, ticks: time.UtcTicks);

    /// <summary>The text in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8() => Chars is null || !_utf8.IsEmpty ? _utf8 : Encoding.UTF8.GetBytes(Chars);

    /// <summary>The text as a string.</summary>
    public string String() => Chars ?? Encoding.UTF8.GetString(_utf8);

    /// <summary>Whether two texts are identical.</summary>
    public static bool SameText(QueryValue left, QueryValue right) =>
        left.Chars is not null && right.Chars is not null
            ? string.Equals(left.Chars, right.Chars, StringComparison.Ordinal)
            : left.Utf8().SequenceEqual(right.Utf8());

    /// <summary>The order of two texts: by code points, which is the order of their UTF-8.</summary>
    public static int CompareText(QueryValue left, QueryValue right) => left.Utf8().SequenceCompareTo(right.Utf8());
}

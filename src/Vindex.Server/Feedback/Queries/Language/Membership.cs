using System.Diagnostics.CodeAnalysis;
using Vindex.Server.Feedback.Queries.Rows;

namespace Vindex.Server.Feedback.Queries.Language;

/// <summary><c>$in</c> with a list of literals: equivalent to comparisons joined by OR, implemented as a look-up.</summary>
internal sealed class Membership : Condition
{
    private readonly HashSet<string> _texts;
    private readonly HashSet<byte[]> _utf8 = new(Utf8Comparer.Instance);
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _byUtf8;
    private readonly HashSet<QueryNumber> _numbers;
    private readonly HashSet<long> _ticks;
    private readonly HashSet<bool> _booleans;
    private readonly bool _hasNull;
    private readonly Operand? _text;
    private readonly Operand? _number;
    private readonly Operand? _boolean;
    private readonly Operand? _time;

    private Membership(Operand input, IReadOnlyList<LiteralOperand> items)
    {
        Input = input;
        Items = items;
        var typed = items.Select(item => input.Type == OperandType.Time && item.Type != OperandType.Null ? (LiteralOperand)item.As(OperandType.Time)! : item)
            .ToList();
        _texts = typed.Where(item => item.Type == OperandType.Text).Select(item => item.Text!).ToHashSet(StringComparer.Ordinal);
        foreach (var text in _texts) _utf8.Add(System.Text.Encoding.UTF8.GetBytes(text));
        _byUtf8 = _utf8.GetAlternateLookup<ReadOnlySpan<byte>>();
        // Compared with a number, a boolean is 1 or 0; a payload path is read as the type of each item.
        var asNumbers = input.Type is OperandType.Number or OperandType.Boolean;
        _numbers = typed.Where(item => item.Type == OperandType.Number || (asNumbers && item.Type == OperandType.Boolean))
            .Select(item => item.Number)
            .ToHashSet();
        _booleans = asNumbers ? [] : typed.Where(item => item.Type == OperandType.Boolean).Select(item => item.Number.Whole != 0).ToHashSet();
        _ticks = typed.Where(item => item.Type == OperandType.Time).Select(item => item.Time.UtcTicks).ToHashSet();
        _hasNull = typed.Exists(item => item.Type == OperandType.Null);
        _text = _texts.Count > 0 ? input.As(OperandType.Text) : null;
        _number = _numbers.Count > 0 ? input.As(OperandType.Number) : null;
        _boolean = _booleans.Count > 0 ? input.As(OperandType.Boolean) : null;
        _time = _ticks.Count > 0 ? input : null;
    }

    public Operand Input { get; }

    public IReadOnlyList<LiteralOperand> Items { get; }

    /// <summary>A look-up if every item can be compared with the input; otherwise an error.</summary>
    public static Membership? Of(Operand input, IReadOnlyList<LiteralOperand> items, out int refused, out string reason)
    {
        for (refused = 0; refused < items.Count; refused++)
        {
            if (Comparison.Of(ComparisonOperator.Equal, input, items[refused], out reason) is null) return null;
        }

        reason = "";
        return new Membership(input, items);
    }

    public override Truth Test(RowReading row)
    {
        if (Input.Type == OperandType.Null) return Truth.Unknown;
        var unknown = _hasNull;
        if (_text is not null && Has(_text.Read(row), ref unknown)) return Truth.True;
        if (_number is not null && Has(_number.Read(row), ref unknown)) return Truth.True;
        if (_boolean is not null && Has(_boolean.Read(row), ref unknown)) return Truth.True;
        if (_time is not null && Has(_time.Read(row), ref unknown)) return Truth.True;
        return unknown ? Truth.Unknown : Truth.False;
    }

    private bool Has(QueryValue value, ref bool unknown)
    {
        unknown |= value.IsNull;
        return value.Type switch
        {
            OperandType.Null => false,
            OperandType.Text => value.Chars is { } chars ? _texts.Contains(chars) : _byUtf8.Contains(value.Utf8()),
            OperandType.Time => _ticks.Contains(value.Ticks),
            OperandType.Boolean when _boolean is not null => _booleans.Contains(value.Boolean),
            _ => _numbers.Contains(value.Number),
        };
    }

    private sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static Utf8Comparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}

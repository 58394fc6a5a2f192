using System.Buffers.Binary;
using System.Text;

namespace Vindex.Server.Scoring.Records.Compact;

/// <summary>Reads what <see cref="CompactWriter"/> wrote.</summary>
internal ref struct CompactReader
{
    private readonly List<string> _read = [];
    private ReadOnlySpan<byte> _rest;

    /// <summary>Begins to read.</summary>
    public CompactReader(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>Whether everything was read.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Reads a byte.</summary>
    public int Byte()
    {
        if (_rest.IsEmpty) throw new InvalidDataException("It ends too early.");
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    /// <summary>Reads a number from 0 up.</summary>
    public uint Unsigned()
    {
        var value = 0u;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = Byte();
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new InvalidDataException("A number is too long.");
    }

    /// <summary>Reads a number of things that follow.</summary>
    public int Count() => Unsigned() is var count && count <= (uint)_rest.Length
        ? (int)count
        : throw new InvalidDataException("It is shorter than it says.");

    /// <summary>Reads a number of either sign.</summary>
    public int Signed() => Signed(Unsigned());

    /// <summary>Reads points.</summary>
    public double Points()
    {
        var number = Unsigned();
        if ((number & 1) == 0) return Signed(number >> 1) / 100.0;
        return BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
    }

    /// <summary>Reads a text that must be there.</summary>
    public string Text() => TextOrNull() ?? throw new InvalidDataException("A text is missing.");

    /// <summary>Reads a text; null when there is none.</summary>
    public string? TextOrNull()
    {
        var number = Unsigned();
        if (number == CompactWriter.NoText) return null;
        if (number == CompactWriter.Literal) return Literal();
        if (number == CompactWriter.Framed)
        {
            var (beginning, end) = (Known(Unsigned()), Known(Unsigned()));
            var text = beginning + Piece() + end;
            _read.Add(text);
            return text;
        }

        number -= CompactWriter.FirstText;
        return number % 2 == 0 ? Known((number / 2) + 1) : Earlier(number / 2);
    }

    /// <summary>Reads texts.</summary>
    public string[] Texts()
    {
        var texts = new string[Count()];
        for (var i = 0; i < texts.Length; i++) texts[i] = Text();
        return texts;
    }

    private static int Signed(uint number) => (int)(number >> 1) ^ -(int)(number & 1);

    private static string Known(uint number) => number == 0 ? ""
        : number <= KnownTexts.Count ? KnownTexts.At((int)number - 1)
        : throw new InvalidDataException("It uses texts that this version does not know; a newer version stored it.");

    private readonly string Earlier(uint number) =>
        number < _read.Count ? _read[(int)number] : throw new InvalidDataException("It refers to a text that is not there.");

    private string Piece()
    {
        var number = Unsigned();
        return number == CompactWriter.Literal ? Literal() : Earlier((number - CompactWriter.FirstText) / 2);
    }

    private string Literal()
    {
        var text = Encoding.UTF8.GetString(Take(Count()));
        _read.Add(text);
        return text;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length) throw new InvalidDataException("It ends too early.");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}

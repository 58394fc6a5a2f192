using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Vindex.Server.Scoring.Records.Compact;

/// <summary>Writes numbers and texts in few bytes: a text that was written before, or that is in <see cref="KnownTexts"/>, becomes a number.</summary>
internal sealed class CompactWriter
{
    /// <summary>In place of a text: there is none.</summary>
    public const int NoText = 0;

    /// <summary>In place of a number of a text: the text itself follows.</summary>
    public const int Literal = 1;

    /// <summary>In place of a number of a text: a known beginning and a known end follow, then what is between them.</summary>
    public const int Framed = 2;

    /// <summary>The first number of a text; known texts have even distances from it, texts written before have odd ones.</summary>
    public const int FirstText = 3;

    private const int LargestKept = 64 * 1024;
    private readonly Dictionary<string, int> _written = new(StringComparer.Ordinal);
    private ArrayBufferWriter<byte> _bytes = new(1024);

    /// <summary>The bytes so far.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>Starts again.</summary>
    public void Clear()
    {
        _written.Clear();
        if (_bytes.Capacity > LargestKept) _bytes = new(1024);
        else _bytes.ResetWrittenCount();
    }

    /// <summary>Writes a byte.</summary>
    public void Byte(int value)
    {
        _bytes.GetSpan(1)[0] = (byte)value;
        _bytes.Advance(1);
    }

    /// <summary>Writes a number from 0 up: seven bits to a byte, the lowest first.</summary>
    public void Number(uint value)
    {
        var span = _bytes.GetSpan(5);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        _bytes.Advance(length);
    }

    /// <summary>Writes a number from 0 up.</summary>
    public void Number(int value) => Number((uint)value);

    /// <summary>Writes a number of either sign.</summary>
    public void Signed(int value) => Number((uint)((value << 1) ^ (value >> 31)));

    /// <summary>Writes points: hundredths if they are a whole number of them, else all 64 bits.</summary>
    public void Points(double value)
    {
        const int most = 1 << 28;
        var hundredths = Math.Round(value * 100);
        if (Math.Abs(hundredths) < most)
        {
            var whole = (int)hundredths;
            if (BitConverter.DoubleToInt64Bits(whole / 100.0) == BitConverter.DoubleToInt64Bits(value))
            {
                Number((uint)((whole << 1) ^ (whole >> 31)) << 1);
                return;
            }
        }

        Number(1);
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(sizeof(double)), value);
        _bytes.Advance(sizeof(double));
    }

    /// <summary>Writes a text.</summary>
    public void Text(string? text)
    {
        if (text is null) Number(NoText);
        else if (KnownTexts.NumberOf(text) is { } known) Number(FirstText + (2 * known));
        else if (!TryRepeat(text)) New(text);
    }

    /// <summary>Writes texts and how many they are.</summary>
    public void Texts(IReadOnlyList<string> texts)
    {
        Number(texts.Count);
        foreach (var text in texts) Text(text);
    }

    private bool TryRepeat(string text)
    {
        if (!_written.TryGetValue(text, out var number)) return false;
        Number(FirstText + (2 * number) + 1);
        return true;
    }

    private void New(string text)
    {
        var (beginning, end) = KnownTexts.FrameOf(text);
        if (beginning is null && end is null)
        {
            Whole(text);
            return;
        }

        Number(Framed);
        Number(beginning + 1 ?? 0);
        Number(end + 1 ?? 0);
        var from = beginning is { } first ? KnownTexts.At(first).Length : 0;
        var to = text.Length - (end is { } last ? KnownTexts.At(last).Length : 0);
        var middle = text[from..to];
        if (!TryRepeat(middle)) Whole(middle);
        _written.Add(text, _written.Count);
    }

    private void Whole(string text)
    {
        Number(Literal);
        var length = Encoding.UTF8.GetByteCount(text);
        Number(length);
        _bytes.Advance(Encoding.UTF8.GetBytes(text, _bytes.GetSpan(length)));
        _written.Add(text, _written.Count);
    }
}

using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Vindex.Scoring.Tickets.Documents;

/// <summary>Reads JSON strings that may hold anything: <see cref="JsonElement.GetString"/> throws on a lone surrogate, which here becomes U+FFFD.</summary>
internal static class JsonText
{
    /// <summary>The text of a JSON string.</summary>
    public static string Read(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        var inner = raw[1..^1];
        return inner.Contains((byte)'\\') ? Unescape(inner) : Encoding.UTF8.GetString(inner);
    }

    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        var rented = ArrayPool<char>.Shared.Rent(raw.Length);
        var length = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain < 0) plain = raw.Length;
            length += Encoding.UTF8.GetChars(raw[..plain], rented.AsSpan(length));
            raw = raw[plain..];
            if (raw.Length < 2) break;
            var (character, consumed) = Escape(raw);
            rented[length++] = character;
            raw = raw[consumed..];
        }
        var text = new string(rented, 0, length);
        ArrayPool<char>.Shared.Return(rented);
        return Utf16.Repair(text);
    }

    private static (char Character, int Consumed) Escape(ReadOnlySpan<byte> raw)
    {
        if (raw[1] == 'u' && raw.Length >= 6)
        {
            var code = 0;
            foreach (var digit in raw[2..6]) code = code * 16 + HexDigit(digit);
            return ((char)code, 6);
        }
        return ((char)raw[1] switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\b',
            'f' => '\f',
            var other => other,
        }, 2);
    }

    private static int HexDigit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}

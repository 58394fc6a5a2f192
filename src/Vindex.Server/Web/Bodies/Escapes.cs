using System.Globalization;

namespace Vindex.Server.Web.Bodies;

/// <summary>The <c>\u</c> escapes of a JSON string.</summary>
internal static class Escapes
{
    /// <summary>JSON without escapes of U+0000; the same bytes if there are none.</summary>
    public static ReadOnlyMemory<byte> WithoutNul(ReadOnlyMemory<byte> json)
    {
        var source = json.Span;
        if (source.IndexOf("\\u0000"u8) < 0) return json;
        var kept = new byte[source.Length];
        var length = 0;
        for (var i = 0; i < source.Length;)
        {
            // Skips the byte after a backslash, so that an escaped backslash before "u0000" is left alone.
            var taken = source[i] == '\\' && i + 1 < source.Length ? 2 : 1;
            if (source[i..].StartsWith("\\u0000"u8))
            {
                i += 6;
                continue;
            }

            source.Slice(i, taken).CopyTo(kept.AsSpan(length));
            length += taken;
            i += taken;
        }

        return kept.AsMemory(0, length);
    }

    /// <summary>False if the string contains a lone surrogate or U+0000.</summary>
    /// <param name="raw">The raw string between its quotes.</param>
    /// <param name="error">The error, as the end of a sentence.</param>
    public static bool AreWellFormed(ReadOnlySpan<byte> raw, out string error) => AreWellFormed(raw, nulIsText: false, out error);

    /// <summary>The same; <paramref name="nulIsText"/> lets U+0000 pass.</summary>
    public static bool AreWellFormed(ReadOnlySpan<byte> raw, bool nulIsText, out string error)
    {
        error = "";
        var pendingHigh = false;
        for (var i = 0; i < raw.Length; i++)
        {
            var unit = 0;
            if (raw[i] == '\\' && raw[++i] == 'u')
            {
                unit = int.Parse(raw.Slice(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                i += 4;
                if (unit == 0 && !nulIsText)
                {
                    error = "contains U+0000, which is not allowed";
                    return false;
                }
            }

            var isLow = unit is >= 0xDC00 and <= 0xDFFF;
            if (pendingHigh != isLow) break;
            pendingHigh = unit is >= 0xD800 and <= 0xDBFF;
            if (i == raw.Length - 1 && !pendingHigh) return true;
        }

        if (raw.IsEmpty) return true;
        error = "contains half of a surrogate pair";
        return false;
    }
}

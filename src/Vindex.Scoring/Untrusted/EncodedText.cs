using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Vindex.Scoring.Untrusted;

/// <summary>Runs of Base64 and what they decode to.</summary>
internal static class EncodedText
{
    private const int Shortest = 24;
    private const int Longest = 8_192;
    private const int Probe = 24;

    private static readonly SearchValues<char> s_digits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");

    /// <summary>The runs that decode to readable text, each with that text. A run that goes on over line ends is one.</summary>
    public static IReadOnlyList<(int Start, int End, string Text)> Find(string text)
    {
        List<(int, int, string)>? found = null;
        for (var at = 0; NextRun(text, ref at) is var start and >= 0;)
        {
            if (!BeginsReadable(text.AsSpan(start, Probe))) continue;
            at = RunEnd(text, at);
            var decoded = Decode(text.AsSpan(start, Math.Min(at - start, Longest)));
            if (IsReadable(decoded)) (found ??= []).Add((start, at, decoded));
        }

        return found is null ? [] : found;
    }

    // Where the next run begins that is long enough, −1 if there is none; the place moves to its end. Such a run holds one of any characters that stand so
    // far apart
    // as it must be long: only there it is measured, in both directions.
    private static int NextRun(string text, ref int at)
    {
        for (var probe = at + Shortest - 1; probe < text.Length; probe += Shortest)
        {
            if (!s_digits.Contains(text[probe])) continue;
            var start = at + text.AsSpan(at, probe - at).LastIndexOfAnyExcept(s_digits) + 1;
            var length = text.AsSpan(probe).IndexOfAnyExcept(s_digits);
            var end = length < 0 ? text.Length : probe + length;
            if (end - start >= Shortest)
            {
                at = end;
                return start;
            }
        }

        return -1;
    }

    /// <summary>Lines of Base64 are of one length, 64 or 76 as a rule: a run goes on over a line end when the next line is as unbroken.</summary>
    private static int RunEnd(string text, int at)
    {
        while (at + 1 < text.Length && text[at] is '\n' or '\r')
        {
            var next = at;
            while (next < text.Length && text[next] is '\n' or '\r') next++;
            var end = next;
            while (end < text.Length && s_digits.Contains(text[end])) end++;
            var isLast = end == text.Length || text[end] is '=' or '\n' or '\r';
            if (end == next || !isLast || next - at > 2) break;
            at = end;
        }

        while (at < text.Length && text[at] == '=') at++;
        return at;
    }

    // What nearly all runs come to: names and paths, told from text by their beginning.
    private static bool BeginsReadable(ReadOnlySpan<char> run)
    {
        Span<byte> bytes = stackalloc byte[Probe];
        Span<char> decoded = stackalloc char[Probe];
        Utf8.ToUtf16(bytes[..Decode(run, bytes)], decoded, out _, out var length);
        return IsReadable(decoded[..length]);
    }

    private static string Decode(ReadOnlySpan<char> run)
    {
        var bytes = new byte[run.Length * 3 / 4];
        return Encoding.UTF8.GetString(bytes, 0, Decode(run, bytes));
    }

    /// <summary>Decodes what can be decoded; a last incomplete group is left out.</summary>
    private static int Decode(ReadOnlySpan<char> run, Span<byte> bytes)
    {
        var (length, bits, group) = (0, 0, 0);
        foreach (var c in run)
        {
            var value = ValueOf(c);
            if (value < 0) continue;
            (group, bits) = ((group << 6) | value, bits + 6);
            if (bits < 8) continue;
            bits -= 8;
            bytes[length++] = (byte)(group >> bits);
            group &= (1 << bits) - 1;
        }

        return length;
    }

    private static int ValueOf(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' or '-' => 62,
        '/' or '_' => 63,
        _ => -1,
    };

    /// <summary>
    /// Nearly all letters, digits, blanks and common punctuation; a chance run of letters does not decode to that. Cut off characters at the end are let pass.
    /// </summary>
    private static bool IsReadable(ReadOnlySpan<char> decoded)
    {
        var odd = 0;
        foreach (var c in decoded) odd += c == '\uFFFD' || (c < ' ' && c is not ('\n' or '\r' or '\t')) ? 1 : 0;
        return decoded.Length > 0 && odd * 12 <= decoded.Length;
    }
}

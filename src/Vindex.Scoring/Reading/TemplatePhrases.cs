using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace Vindex.Scoring.Reading;

/// <summary>
/// Finds the phrases of templates (<c>Reading/templates.txt</c>) in a field, segment by segment, without regard to case. A search goes on to the next phrase
/// of the field, which answers for all segments before it: most fields hold none. For one thread at a time.
/// </summary>
/// <remarks>
/// The runtime's search for several strings checks every place where three characters fit, which are many with so many phrases. Here the first four
/// characters are looked up in a table of bits first.
/// </remarks>
internal sealed class TemplatePhrases
{
    private const int KeyLength = 4;
    private const int TableBits = 14;

    private static readonly FrozenDictionary<ulong, string[]> s_phrases =
        DataFile.Lines("Reading/templates.txt").GroupBy(phrase => KeyAt(phrase, 0)).ToFrozenDictionary(group => group.Key, group => group.ToArray());

    private static readonly ulong[] s_begins = TableOf(s_phrases.Keys);

    private string _text = "";
    // Where the next phrase begins; −1 before the first search.
    private int _next = -1;

    /// <summary>Begins with another field.</summary>
    public void Begin(string clean) => (_text, _next) = (clean, -1);

    /// <summary>Whether a phrase lies within a range; ranges must be asked for in ascending order.</summary>
    public bool AreWithin(int start, int end)
    {
        if (_next < start) _next = NextFrom(start);
        for (var at = _next; at < end; at = NextFrom(at + 1))
        {
            if (BeginsAt(at, end)) return true;
        }

        return false;
    }

    private int NextFrom(int start)
    {
        for (var at = start; at <= _text.Length - KeyLength; at++)
        {
            var slot = SlotOf(KeyAt(_text, at));
            if ((s_begins[slot / 64] >> (slot % 64) & 1) != 0 && BeginsAt(at, _text.Length)) return at;
        }

        return int.MaxValue;
    }

    private bool BeginsAt(int at, int end)
    {
        if (!s_phrases.TryGetValue(KeyAt(_text, at), out var phrases)) return false;
        var rest = _text.AsSpan(at, end - at);
        foreach (var phrase in phrases)
        {
            if (rest.StartsWith(phrase, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    // Four characters as one number, letters in lower case.
    private static ulong KeyAt(ReadOnlySpan<char> text, int at) =>
        MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(text.Slice(at, KeyLength))) | 0x0020_0020_0020_0020;

    private static int SlotOf(ulong key) => (int)(key * 0x9E37_79B9_7F4A_7C15 >> (64 - TableBits));

    private static ulong[] TableOf(IEnumerable<ulong> keys)
    {
        var table = new ulong[(1 << TableBits) / 64];
        foreach (var slot in keys.Select(SlotOf)) table[slot / 64] |= 1UL << (slot % 64);
        return table;
    }
}

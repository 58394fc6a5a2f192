using System.Buffers;

namespace Vindex.Scoring.Reading;

/// <summary>
/// Finds the phrases of templates (<c>Reading/templates.txt</c>) in a field, segment by segment. A search goes on to the next phrase of the field, which
/// answers for all segments before it: most fields hold none. For one thread at a time.
/// </summary>
internal sealed class TemplatePhrases
{
    // In pieces: beyond 80 phrases the runtime takes an algorithm that is several times slower.
    private static readonly SearchValues<string>[] s_pieces =
        [.. DataFile.Lines("Reading/templates.txt").Chunk(64).Select(phrases => SearchValues.Create(phrases, StringComparison.OrdinalIgnoreCase))];

    // Where the next phrase of each piece begins; −1 before the first search.
    private readonly int[] _next = new int[s_pieces.Length];
    private string _text = "";

    /// <summary>Begins with another field.</summary>
    public void Begin(string clean)
    {
        _text = clean;
        Array.Fill(_next, -1);
    }

    /// <summary>Whether a phrase lies within a range; ranges must be asked for in ascending order.</summary>
    public bool AreWithin(int start, int end)
    {
        for (var piece = 0; piece < _next.Length; piece++)
        {
            if (_next[piece] < start) _next[piece] = NextFrom(start, s_pieces[piece]);
            if (_next[piece] < end && _text.AsSpan(start, end - start).ContainsAny(s_pieces[piece])) return true;
        }

        return false;
    }

    private int NextFrom(int start, SearchValues<string> phrases) =>
        _text.AsSpan(start).IndexOfAny(phrases) is >= 0 and var distance ? start + distance : int.MaxValue;
}

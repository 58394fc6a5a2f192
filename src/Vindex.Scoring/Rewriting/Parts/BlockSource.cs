using System.Text.RegularExpressions;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Tickets.Markup;

namespace Vindex.Scoring.Rewriting.Parts;

/// <summary>
/// Finds the source of each block of a field: the words of the block with the inline markup around them, but without the marks of the block itself (bullets,
/// numbers, <c>#</c>, <c>&gt;</c>). Where several blocks stand in one line, each has its share of it.
/// </summary>
internal sealed partial class BlockSource
{
    private const int LongestMark = 200;
    private readonly FieldText _text;
    private readonly string _source;
    private readonly int[] _starts;
    private readonly int[] _ends;

    public BlockSource(FieldText text)
    {
        (_text, _source) = (text, text.Source);
        var blocks = text.Blocks.Count;
        (_starts, _ends) = (new int[blocks], new int[blocks]);
        for (var i = 0; i < blocks; i++) (_starts[i], _ends[i]) = text.ToSource(text.Blocks[i].Start, text.Blocks[i].End);
        for (var i = 0; i < blocks; i++) _ends[i] = EndOf(i);
        for (var i = 0; i < blocks; i++) _starts[i] = StartOf(i);
    }

    /// <summary>The range of a block in the source.</summary>
    public (int Start, int End) RangeOf(int block) => (_starts[block], _ends[block]);

    /// <summary>Whether two blocks share a line.</summary>
    public bool AreOnOneLine(int first, int second) =>
        _starts[second] >= _ends[first] && _source.AsSpan(_ends[first], _starts[second] - _ends[first]).IndexOfAny('\n', '\r') < 0;

    /// <summary>The text of a block: its lines without what belongs to the block around it.</summary>
    public string TextOf(int block)
    {
        var kind = _text.Blocks[block].Kind;
        var range = _source.AsSpan(_starts[block], _ends[block] - _starts[block]);
        if (kind == BlockKind.Code) return Lines(range, line => line.TrimEnd());
        return kind == BlockKind.Quote ? Fenced(Lines(range, Unquoted)) : Lines(range, line => line.Trim());
    }

    // Code within a quotation keeps its indent.
    private static string Unquoted(string line)
    {
        var text = line.AsSpan().TrimStart();
        if (text is not ['>', ..]) return line.Trim();
        text = text[1..];
        return (text is [' ', ..] ? text[1..] : text).TrimEnd().ToString();
    }

    // The last fence holds no words, so it is not part of the block.
    private static string Fenced(string text) =>
        text.Split('\n').Count(line => line.StartsWith("```", StringComparison.Ordinal)) % 2 == 1 ? text + "\n```" : text;

    // To the end of the line, as markup may follow the last word, but not into the next block.
    private int EndOf(int block)
    {
        var end = _ends[block];
        if (_text.Blocks[block].Kind == BlockKind.Code) return end;
        var next = block + 1 < _starts.Length ? _starts[block + 1] : _source.Length;
        var line = LineEnd(end, next);
        if (next > line || next == _source.Length) return TrimEnd(end, line);
        while (end < next && !char.IsWhiteSpace(_source[end])) end++;
        return end;
    }

    private int StartOf(int block)
    {
        var words = _starts[block];
        var start = words;
        var previous = block > 0 ? Math.Min(_ends[block - 1], words) : 0;
        while (start > previous && _source[start - 1] is not ('\n' or '\r')) start--;
        if (_text.Blocks[block].Kind == BlockKind.Code) return _source.AsSpan(start, words - start).IsWhiteSpace() ? start : words;
        start = SkipMarks(start, words);

        // What is left before the first word is inline markup, or something that the reader dropped.
        return start <= words && InlineMarks().IsMatch(_source.AsSpan(start, words - start)) ? start : words;
    }

    private int SkipMarks(int start, int words)
    {
        for (var again = true; again;)
        {
            again = false;
            while (start < words && (char.IsWhiteSpace(_source[start]) || Characters.IsInvisible(_source[start]) || _source[start] is '>' or '|')) start++;
            if (start >= words) break;
            var line = _source.AsSpan(start, LineEnd(start, Math.Min(_source.Length, start + LongestMark)) - start);
            var length = line[0] is '#' or 'h' or 'H' ? Math.Max(LineMarkers.HashHeading(line), LineMarkers.WikiHeading(line) > 0 ? 3 : 0)
                : line.StartsWith("bq. ", StringComparison.Ordinal) ? 4 : 0;
            if (length == 0 && !LineMarkers.IsBold(line)) length = LineMarkers.List(line).Length;
            if (length == 0 || start + length > words) break;
            start += length;
            again = true;
        }

        return start;
    }

    // The end of the line, or the limit if that comes first: a line can hold any number of blocks.
    private int LineEnd(int position, int limit)
    {
        var length = _source.AsSpan(position, limit - position).IndexOfAny('\n', '\r');
        return length < 0 ? limit : position + length;
    }

    private int TrimEnd(int start, int end)
    {
        while (end > start && char.IsWhiteSpace(_source[end - 1])) end--;
        return end;
    }

    private static string Lines(ReadOnlySpan<char> range, Func<string, string> clean) =>
        string.Join('\n', range.ToString().ReplaceLineEndings("\n").Split('\n').Select(clean)).Trim('\n');

    [GeneratedRegex(@"^(?:[*_~`+^\[(!""'<{\\-]|\{color[^}\n]*\}|<[^>\n]*>)*$", RegexOptions.NonBacktracking)]
    private static partial Regex InlineMarks();
}

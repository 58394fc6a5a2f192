using Vindex.Scoring.Tickets.Sections;

namespace Vindex.Scoring.Tickets.Markup;

/// <summary>
/// Cuts a field into blocks, line by line, and writes their clean text. Markdown and Jira wiki are read alike, since tickets mix them; only <c># x</c> needs
/// to know which of the two it stands in. One instance serves one thread and keeps its buffers.
/// </summary>
internal sealed partial class BlockReader
{
    private readonly InlineMarkup _inline = new();
    private readonly List<RawBlock> _blocks = [];
    private readonly int[] _indents = new int[24];
    private string _source = "";
    private char[]? _masked;
    private bool _html;
    private Lines _lines;
    private int _depth;
    private bool _table;
    private bool _wikiQuote;
    private bool _noCommentEnd;
    private bool _noQuoteEnd;
    private bool? _wiki;

    private bool _open;
    private RawBlock _pending;
    private int _pendingLines;
    private int _lastStart;
    private int _lastEnd;

    /// <summary>The text without markup of the field read last.</summary>
    public CleanText Clean { get; } = new();

    /// <summary>The blocks of the field read last, ascending.</summary>
    public List<RawBlock> Blocks => _blocks;

    private ReadOnlySpan<char> Text => _masked is null ? _source : _masked.AsSpan(0, _source.Length);

    /// <summary>Reads a field; the outcome is in <see cref="Clean"/> and <see cref="Blocks"/> until the next call.</summary>
    /// <param name="source">The text.</param>
    /// <param name="mayBeFlattened">Its line ends may have been lost (<see cref="Lines"/>).</param>
    public void Read(string source, bool mayBeFlattened = true)
    {
        Clean.Clear();
        _blocks.Clear();
        _source = source;
        _masked = HtmlBlocks.Mask(source);
        _html = _masked is not null;
        _lines = new Lines(Text, mayBeFlattened);
        _depth = 0;
        _table = _wikiQuote = _noCommentEnd = _noQuoteEnd = _noCodeEnd = _open = false;
        _wiki = null;
        while (_lines.Read(Text)) ReadLine();
        Flush();
        _source = "";
        _masked = null;
        if (_blocks.Capacity > 16 * 1024) _blocks.Capacity = Math.Max(_blocks.Count, 16);
    }

    private bool IsMark(char c) => _html && HtmlBlocks.IsMark(c);

    private void ReadLine()
    {
        MaskComments();
        var start = _lines.Start;
        var end = _lines.End;
        var indent = 0;
        var text = Text;
        for (; start < end; start++)
        {
            var c = text[start];
            if (c == '\t') indent += 4;
            else if (Characters.IsBlank(c)) indent++;
            else if (!Characters.IsInvisible(c) || IsMark(c)) break;
        }
        while (end > start && (Characters.IsBlank(text[end - 1]) || (Characters.IsInvisible(text[end - 1]) && !IsMark(text[end - 1])))) end--;
        if (start == end)
        {
            Flush();
            _table = false;
            return;
        }
        if (TryReadFence(start, end, indent) || TryReadWikiCode(ref start, ref end)) return;
        ReadText(start, end, indent);
    }

    private void ReadText(int start, int end, int indent)
    {
        if (Text[start] == '{' && !ReadBoxes(ref start, end)) return;
        var line = Text[start..end];
        switch (line[0])
        {
            case '>':
                ReadQuoted(start, end);
                return;
            case '#' when ReadHash(start, end, indent):
            case 'h' or 'H' when ReadWikiHeading(start, end):
            case '|' when ReadRow(start, end):
            case '=' or '-' when ReadUnderline(line):
            case '{' when ReadWikiQuote(start, end, indent):
                return;
            case 'b' when line.StartsWith("bq. "):
                Flush();
                Begin(new RawBlock(BlockKind.Quote, 0, 0), start + 4, end);
                Flush();
                return;
        }
        if (IsMark(line[0]))
        {
            ReadHtml(start, end, indent);
            return;
        }
        if (LineMarkers.IsRule(line, "-*_"))
        {
            Flush();
            return;
        }
        if (line[0] is '|' or '-' or ':' && LineMarkers.IsTableRule(line))
        {
            OpenTable();
            return;
        }
        if (_table && line.Contains('|'))
        {
            WriteRow(start, end);
            return;
        }
        if (LineMarkers.List(line) is { Length: > 0 } marker && !LineMarkers.IsBold(line))
        {
            BeginItem(marker, start, end, indent);
            return;
        }
        ReadParagraph(start, end, indent);
    }

    private void ReadParagraph(int start, int end, int indent)
    {
        var line = Text[start..end];
        var alone = LineMarkers.IsBold(line) || SectionNames.IsTitle(line);
        if (_open && !alone && !StartsBlock(line))
        {
            Extend(start, end);
            return;
        }
        Flush();
        if (indent < 2 && _depth > 0) _depth = 0;
        Begin(new RawBlock(_wikiQuote ? BlockKind.Quote : BlockKind.Paragraph, 0, 0), start, end);
        if (alone && !NextIsUnderline()) Flush();
    }

    /// <summary>The next line makes a heading of this one.</summary>
    private bool NextIsUnderline()
    {
        const int least = 3;
        var next = Text[Math.Min(_lines.Next, Text.Length)..];
        return next.Length >= least && next[0] is '=' or '-' && next[..least].IndexOfAnyExcept(next[0]) < 0;
    }

    /// <summary>
    /// Whether a line that follows another begins a block of its own. Wrapped text goes on; what people put on lines of their own does not: steps of a
    /// scenario, labels, what follows a colon, and short lines that begin like sentences after one that does not end like one.
    /// </summary>
    private bool StartsBlock(ReadOnlySpan<char> line)
    {
        if (LineMarkers.IsGherkin(line)) return true;
        if (_pendingLines == 0) return false;
        var last = Text[_lastStart.._lastEnd];
        if (last.IsEmpty) return false;
        var item = _pending.Kind == BlockKind.ListItem;
        if (last[^1] == ':' && !item) return true;
        if (SectionNames.BeginsWithLabel(line)) return true;
        if (_lines.Flattened || last.Length > LongestLooseLine || !char.IsUpper(line[0])) return false;
        return Characters.IsWord(last[^1]) && !IsStoryPart(line);
    }

    private const int LongestLooseLine = 60;

    private static bool IsStoryPart(ReadOnlySpan<char> line) =>
        Word(line, "I") || Word(line, "So") || Word(line, "In") || Word(line, "As") || Word(line, "To");

    private static bool Word(ReadOnlySpan<char> line, ReadOnlySpan<char> word) =>
        line.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (line.Length == word.Length || !Characters.IsWord(line[word.Length]));

    private void Begin(RawBlock block, int start, int end)
    {
        _pending = block;
        _pendingLines = 0;
        _lastStart = _lastEnd = start;
        _open = true;
        _inline.Clear();
        Extend(start, end);
    }

    private void Extend(int start, int end)
    {
        if (start >= end) return;
        _inline.Add(Text[start..end], start);
        _pendingLines++;
        _lastStart = start;
        _lastEnd = end;
    }

    private void Flush()
    {
        if (!_open) return;
        _open = false;
        if (_pendingLines > 0) Write(_pending);
    }

    private void Write(RawBlock block)
    {
        var before = Clean.Length;
        Clean.AppendLineEnd();
        var start = Clean.Length;
        var bold = _inline.Write(Clean, block.Kind == BlockKind.TableRow);
        if (Clean.Length == start)
        {
            Clean.Truncate(before);
            return;
        }
        _blocks.Add(block with { Start = start, End = Clean.Length, Bold = bold });
    }
}

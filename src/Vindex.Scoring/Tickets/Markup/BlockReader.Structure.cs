using Vindex.Scoring.Tickets.Sections;

namespace Vindex.Scoring.Tickets.Markup;

/// <content>Headings, lists, quotes and tables.</content>
internal sealed partial class BlockReader
{
    /// <summary>
    /// <c># x</c>: a heading of Markdown, or a numbered item of Jira's wiki where the text is of that kind or several such lines stand together.
    /// </summary>
    private bool ReadHash(int start, int end, int indent)
    {
        var line = Text[start..end];
        var level = LineMarkers.HashHeading(line);
        if (level == 0)
        {
            if (LineMarkers.List(line) is not { Length: > 0 } mixed) return false;
            BeginItem(mixed, start, end, indent);
            return true;
        }
        if (IsWikiNumber(level))
        {
            BeginItem(LineMarkers.List(line), start, end, indent);
            return true;
        }
        Flush();
        _depth = 0;
        var last = end;
        while (last > start + level && Text[last - 1] == '#') last--;
        if (last < end && !Characters.IsBlank(Text[last - 1])) last = end;
        Begin(new RawBlock(BlockKind.Heading, 0, 0, level), start + level, last);
        Flush();
        return true;
    }

    private bool IsWikiNumber(int level)
    {
        _wiki ??= Dialect.IsWiki(_source);
        if (_wiki == true) return true;
        if (_open && _pending is { Kind: BlockKind.ListItem, Ordered: true } && IsHashItem(_lastStart)) return true;
        if (level > 1) return false;
        var next = Text[Math.Min(_lines.Next, Text.Length)..];
        return next.Length > 1 && next[0] == '#' && Characters.IsBlank(next[1]);
    }

    /// <summary>The line whose text begins here was itself a numbered item of Jira's wiki.</summary>
    private bool IsHashItem(int start)
    {
        var i = start - 1;
        while (i > 0 && Characters.IsBlank(Text[i])) i--;
        return i >= 0 && Text[i] == '#';
    }

    private bool ReadWikiHeading(int start, int end)
    {
        var level = LineMarkers.WikiHeading(Text[start..end]);
        if (level == 0) return false;
        Flush();
        _depth = 0;
        Begin(new RawBlock(BlockKind.Heading, 0, 0, level), start + 4, end);
        Flush();
        return true;
    }

    /// <summary>A line of <c>=</c> or <c>-</c> under a single line makes that one a heading.</summary>
    private bool ReadUnderline(ReadOnlySpan<char> line)
    {
        if (line.Length < 3 || line.IndexOfAnyExcept(line[0]) >= 0) return false;
        if (_open && _pending.Kind == BlockKind.Paragraph && _pendingLines == 1)
        {
            _pending = new RawBlock(BlockKind.Heading, 0, 0, line[0] == '=' ? 1 : 2);
            _depth = 0;
        }
        Flush();
        return true;
    }

    private void BeginItem(ListMarker marker, int start, int end, int indent)
    {
        Flush();
        _table = false;
        while (_depth > 0 && _indents[_depth - 1] > indent) _depth--;
        if (_depth == 0 || (indent > _indents[_depth - 1] + 1 && _depth < _indents.Length)) _indents[_depth++] = indent;
        var kind = _wikiQuote ? BlockKind.Quote : BlockKind.ListItem;
        var level = _wikiQuote ? 0 : Math.Max(marker.Depth, 1) + _depth - 1;
        Begin(new RawBlock(kind, 0, 0, level, marker.Checked, marker.Ordered), Math.Min(start + marker.Length, end), end);
    }

    private void ReadQuoted(int start, int end)
    {
        var text = Text;
        while (start < end && (text[start] == '>' || Characters.IsBlank(text[start]))) start++;
        if (start == end)
        {
            Flush();
            return;
        }
        var line = text[start..end];
        if (_open && _pending.Kind == BlockKind.Quote && !LineMarkers.IsBold(line) && LineMarkers.List(line).Length == 0 && !StartsBlock(line))
        {
            Extend(start, end);
            return;
        }
        Flush();
        if (LineMarkers.HashHeading(line) is > 0 and var level)
        {
            Begin(new RawBlock(BlockKind.Quote, 0, 0), start + level, end);
            Flush();
            return;
        }
        if (LineMarkers.List(line) is { Length: > 0 } marker) start = Math.Min(start + marker.Length, end);
        Begin(new RawBlock(BlockKind.Quote, 0, 0), start, end);
    }

    /// <summary><c>{panel:title=x}</c> and its like set apart what they hold; a title is a heading. False when nothing else stands on the line.</summary>
    private bool ReadBoxes(ref int start, int end)
    {
        while (start < end && JiraMacros.BoxTag(Text[start..end]) is > 0 and var length)
        {
            Flush();
            var tag = Text[start..(start + length)];
            if (tag.IndexOf("title=", StringComparison.OrdinalIgnoreCase) is > 0 and var title)
            {
                title += "title=".Length;
                var titleLength = tag[title..].IndexOfAny('|', '}');
                Begin(new RawBlock(BlockKind.Heading, 0, 0, SectionFinder.LabelLevel), start + title, start + title + titleLength);
                Flush();
            }
            start += length;
            while (start < end && Characters.IsBlank(Text[start])) start++;
        }
        return start < end;
    }

    /// <summary><c>{quote}</c> on either side of any number of lines.</summary>
    private bool ReadWikiQuote(int start, int end, int indent)
    {
        const string tag = "{quote}";
        if (!Text[start..end].StartsWith(tag, StringComparison.OrdinalIgnoreCase)) return false;
        Flush();
        if (!_wikiQuote)
        {
            if (_noQuoteEnd) return false;
            if (_source.AsSpan(start + tag.Length).IndexOf(tag, StringComparison.OrdinalIgnoreCase) < 0)
            {
                _noQuoteEnd = true;
                return false;
            }
        }
        _wikiQuote = !_wikiQuote;
        start += tag.Length;
        var close = Text[start..end].IndexOf(tag, StringComparison.OrdinalIgnoreCase);
        if (_wikiQuote && close >= 0)
        {
            Begin(new RawBlock(BlockKind.Quote, 0, 0), start, start + close);
            Flush();
            _wikiQuote = false;
            start += close + tag.Length;
        }
        while (start < end && Characters.IsBlank(Text[start])) start++;
        if (start < end) ReadParagraph(start, end, indent);
        return true;
    }

    private bool ReadRow(int start, int end)
    {
        var line = Text[start..end];
        if (LineMarkers.IsTableRule(line))
        {
            OpenTable();
            return true;
        }
        if (line.Length < 2) return false;
        _table = true;
        WriteRow(start, end);
        return true;
    }

    /// <summary>The rule under a table's head: the line before it, where it had no bar at its start, was a row as well.</summary>
    private void OpenTable()
    {
        if (_open && _pending.Kind == BlockKind.Paragraph && _pendingLines == 1 && Text[_lastStart.._lastEnd].Contains('|'))
        {
            _pending = new RawBlock(BlockKind.TableRow, 0, 0);
        }
        Flush();
        _table = true;
    }

    private void WriteRow(int start, int end)
    {
        Flush();
        var text = Text;
        while (start < end && (text[start] == '|' || Characters.IsBlank(text[start]))) start++;
        while (end > start && (text[end - 1] == '|' || Characters.IsBlank(text[end - 1]))) end--;
        Begin(new RawBlock(BlockKind.TableRow, 0, 0), start, end);
        Flush();
    }
}

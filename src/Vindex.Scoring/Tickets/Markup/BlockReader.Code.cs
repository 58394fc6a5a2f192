namespace Vindex.Scoring.Tickets.Markup;

/// <content>Code blocks and comments, which are not read as markup.</content>
internal sealed partial class BlockReader
{
    private const int LongestTag = 200;
    private bool _noCodeEnd;

    /// <summary>A fence of three or more backticks or tildes; without its end the code goes to the end of the text (CommonMark 4.5).</summary>
    private bool TryReadFence(int start, int end, int indent)
    {
        var mark = _source[start];
        if (mark is not ('`' or '~') || end - start < 3 || _masked is not null && Text[start] != mark) return false;
        var length = 0;
        while (start + length < end && _source[start + length] == mark) length++;
        if (length < 3 || (mark == '`' && _source.AsSpan(start + length, end - start - length).Contains('`'))) return false;
        Flush();
        _table = false;
        var block = BeginCode();
        while (_lines.Read(_source))
        {
            var line = _source.AsSpan(_lines.Start, _lines.End - _lines.Start);
            var trimmed = line.Trim(" \t");
            if (trimmed.Length >= length && trimmed[0] == mark && trimmed.IndexOfAnyExcept(mark) < 0) break;
            var cut = 0;
            while (cut < Math.Min(indent, line.Length) && line[cut] is ' ' or '\t') cut++;
            AppendCode(_lines.Start + cut, _lines.End, block);
        }
        EndCode(block);
        return true;
    }

    /// <summary>
    /// Jira's <c>{code}</c> or <c>{noformat}</c> over several lines. Text before it on its line is read first; a pair within one line, with other text there,
    /// is left to <see cref="InlineMarkup"/>.
    /// </summary>
    private bool TryReadWikiCode(ref int start, ref int end)
    {
        if (_noCodeEnd) return false;
        for (var at = start; at < end;)
        {
            var brace = Text[at..end].IndexOf('{');
            if (brace < 0) return false;
            at += brace;
            var rest = Text[at..end];
            var name = rest.StartsWith("{code", StringComparison.OrdinalIgnoreCase)
                ? "{code}"
                : rest.StartsWith("{noformat", StringComparison.OrdinalIgnoreCase) ? "{noformat}" : null;
            var tag = name is null || rest.Length < name.Length || rest[name.Length - 1] is not ('}' or ':')
                ? -1
                : rest[..Math.Min(rest.Length, LongestTag)].IndexOf('}');
            if (tag < 0)
            {
                at++;
                continue;
            }
            var content = at + tag + 1;
            var close = _source.AsSpan(content).IndexOf(name, StringComparison.OrdinalIgnoreCase);
            if (close < 0)
            {
                _noCodeEnd = true;
                return false;
            }
            close += content;
            var past = close + name!.Length;
            if (past < end || (past == end && at > start))
            {
                at = past;
                continue;
            }
            if (at > start) ReadText(start, TrimEnd(start, at), 0);
            Flush();
            var block = BeginCode();
            AppendWikiCode(content, close, block);
            EndCode(block);
            _lines.Seek(past);
            return true;
        }
        return false;
    }

    private int TrimEnd(int start, int end)
    {
        while (end > start && Characters.IsBlank(Text[end - 1])) end--;
        return end;
    }

    private void AppendWikiCode(int start, int end, int block)
    {
        while (start < end)
        {
            var length = _source.AsSpan(start, end - start).IndexOfAny('\n', '\r');
            var stop = length < 0 ? end : start + length;
            AppendCode(start, stop, block);
            start = stop + 1;
            if (length >= 0 && start < end && _source[stop] == '\r' && _source[start] == '\n') start++;
        }
    }

    private int BeginCode()
    {
        Clean.AppendLineEnd();
        return Clean.Length;
    }

    private void AppendCode(int start, int end, int block)
    {
        if (Clean.Length > block)
        {
            // Code keeps its empty lines; each line end stands where the line before ended.
            Clean.Reserve(1);
            Clean.Append('\n', Math.Max(start - 1, 0));
        }
        else if (Characters.AreBlank(_source.AsSpan(start, end - start)))
        {
            return;
        }
        Clean.Append(_source.AsSpan(start, end - start), start);
    }

    private void EndCode(int block)
    {
        var end = Clean.Length;
        while (end > block && char.IsWhiteSpace(Clean.Text[end - 1])) end--;
        Clean.Truncate(end);
        if (end > block) _blocks.Add(new RawBlock(BlockKind.Code, block, end));
        else if (block > 0) Clean.Truncate(block - 1);
    }

    /// <summary>Comments vanish: they are overwritten, line ends included, so that what stood around them becomes one line.</summary>
    private void MaskComments()
    {
        var from = _lines.Start;
        while (!_noCommentEnd && from < _lines.End)
        {
            var comment = Text[from.._lines.End].IndexOf("<!--");
            if (comment < 0) return;
            var start = from + comment;
            var length = Text[(start + 4)..].IndexOf("-->");
            if (length < 0)
            {
                _noCommentEnd = true;
                return;
            }
            from = start + 4 + length + 3;
            _masked ??= _source.ToCharArray();
            _masked.AsSpan(start, from - start).Fill(Characters.Masked);
            if (from > _lines.End) _lines.Extend(Text, from);
        }
    }
}

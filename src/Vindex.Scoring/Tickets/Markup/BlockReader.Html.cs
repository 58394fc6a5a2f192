namespace Vindex.Scoring.Tickets.Markup;

/// <content>Lines that <see cref="HtmlBlocks"/> marked.</content>
internal sealed partial class BlockReader
{
    private void ReadHtml(int start, int end, int indent)
    {
        var mark = Text[start];
        if (mark is HtmlBlocks.BoldStart or HtmlBlocks.BoldEnd)
        {
            if (IsBoldHtml(Text[start..end])) Flush();
            ReadParagraph(start, end, indent);
            if (_open && IsBoldHtml(Text[start..end])) Flush();
            return;
        }
        if (mark == HtmlBlocks.Row)
        {
            WriteRow(start + 1, end);
            return;
        }
        Flush();
        if (mark is HtmlBlocks.Bullet or HtmlBlocks.Number)
        {
            var depth = start + 1 < Text.Length ? Text[start + 1] - HtmlBlocks.Depth0 : 1;
            // The depth and the masked parts of the tag are invisible.
            var text = start + 1;
            while (text < end && (Characters.IsBlank(Text[text]) || Characters.IsInvisible(Text[text]))) text++;
            var box = text < end && Text[text] == '[' ? LineMarkers.List(Text[text..end]) : default;
            Begin(new RawBlock(BlockKind.ListItem, 0, 0, depth, box.Checked, mark == HtmlBlocks.Number), Math.Min(text + box.Length, end), end);
            return;
        }
        Begin(new RawBlock(BlockKind.Heading, 0, 0, mark - HtmlBlocks.Heading1 + 1), start + 1, end);
        Flush();
    }

    private static bool IsBoldHtml(ReadOnlySpan<char> line) => line[0] == HtmlBlocks.BoldStart && line.TrimEnd(": \u0001")[^1] == HtmlBlocks.BoldEnd;
}

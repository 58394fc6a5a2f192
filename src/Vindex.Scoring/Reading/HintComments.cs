namespace Vindex.Scoring.Reading;

/// <summary>Finds the lines of HTML comments: a template's hints to the author. They are not part of the clean text.</summary>
internal static class HintComments
{
    /// <summary>Adds the lines of the description's comments.</summary>
    public static void Find(TicketText text, List<SpanExtractor.Candidate> found)
    {
        var source = text.Text(TicketField.Description).Source.AsSpan();
        var at = 0;
        var first = found.Count;
        while (found.Count - first < 24 && source[at..].IndexOf("<!--") is >= 0 and var open)
        {
            at += open + 4;
            var length = source[at..].IndexOf("-->");
            if (length < 0) length = source.Length - at;
            Lines(source, at, at + length, found);
            at = Math.Min(at + length + 3, source.Length);
        }
    }

    private static void Lines(ReadOnlySpan<char> source, int start, int end, List<SpanExtractor.Candidate> found)
    {
        var nth = 0;
        while (start < end && nth < 8)
        {
            var length = source[start..end].IndexOf('\n');
            var stop = length < 0 ? end : start + length;
            var (from, to) = (start, stop);
            while (from < to && (char.IsWhiteSpace(source[from]) || source[from] is '-' or '*' or '#' or '>' or '=')) from++;
            while (to > from && (char.IsWhiteSpace(source[to - 1]) || source[to - 1] is '-' or '*')) to--;
            if (source[from..to].Count(' ') >= 2 && !char.IsLower(source[from]))
            {
                found.Add(new(TicketField.Description, from, to, 0.9 - 0.1 * nth));
                nth++;
            }

            start = stop + 1;
        }
    }
}

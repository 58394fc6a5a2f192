using Vindex.Scoring.Reading;

namespace Vindex.Training;

/// <summary>How much of a segment the readers' spans cover.</summary>
internal static class SpanLabels
{
    /// <summary>A quote and a segment that share fewer words need not have to do with each other.</summary>
    private const int Least = 3;

    /// <summary>
    /// For each segment and type: the mean over readers of the share of its words that lie in a span; and whether each word does, for the first reader.
    /// </summary>
    public static double[][] Of(TicketText text, Rating[] ratings)
    {
        var segments = text.Segments;
        var cover = new double[segments.Length][];
        for (var i = 0; i < segments.Length; i++) cover[i] = new double[8];
        for (var i = 0; i < segments.Length; i++)
        {
            var words = Words(text.TextOf(segments[i]).ToString());
            if (words.Length == 0) continue;
            for (var type = 0; type < 8; type++)
            {
                foreach (var rating in ratings) cover[i][type] += Share(words, rating.Spans[type]) / ratings.Length;
            }
        }

        return cover;
    }

    private static double Share(string[] words, string[] spans) => Marked(words, spans).Count(m => m) / (double)words.Length;

    /// <summary>For each word whether it lies in a span.</summary>
    public static bool[] Marked(string[] words, string[] spans)
    {
        var marked = new bool[words.Length];
        foreach (var span in spans)
        {
            var quote = Words(span);
            if (quote.Length == 0) continue;
            for (var at = 0; at + quote.Length <= words.Length; at++)
            {
                if (words.AsSpan(at, quote.Length).SequenceEqual(quote)) marked.AsSpan(at, quote.Length).Fill(true);
            }

            // The quote may go on past this segment: the segment as a whole, its tail or its head. One or two words occur in many quotes by chance.
            for (var at = 0; words.Length >= Least && at + words.Length <= quote.Length; at++)
            {
                if (quote.AsSpan(at, words.Length).SequenceEqual(words)) marked.AsSpan().Fill(true);
            }

            for (var shared = Math.Min(words.Length, quote.Length) - 1; shared >= Least; shared--)
            {
                if (words.AsSpan(words.Length - shared).SequenceEqual(quote.AsSpan(0, shared))) marked.AsSpan(words.Length - shared).Fill(true);
                if (words.AsSpan(0, shared).SequenceEqual(quote.AsSpan(quote.Length - shared))) marked.AsSpan(0, shared).Fill(true);
            }
        }

        return marked;
    }

    /// <summary>Runs of letters, digits and underscores, lower case.</summary>
    public static string[] Words(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inside = i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '_');
            if (inside && start < 0)
            {
                start = i;
            }
            else if (!inside && start >= 0)
            {
                words.Add(text[start..i].ToLowerInvariant());
                start = -1;
            }
        }

        return [.. words];
    }
}

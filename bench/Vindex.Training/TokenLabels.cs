using Vindex.Scoring.Reading;

namespace Vindex.Training;

/// <summary>Which tokens of a segment the readers' spans cover.</summary>
internal static class TokenLabels
{
    /// <summary>For each type and token of the segment: the share of readers who have it in a span.</summary>
    public static double[][] Of(TicketText text, int index, Rating[] ratings)
    {
        var segment = text.Segments[index];
        var tokens = text.TokensOf(segment);
        var labels = new double[8][];
        for (var type = 0; type < 8; type++) labels[type] = new double[tokens.Length];
        if (tokens.Length == 0) return labels;
        var clean = text.Text(segment.Field).Clean;
        var (words, places) = (new List<string>(), new List<int>());
        for (var k = 0; k < tokens.Length; k++)
        {
            foreach (var word in SpanLabels.Words(clean[tokens[k].Start..tokens[k].End]))
            {
                words.Add(word);
                places.Add(k);
            }
        }

        var all = words.ToArray();
        for (var type = 0; type < 8; type++)
        {
            foreach (var rating in ratings)
            {
                var marked = SpanLabels.Marked(all, rating.Spans[type]);
                var seen = new HashSet<int>();
                for (var w = 0; w < all.Length; w++) if (marked[w] && seen.Add(places[w])) labels[type][places[w]] += 1.0 / ratings.Length;
            }

            // A mark between two covered tokens is inside.
            for (var k = 1; k + 1 < tokens.Length; k++)
            {
                if (SpanLabels.Words(clean[tokens[k].Start..tokens[k].End]).Length == 0)
                    labels[type][k] = Math.Min(labels[type][k - 1], labels[type][k + 1]);
            }
        }

        return labels;
    }
}

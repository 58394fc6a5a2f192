using Vindex.Scoring.Reading;

namespace Vindex.Training;

/// <summary>Puts what the readers found in place of what was recognized, to see what perfect reading would bring.</summary>
internal sealed class GivenReading
{
    private readonly bool _kind;
    private readonly SpanType[] _types;

    /// <param name="names"><c>kind</c> and types of spans, separated by commas; null for none.</param>
    public GivenReading(string? names)
    {
        var all = names?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        _kind = all.Contains("kind");
        _types = [.. all.Where(name => name != "kind").Select(name => Enum.Parse<SpanType>(name, ignoreCase: true))];
    }

    /// <summary>The odds of each ticket's kinds; given, the share of its readers that named each.</summary>
    public double[][] Kinds(double[][] odds, RatedTicket[] tickets) =>
        _kind ? [.. tickets.Select(ticket => Shares(ticket, odds[0].Length))] : odds;

    /// <summary>The odds of each segment's types of spans; given, certain where the readers marked half of it, and less where they marked less.</summary>
    public double[][] Spans(double[][] odds, Extraction extraction)
    {
        var own = odds.Select(segment => (double[])segment.Clone()).ToArray();
        foreach (var (segment, values) in own.Index())
        {
            foreach (var type in _types)
            {
                var share = extraction.Cover[segment][(int)type];
                values[(int)type] = share > 0 ? Math.Clamp(2 * share, 0.5, 0.999) : 0.001;
            }
        }

        return own;
    }

    private static double[] Shares(RatedTicket ticket, int kinds) =>
        [.. Enumerable.Range(0, kinds).Select(kind => ticket.Ratings.Average(rating => (int)rating.Kind == kind ? 1.0 : 0))];
}

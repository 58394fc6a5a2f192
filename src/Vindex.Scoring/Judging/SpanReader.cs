using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Judging;

internal static class SpanReader
{
    public static IReadOnlyList<ReadingSpan> Read(TicketText text, double[] spans)
    {
        var list = new List<ReadingSpan>();
        for (var i = 0; i < text.Segments.Length; i++)
        {
            ref readonly var s = ref text.Segments[i];
            if (s.End <= s.Start || s.Zone == Zone.Code) continue;
            for (var type = 0; type < 8; type++)
            {
                if (spans[i * 8 + type] < 0.25) continue;
                var field = text.Text(s.Field);
                var (start, end) = field.ToSource(s.Start, Math.Min(s.End, s.Start + 160));
                list.Add(new((SpanType)type, s.Field, start, end, field.Source[start..end]));
            }
        }

        return list;
    }
}

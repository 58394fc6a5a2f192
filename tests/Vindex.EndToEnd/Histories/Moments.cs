namespace Vindex.EndToEnd.Histories;

/// <summary>Questions about times.</summary>
internal static class Moments
{
    /// <summary>How many of the sorted moments are before one.</summary>
    public static int Before(List<TimeSpan> sorted, TimeSpan moment)
    {
        var (low, high) = (0, sorted.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < moment) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>Reads that show less than one that had ended before they began.</summary>
    public static IEnumerable<(T Earlier, T Later)> Decreasing<T>(IReadOnlyList<T> reads, Func<T, long> shown)
        where T : Operation
    {
        var byEnd = reads.OrderBy(read => read.Call.End).ToList();
        T? most = null;
        var next = 0;
        foreach (var read in reads.OrderBy(read => read.Call.Start))
        {
            for (; next < byEnd.Count && byEnd[next].Call.End < read.Call.Start; next++)
            {
                if (most is null || shown(byEnd[next]) > shown(most)) most = byEnd[next];
            }

            if (most is not null && shown(read) < shown(most)) yield return (most, read);
        }
    }
}

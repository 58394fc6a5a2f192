using NodaTime;

namespace Vindex.Server.Scores;

/// <summary>Widths of buckets.</summary>
internal enum BucketWidth
{
    Day,
    Week,
    Month,
}

/// <summary>Splits a range of days in a time zone into days, weeks or months.</summary>
/// <param name="Labels">The date of each bucket.</param>
/// <param name="Edges">Bucket i is [Edges[i], Edges[i + 1]); one more edge than labels.</param>
internal sealed record Buckets(IReadOnlyList<LocalDate> Labels, IReadOnlyList<DateTimeOffset> Edges)
{
    /// <summary>
    /// Cuts the days from <paramref name="first"/> to <paramref name="last"/>, both inclusive. The first week or month can begin before the range; then its
    /// label does, too, but its edge does not.
    /// </summary>
    public static Buckets Cut(LocalDate first, LocalDate last, BucketWidth width, DateTimeZone zone)
    {
        var labels = new List<LocalDate>();
        var edges = new List<DateTimeOffset>();
        var end = Calendar.StartOfDay(last.PlusDays(1), zone);
        for (var label = Calendar.Begin(first, width); label <= last; label = Calendar.Next(label, width))
        {
            var edge = Calendar.StartOfDay(LocalDate.Max(label, first), zone);

            // A day that the zone skipped (Samoa, 30 December 2011) starts when the next one does and is empty.
            if (edges.Count > 0 && edge <= edges[^1]) labels[^1] = label;
            else if (edge < end) Add(label, edge);
        }

        edges.Add(end);
        return new Buckets(labels, edges);

        void Add(LocalDate label, DateTimeOffset edge)
        {
            labels.Add(label);
            edges.Add(edge);
        }
    }
}

/// <summary>Days in time zones.</summary>
internal static class Calendar
{
    /// <summary>The last supported day; the day after it must exist in every zone.</summary>
    public static LocalDate LastDay { get; } = new(9998, 12, 30);

    /// <summary>The first supported day.</summary>
    public static LocalDate FirstDay { get; } = new(1970, 1, 1);

    /// <summary>The start of a day: its first instant if midnight is skipped, the first of two midnights if it occurs twice.</summary>
    public static DateTimeOffset StartOfDay(LocalDate day, DateTimeZone zone)
    {
        try
        {
            return zone.AtStartOfDay(day).ToInstant().ToDateTimeOffset();
        }
        catch (SkippedTimeException)
        {
            // The zone skipped the whole day: it starts and ends when the next one starts.
            return StartOfDay(day.PlusDays(1), zone);
        }
    }

    public static LocalDate Today(TimeProvider time, DateTimeZone zone) => Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(zone).Date;

    /// <summary>The first day of the bucket that contains a day; weeks start on Monday (ISO 8601).</summary>
    public static LocalDate Begin(LocalDate day, BucketWidth width) => width switch
    {
        BucketWidth.Week => day.PlusDays(1 - (int)day.DayOfWeek),
        BucketWidth.Month => new LocalDate(day.Year, day.Month, 1),
        _ => day,
    };

    public static LocalDate Next(LocalDate begin, BucketWidth width) => width switch
    {
        BucketWidth.Week => begin.PlusWeeks(1),
        BucketWidth.Month => begin.PlusMonths(1),
        _ => begin.PlusDays(1),
    };
}

using System.Globalization;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Languages;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Buckets;
using Vindex.Statistics.Questions;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Feedback;

/// <summary>Numbers and names of an answer as text.</summary>
internal static class FeedbackNumbers
{
    private const long SecondsPerDay = 86_400;
    private const int MaxName = 80;

    /// <summary>Display name of an output.</summary>
    public static string Text(string output) => FeedbackQuestion.AggregationNames.Contains(output) ? T($"feedback.aggregation.{output}") : output;

    /// <summary>The label of a bucket: a day, or a time for shorter buckets.</summary>
    public static string Label(BucketStart start, StatsPlan plan)
    {
        var timestamp = BucketTimestamp.Text(start);
        return plan.Granularity < SecondsPerDay ? timestamp : timestamp[..10];
    }

    /// <summary>A number for charts; empty if it is none.</summary>
    public static string Raw(double value) => double.IsFinite(value) ? Math.Round(value, 6).ToString("R", CultureInfo.InvariantCulture) : "";

    /// <summary>A number for people; empty if it is none.</summary>
    public static string Number(double value) =>
        double.IsFinite(value) ? value.ToString(Math.Abs(value) is > 0 and < 0.01 ? "G4" : "#,0.###", Language.Current.Culture) : "";

    /// <summary>A difference with its sign; empty if one of the numbers is none.</summary>
    public static string Change(double now, double before) =>
        double.IsFinite(now) && double.IsFinite(before) ? (now > before ? "+" : now < before ? "−" : "±") + Number(Math.Abs(now - before)) : "";

    /// <summary>A share in percent.</summary>
    public static string Share(long count, long all) => $"{(100.0 * count / Math.Max(all, 1)).ToString("0.#", Language.Current.Culture)} %";

    /// <summary>The name of a group.</summary>
    public static string Name(StatsGroup group) => group.Values is null ? T("feedback.other") : string.Join(" · ", group.Values.Select(Name));

    /// <summary>A value as text, shortened.</summary>
    public static string Name(ScalarValue value)
    {
        var text = value.IsNull ? T("feedback.none") : value.ToString();
        return text.Length == 0 ? T("feedback.empty-value") : text.Length <= MaxName ? text : string.Concat(text.AsSpan(0, MaxName - 1), "…");
    }

    /// <summary>The numbers of the whole range.</summary>
    /// <param name="series">The series.</param>
    /// <param name="count">How many of its outputs.</param>
    public static double[] WindowOf(StatsSeries series, int count)
    {
        var values = series.Window.Count == 0 ? [] : series.Window[0].Values;
        return [.. Enumerable.Range(0, count).Select(i => i < values.Length ? values[i] : double.NaN)];
    }

    /// <summary>The numbers of a bucket; empty where there is none.</summary>
    /// <param name="series">The series.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="asked">The outputs that were asked for.</param>
    /// <param name="count">How many of them are shown.</param>
    public static string[] Values(StatsSeries series, int bucket, IReadOnlyList<string> asked, int count)
    {
        var values = new string[count];
        Array.Fill(values, "");
        if (bucket >= series.BucketStarts.Count || series.Counts[bucket] == 0) return values;

        // The average of an empty bucket is 0 in the response, which would look like a drop in a chart. Rows can lack a value at the path.
        var cells = series.Bucket(bucket);
        var hasValue = true;
        for (var i = 0; i < cells.Length && i < asked.Count; i++) hasValue &= asked[i] == "count" ? cells[i] > 0 : !double.IsNaN(cells[i]);
        for (var i = 0; i < count; i++) values[i] = i >= cells.Length || (!hasValue && asked[i] == "avg") ? "" : Raw(cells[i]);
        return values;
    }
}

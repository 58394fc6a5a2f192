using System.Globalization;
using System.Text;
using Vindex.Server.Feedback.Statistics;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Questions;

namespace Vindex.Server.Mcp;

/// <summary>An answer of the statistics engine as text for a model.</summary>
internal static class StatisticsText
{
    private const int MostIntervals = 60;
    private const int MostGroups = 20;

    /// <summary>The numbers of the range, of its latest intervals that have rows, and of its largest groups.</summary>
    public static string Of(StatsAnswer answer, bool withIntervals)
    {
        var plan = answer.Plan;
        var metric = plan.Metrics[0];
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{plan.ProjectId} from {plan.Start:yyyy-MM-dd'T'HH:mm'Z'} to {plan.End:yyyy-MM-dd'T'HH:mm'Z'}, {Rows(answer.Series.WindowCount)}; {metric.JsonPath}: {Window(metric, answer.Series)}");
        if (withIntervals) WriteIntervals(text, metric, answer.Series);
        foreach (var group in (answer.Groups ?? []).Take(MostGroups))
            text.AppendLine($"- {plan.GroupBy[0]} {GroupName(group)}: {Rows(group.Series.WindowCount)}; {Window(metric, group.Series)}");
        if (answer.Groups is { Count: > MostGroups } groups) text.AppendLine(CultureInfo.InvariantCulture, $"{groups.Count - MostGroups} more groups are not shown.");
        return text.ToString();
    }

    /// <summary>Why a question was refused.</summary>
    public static string Reason(StatsRefusal refusal) =>
        (StatsRefusals.AsModelError(refusal) is { } error ? error.Text.Replace("Value error, ", "", StringComparison.Ordinal) : StatsRefusals.Reason(refusal)) + ".";

    private static void WriteIntervals(StringBuilder text, MetricPlan metric, StatsSeries series)
    {
        var filled = Enumerable.Range(0, series.BucketStarts.Count).Where(bucket => series.Counts[bucket] > 0).ToList();
        if (filled.Count > MostIntervals)
            text.AppendLine(CultureInfo.InvariantCulture, $"Only the latest {MostIntervals} of {filled.Count} intervals with rows are shown.");
        foreach (var bucket in filled.TakeLast(MostIntervals))
        {
            // The first bucket may begin before the range.
            var day = BucketTimestamp.Text(series.BucketStarts[bucket])[..10];
            text.AppendLine($"- {day}: {Rows(series.Counts[bucket])}; {Values(metric, series.Bucket(bucket))}");
        }
    }

    private static string Window(MetricPlan metric, StatsSeries series) => Values(metric, series.Window[0].Values);

    private static string Values(MetricPlan metric, ReadOnlySpan<double> values)
    {
        var parts = new string[metric.Outputs.Count];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = $"{metric.Outputs[i].Name} {(double.IsNaN(values[i]) ? "none" : values[i].ToString("0.####", CultureInfo.InvariantCulture))}";
        return string.Join(", ", parts);
    }

    private static string Rows(long count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "row" : "rows")}");

    private static string GroupName(StatsGroup group) => group.Values is [var value, ..] ? value.IsNull ? "(none)" : ScoreText.Quoted(value.ToString()) : "(all others)";
}

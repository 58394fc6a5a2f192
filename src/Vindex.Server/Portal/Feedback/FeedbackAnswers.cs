using System.Globalization;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Pages;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Buckets;
using Vindex.Statistics.Questions;

namespace Vindex.Server.Portal.Feedback;

/// <summary>Renders a statistics answer as a chart and a table.</summary>
internal static class FeedbackAnswers
{
    /// <summary>Maximum number of groups in the chart; the table has all of them.</summary>
    private const int MostDrawn = 8;

    /// <summary>Converts an answer for the page.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="outputs">Outputs to show.</param>
    /// <param name="asked">Requested outputs: those to show, possibly followed by others.</param>
    /// <param name="path">Path of the question.</param>
    public static FeedbackAnswerModel Of(StatsAnswer answer, IReadOnlyList<string> outputs, IReadOnlyList<string> asked, string path) =>
        answer.Groups is { } groups ? Grouped(answer, groups, outputs, asked, path) : Whole(answer, outputs, asked, path);

    private static FeedbackAnswerModel Whole(StatsAnswer answer, IReadOnlyList<string> outputs, IReadOnlyList<string> asked, string path)
    {
        var (series, previous) = (answer.Series, answer.Previous);
        var drawn = outputs.Select((output, i) => new ChartSeries(output, Text(output), (i % MostDrawn).ToString()))
            .Concat(
                previous is null
                    ? []
                    : outputs.Select((output, i) =>
                        new ChartSeries("before_" + output, $"{Text(output)}, previous", ((i + outputs.Count) % MostDrawn).ToString(), On: i == 0)));
        var rows = Enumerable.Range(0, series.BucketStarts.Count).Select(bucket => new ChartRow(
            Label(series.BucketStarts[bucket], answer.Plan),
            [.. Values(series, bucket, asked, outputs.Count), .. previous is null ? [] : Values(previous, bucket, asked, outputs.Count)]));
        var (now, before) = (WindowOf(series, outputs.Count), previous is null ? null : WindowOf(previous, outputs.Count));
        var lines = outputs.Select((output, i) =>
            new FeedbackLine(Text(output), before is null ? [Number(now[i])] : [Number(now[i]), Number(before[i]), Change(now[i], before[i])]))
            .Append(new FeedbackLine("rows of feedback", previous is null
                ? [Wording.Number(series.WindowCount)]
                : [Wording.Number(series.WindowCount), Wording.Number(previous.WindowCount), Change(series.WindowCount, previous.WindowCount)]));
        var isEmpty = series.WindowCount > 0 && !now.Take(outputs.Count).Any(double.IsFinite);
        return new FeedbackAnswerModel(
            new ChartModel(Spec([.. drawn], outputs), [.. rows]),
            previous is null ? [path] : [path, "previous", "change"],
            "Whole range",
            [.. lines],
            series.WindowCount,
            isEmpty ? $"No row in this range has a value of this type at {path}. The field suggests paths that have values." : null);
    }

    private static FeedbackAnswerModel Grouped(
        StatsAnswer answer, IReadOnlyList<StatsGroup> groups, IReadOnlyList<string> outputs, IReadOnlyList<string> asked, string path)
    {
        var drawn = groups.Take(MostDrawn).ToList();
        var spec = Spec([.. drawn.Select((group, i) => new ChartSeries($"g{i}", Name(group), i.ToString()))], outputs);
        var rows = Enumerable.Range(0, answer.Series.BucketStarts.Count).Select(bucket => new ChartRow(
            Label(answer.Series.BucketStarts[bucket], answer.Plan),
            [.. drawn.Select(group => bucket < group.Series.BucketStarts.Count ? Values(group.Series, bucket, asked, 1)[0] : "")]));
        var lines = groups.Select(group =>
            new FeedbackLine(Name(group), [.. WindowOf(group.Series, outputs.Count).Select(Number), Wording.Number(group.Series.WindowCount)]));
        var note = $"The chart shows {Text(outputs[0])} of {path}{(groups.Count > drawn.Count ? $" for the {drawn.Count} largest of {groups.Count} groups" : " by group")}.";
        return new FeedbackAnswerModel(
            new ChartModel(spec, [.. rows]), [.. outputs.Select(Text), "rows"], "Group", [.. lines], answer.Series.WindowCount, note);
    }

    private static ChartSpec Spec(IReadOnlyList<ChartSeries> series, IReadOnlyList<string> outputs) =>
        new(
            outputs.All(output => output.StartsWith("count", StringComparison.Ordinal)) ? ChartKind.Bars : ChartKind.Lines,
            "from",
            series,
            null,
            null,
            "feedback");

    private static string[] Values(StatsSeries series, int bucket, IReadOnlyList<string> asked, int count)
    {
        var cells = bucket < series.BucketStarts.Count ? series.Bucket(bucket) : [];
        var values = new string[count];
        if (bucket >= series.BucketStarts.Count || series.Counts[bucket] == 0)
        {
            Array.Fill(values, "");
            return values;
        }

        // The average of an empty bucket is 0 in the response, which would look like a drop in a chart. Rows can lack a value at the path.
        var hasValue = true;
        for (var i = 0; i < cells.Length && i < asked.Count; i++) hasValue &= asked[i] == "count" ? cells[i] > 0 : !double.IsNaN(cells[i]);
        for (var i = 0; i < count; i++) values[i] = i >= cells.Length || (!hasValue && asked[i] == "avg") ? "" : Raw(cells[i]);
        return values;
    }

    private static double[] WindowOf(StatsSeries series, int count)
    {
        var values = series.Window.Count == 0 ? [] : series.Window[0].Values;
        return [.. Enumerable.Range(0, count).Select(i => i < values.Length ? values[i] : double.NaN)];
    }

    private static string Name(StatsGroup group) => group.Values is null
        ? "other groups"
        : string.Join(
            " · ",
            group.Values.Select(value =>
                value.Text ?? value.Number?.ToString("R", CultureInfo.InvariantCulture) ?? (value.Boolean is { } flag ? flag ? "true" : "false" : "(none)")));

    private static string Text(string output) => FeedbackQuestion.AllAggregations.FirstOrDefault(one => one.Value == output).Text ?? output;

    private static string Label(BucketStart start, StatsPlan plan)
    {
        var timestamp = BucketTimestamp.Text(start);
        return plan.Granularity < 86_400 ? timestamp : timestamp[..10];
    }

    private static string Raw(double value) => double.IsFinite(value) ? Math.Round(value, 6).ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Number(double value) =>
        double.IsFinite(value) ? value.ToString(Math.Abs(value) is > 0 and < 0.01 ? "G4" : "#,0.###", CultureInfo.InvariantCulture) : "";

    private static string Change(double now, double before) =>
        double.IsFinite(now) && double.IsFinite(before) ? (now > before ? "+" : now < before ? "−" : "±") + Number(Math.Abs(now - before)) : "";
}

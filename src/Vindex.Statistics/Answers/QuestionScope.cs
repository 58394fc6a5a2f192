using Vindex.Statistics.Changes;
using Vindex.Statistics.Columns;
using Vindex.Statistics.Paths;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>What a question reads, and whether the columns of a project have all of it.</summary>
internal static class QuestionScope
{
    /// <summary>The time ranges that a question reads.</summary>
    public static IReadOnlyList<TimeRange> Ranges(StatsPlan plan) =>
        plan.Previous is { } previous ? [plan.Window.Range, previous.Range] : [plan.Window.Range];

    /// <summary>The paths that a question reads.</summary>
    public static IEnumerable<string> Paths(StatsPlan plan) =>
        plan.Metrics.Select(metric => metric.JsonPath).Concat(plan.Filter.Paths.Select(filter => filter.JsonPath)).Concat(plan.GroupBy).Distinct();

    /// <summary>Whether the columns lack something that the question needs, so that the rows themselves have to be read.</summary>
    public static bool NeedsRows(StatsPlan plan, Snapshot snapshot)
    {
        if (snapshot.Paths.Overflowed && Paths(plan).Any(path => !snapshot.Paths.TryFind(path, out _)))
            return true;
        var ranges = Ranges(plan);
        foreach (var (path, kind) in TextColumns(plan))
        {
            if (!snapshot.Paths.TryFind(path, out var id))
                continue;
            var key = new ColumnKey(id, kind);
            if (snapshot.All.Any(live => live.Block.OverlapsAny(ranges) && live.Block.Codes(key) is { TextsDropped: true }))
                return true;
        }
        return false;
    }

    private static IEnumerable<(string Path, ValueKind Kind)> TextColumns(StatsPlan plan)
    {
        foreach (var metric in plan.Metrics.Where(metric => metric.Categories is not null))
        {
            yield return (metric.JsonPath, ValueKind.Text);
            yield return (metric.JsonPath, ValueKind.Array);
        }
        foreach (var filter in plan.Filter.Paths.Where(filter => filter.Values.Any(value => value.Text is not null)))
            yield return (filter.JsonPath, ValueKind.Text);
        foreach (var path in plan.GroupBy)
            yield return (path, ValueKind.Text);
    }
}

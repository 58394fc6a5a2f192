using System.Globalization;
using Vindex.Statistics.Questions;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>The contract's messages for refused questions. Errors of the body's model are 422 with a location; all others are 400.</summary>
internal static class StatsRefusals
{
    /// <summary>For refusals that the contract reports as model errors: type, message and, if any, the member.</summary>
    public static (string Type, string Text, string? Member)? AsModelError(StatsRefusal refusal) => refusal switch
    {
        StatsRefusal.EndBeforeStart => ("value_error", "Value error, Feedback request end must be after start", null),
        StatsRefusal.NegativeGranularity => ("greater_than_equal", "Input should be greater than or equal to 0", "granularity"),
        StatsRefusal.GranularityTooLong(var max) => ("less_than_equal", $"Input should be less than or equal to {max}", "granularity"),
        StatsRefusal.UnknownTimeZone(var name) => ("value_error", $"Value error, Unknown timezone: '{name}'", "timezone"),
        _ => null,
    };

    /// <summary>The reason of every other refusal.</summary>
    public static string Reason(StatsRefusal refusal) => refusal switch
    {
        StatsRefusal.InvalidPath(var path, var error) => JsonPathText.Reason(path, error),
        StatsRefusal.TooManyMetrics(var count, var max) => $"At most {max} metrics can be requested, got {count}",
        StatsRefusal.KeyCollision(var first, var second, var key) => $"Metrics {Describe(first)} and {Describe(second)} would both be reported as '{key}'",
        StatsRefusal.CalendarAndGranularity => "calendar and granularity exclude each other",
        StatsRefusal.CompareOffsetNotPositive(var offset) => $"compare.offset_seconds must be greater than 0, got {offset}",
        StatsRefusal.CompareOffsetTooLarge(var offset) => $"compare.offset_seconds {offset} goes back before the year 1",
        StatsRefusal.GroupFieldCount(var count) => $"group_by accepts one or two fields, got {count}",
        StatsRefusal.DuplicateGroupField(var field) => $"group_by names '{field}' twice",
        StatsRefusal.TooManyFilterValues(var path, var count, var max) => $"filter accepts at most {max} values, got {count} for '{path}'",
        StatsRefusal.TooManyCalendarBuckets(var unit, var max) => $"The range has more than {max} buckets by {Name(unit)}",
        StatsRefusal.TooManyCells(var cells, var max) =>
            $"The response would have {cells} cells (buckets × keys × groups), more than the maximum of {max}: "
            + "use longer buckets, fewer metrics or a shorter range",
        StatsRefusal.TooManySteps(var max) =>
            $"The question would take too much work: the rows in its range × (metrics + filters + 1) × (group_by fields + 1) may be at most {max}. "
            + "Use a shorter range, fewer metrics or filters, or no group_by",
        _ => MetricReason(refusal),
    };

    private static string MetricReason(StatsRefusal refusal) => refusal switch
    {
        StatsRefusal.TooManyPercentiles(var path, _, var max, Merged: true) => $"At most {max} percentiles are allowed per metric, got more for '{path}'",
        StatsRefusal.TooManyPercentiles(var path, var count, var max, _) => $"At most {max} percentiles are allowed per metric, got {count} for '{path}'",
        StatsRefusal.PercentileOutOfRange(var percentile) => $"Percentile must be between 0 and 100, got {Float(percentile)}",
        StatsRefusal.HistogramBinsOutOfRange(var bins) => $"A histogram must have 2 to 200 bins, got {bins}",
        StatsRefusal.CategoriesOutOfRange(var categories) => $"categories must be 1 to 100, got {categories}",
        StatsRefusal.CategoriesOfNumbers(var path) => $"categories need a categorical metric, '{path}' is not one",
        StatsRefusal.HistogramOfTexts(var path) => $"A histogram needs numbers, '{path}' is categorical",
        StatsRefusal.PercentilesOfTexts(var path) => $"Percentiles need numbers, '{path}' is categorical",
        StatsRefusal.AggregationOfTexts(var path, var aggregation) =>
            $"A categorical metric can only be counted, got {AggregationName.Of(aggregation)} for '{path}'",
        _ => throw new System.Diagnostics.UnreachableException($"No text for {refusal.GetType().Name}."),
    };

    private static string Describe((string Path, MetricKind Kind) metric) => $"'{metric.Path}' ({Name(metric.Kind)})";

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    // Integral floats keep their decimal point, as in Python.
    private static string Float(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') || !double.IsFinite(number) ? text : text + ".0";
    }
}

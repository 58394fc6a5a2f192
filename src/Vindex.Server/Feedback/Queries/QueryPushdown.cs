using Vindex.Server.Feedback.Queries.Language;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Queries;

/// <summary>
/// The part of a query that the store can evaluate: conditions on id, ref, type, trigger and time that hold for every selected row. The whole query is
/// still evaluated on each row read, so whatever is left out here costs only time.
/// </summary>
internal static class QueryPushdown
{
    private static readonly FeedbackSelection s_nothing = new() { Ids = [] };

    public static FeedbackSelection Condition(Condition condition, string projectId) =>
        Narrow(FeedbackSelection.All, condition, projectId);

    /// <summary>Whether no row can match.</summary>
    public static bool IsEmpty(FeedbackSelection selection) =>
        selection is { Ids.Count: 0 } or { WeaveRefs.Count: 0 } or { FeedbackTypes.Count: 0 } || selection.From >= selection.Before;

    private static FeedbackSelection Narrow(FeedbackSelection selection, Condition condition, string projectId) => condition switch
    {
        AllOf all => all.Parts.Aggregate(selection, (narrowed, part) => Narrow(narrowed, part, projectId)),
        AnyOf { Parts: [var only] } => Narrow(selection, only, projectId),
        AnyOf any when Alternatives(any) is { } found => Texts(selection, found.Column, found.Values, projectId),
        Comparison comparison => Compared(selection, comparison, projectId),
        Membership { Input: ColumnOperand column } membership when membership.Items.Count <= QueryLimits.PushedValues => Texts(
            selection, column.Column.Name, [.. membership.Items.Where(item => item.Type == OperandType.Text).Select(item => item.Text!)], projectId),
        _ => selection,
    };

    // What `$or` of several `$eq` on one column allows, as clients write a list of ids.
    private static (string Column, List<string> Values)? Alternatives(AnyOf any)
    {
        if (any.Parts.Length > QueryLimits.PushedValues) return null;
        string? column = null;
        var values = new List<string>();
        foreach (var part in any.Parts)
        {
            if (part is not Comparison { Operator: ComparisonOperator.Equal } comparison || Sides(comparison) is not ({ } name, { } text)) return null;
            if (column is not null && column != name) return null;
            column = name;
            values.Add(text);
        }

        return column is null ? null : (column, values);
    }

    private static (string? Column, string? Text) Sides(Comparison comparison) => (comparison.Left, comparison.Right) switch
    {
        (ColumnOperand column, LiteralOperand { Text: { } text }) => (column.Column.Name, text),
        (LiteralOperand { Text: { } text }, ColumnOperand column) => (column.Column.Name, text),
        _ => (null, null),
    };

    private static FeedbackSelection Compared(
        FeedbackSelection selection, Comparison comparison, string projectId) => (comparison.Left, comparison.Right) switch
        {
            (CreatedAtOperand, LiteralOperand time) => Timed(selection, comparison.Operator, time.Time),
            (LiteralOperand time, CreatedAtOperand) => Timed(selection, Mirrored(comparison.Operator), time.Time),
            _ when comparison.Operator == ComparisonOperator.Equal && Sides(comparison) is ({ } column, { } text) =>
                Texts(selection, column, [text], projectId),
            _ => selection,
        };

    private static FeedbackSelection Texts(FeedbackSelection selection, string column, List<string> values, string projectId) => column switch
    {
        "id" => selection with { Ids = Common(selection.Ids, values) },
        "weave_ref" => selection with { WeaveRefs = Common(selection.WeaveRefs, values) },
        "feedback_type" => selection with { FeedbackTypes = Common(selection.FeedbackTypes, values) },
        "trigger_ref" when values.Count == 1 =>
            selection.TriggerRef is null || selection.TriggerRef == values[0] ? selection with { TriggerRef = values[0] } : s_nothing,
        "project_id" when !values.Contains(projectId) => s_nothing,
        _ => selection,
    };

    private static List<string> Common(IReadOnlyList<string>? known, List<string> values) =>
        [.. (known is null ? values : known.Intersect(values, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)];

    private static ComparisonOperator Mirrored(ComparisonOperator @operator) => @operator switch
    {
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        _ => @operator,
    };

    // Rows have whole milliseconds, so "after t" means "from the next millisecond on" and "not before t" means "from t rounded up".
    private static FeedbackSelection Timed(FeedbackSelection selection, ComparisonOperator @operator, DateTimeOffset time)
    {
        var floor = time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond);
        var ceiling = floor == time.UtcTicks ? floor : floor + TimeSpan.TicksPerMillisecond;
        var next = floor + TimeSpan.TicksPerMillisecond;
        return @operator switch
        {
            ComparisonOperator.Greater => From(selection, next),
            ComparisonOperator.GreaterOrEqual => From(selection, ceiling),
            ComparisonOperator.Less => Before(selection, ceiling),
            ComparisonOperator.LessOrEqual => Before(selection, next),
            _ => Before(From(selection, ceiling), next),
        };
    }

    private static FeedbackSelection From(FeedbackSelection selection, long ticks)
    {
        if (ticks > DateTime.MaxValue.Ticks) return s_nothing;
        var from = new DateTimeOffset(ticks, TimeSpan.Zero);
        return selection.From >= from ? selection : selection with { From = from };
    }

    private static FeedbackSelection Before(FeedbackSelection selection, long ticks)
    {
        if (ticks > DateTime.MaxValue.Ticks) return selection;
        var before = new DateTimeOffset(ticks, TimeSpan.Zero);
        return selection.Before <= before ? selection : selection with { Before = before };
    }
}

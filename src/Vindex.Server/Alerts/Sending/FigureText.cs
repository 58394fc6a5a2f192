using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Languages;
using Vindex.Server.Scores;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Alerts.Sending;

/// <summary>Figures in words, in the language of the page or message.</summary>
internal static class FigureText
{
    /// <summary>What is measured, for example <c>Average overall score</c>.</summary>
    public static string NameOf(AlertFigure figure) => figure.Metric switch
    {
        AlertMetric.Average when figure.Dimension is null or ChartQuery.Overall => T("alerts.figures.average-overall"),
        AlertMetric.Average => T("alerts.figures.average", ("dimension", T($"dimension.{figure.Dimension}"))),
        AlertMetric.FailRate => T("alerts.figures.fail_rate", ("dimension", T($"dimension.{figure.Dimension}"))),
        AlertMetric.Feedback => T(
            "alerts.figures.feedback", ("aggregation", figure.Aggregation), ("path", figure.Path), ("project", figure.FeedbackProject)),
        _ => T($"alerts.figures.{AlertNames<AlertMetric>.Of(figure.Metric)}"),
    };

    /// <summary>A figure with its unit.</summary>
    public static string ValueOf(AlertFigure figure, double? value) => (value, figure.Metric) switch
    {
        (null, _) => T("alerts.values.none"),
        ({ } number, AlertMetric.Average or AlertMetric.Feedback) => Number(number),
        ({ } number, AlertMetric.QueueAge) => T("alerts.values.minutes", ("value", Number(number))),
        ({ } number, _) => T("alerts.values.percent", ("value", Number(number))),
    };

    /// <summary>What was measured and what it is compared with.</summary>
    public static string Of(AlertNotice notice) => Of(notice.Rule, notice.Measure, notice.Before);

    /// <summary>The same.</summary>
    public static string Of(AlertRule rule, AlertMeasure measure, double? before)
    {
        var (name, value) = (("name", (object?)NameOf(rule.Figure)), ("value", (object?)ValueOf(rule.Figure, measure.Figure)));
        if (rule.CompareWeeks > 0)
        {
            return measure.Value is { } change
                ? T("alerts.says.weeks", name, value, ("change", Signed(change)), ("baseline", ValueOf(rule.Figure, measure.Baseline)), ("count", rule.CompareWeeks))
                : T("alerts.says.incomparable", name, value);
        }

        return before is { } earlier && measure.Figure is { } figure
            ? T("alerts.says.before", name, value, ("change", Signed(figure - earlier)), ("before", ValueOf(rule.Figure, earlier)))
            : T("alerts.says.value", name, value);
    }

    /// <summary>The thresholds of a rule.</summary>
    public static string ThresholdsOf(AlertRule rule)
    {
        if (rule.Steps is { } steps) return T("alerts.says.steps", ("steps", string.Join(", ", steps.Select(step => ValueOf(rule.Figure, step)))));
        return string.Join(", ", Parts());

        IEnumerable<string> Parts()
        {
            if (rule.Warning is { } warning) yield return Part("warning", warning);
            if (rule.Alert is { } alert) yield return Part("alert", alert);
        }

        string Part(string level, double value) => T(
            $"alerts.says.{level}-{AlertNames<AlertDirection>.Of(rule.Direction)}",
            ("value", rule.CompareWeeks > 0 ? T("alerts.values.percent", ("value", Number(value))) : ValueOf(rule.Figure, value)));
    }

    private static string Number(double value) => value.ToString("0.##", Language.Current.Culture);

    private static string Signed(double value) => value.ToString("+0.##;−0.##;±0", Language.Current.Culture);
}

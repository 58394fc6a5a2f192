using System.Globalization;
using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Scores;

namespace Vindex.Server.Alerts.Sending;

/// <summary>Figures in words, for messages.</summary>
internal static class FigureText
{
    /// <summary>What is measured, for example <c>Average overall score</c>.</summary>
    public static string NameOf(AlertFigure figure) => figure.Metric switch
    {
        AlertMetric.Average => $"Average {(figure.Dimension is null or ChartQuery.Overall ? "overall score" : figure.Dimension)}",
        AlertMetric.BelowGate => "Scores below the quality gate",
        AlertMetric.FailRate => $"Scores that fail in {figure.Dimension}",
        AlertMetric.EndpointFailing => "Failing endpoint: time until it is disabled",
        AlertMetric.QueueAge => "Age of the oldest waiting ticket",
        AlertMetric.ModelBudget => "Model budget used",
        _ => $"{figure.Aggregation} of {figure.Path} in {figure.FeedbackProject}",
    };

    /// <summary>A figure with its unit.</summary>
    public static string ValueOf(AlertFigure figure, double? value) => value is { } number ? Number(number) + UnitOf(figure) : "no data";

    /// <summary>What was measured and what it is compared with.</summary>
    public static string Of(AlertNotice notice)
    {
        var (rule, measure) = (notice.Rule, notice.Measure);
        var text = $"{NameOf(rule.Figure)}: {ValueOf(rule.Figure, measure.Figure)}";
        if (rule.CompareWeeks > 0)
        {
            var weeks = rule.CompareWeeks == 1 ? "the same time a week before" : $"the mean of the same time in {rule.CompareWeeks} weeks";
            return measure.Value is { } change ? $"{text}, {Signed(change)} % against {ValueOf(rule.Figure, measure.Baseline)}, {weeks}" : $"{text}, with nothing to compare it with";
        }

        if (notice.Before is { } before && measure.Figure is { } value)
            text += $", {Signed(value - before)} against the window before ({ValueOf(rule.Figure, before)})";
        return text;
    }

    /// <summary>The thresholds of a rule.</summary>
    public static string ThresholdsOf(AlertRule rule)
    {
        var side = rule.Direction == AlertDirection.Below ? "below" : "above";
        var unit = rule.CompareWeeks > 0 ? " %" : UnitOf(rule.Figure);
        return string.Join(", ", Parts());

        IEnumerable<string> Parts()
        {
            if (rule.Warning is { } warning) yield return $"warning {side} {Number(warning)}{unit}";
            if (rule.Alert is { } alert) yield return $"alert {side} {Number(alert)}{unit}";
        }
    }

    private static string UnitOf(AlertFigure figure) => figure.Metric switch
    {
        AlertMetric.Average or AlertMetric.Feedback => "",
        AlertMetric.QueueAge => " min",
        _ => " %",
    };

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.##;−0.##;±0", CultureInfo.InvariantCulture);
}

using Vindex.Server.Alerts.Rules;

namespace Vindex.Server.Alerts.Figures;

/// <summary>A figure of one company in one window of time.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Figure">The figure.</param>
/// <param name="From">The start of the window, inclusive.</param>
/// <param name="Until">The end of the window, exclusive.</param>
internal sealed record AlertWindow(string CompanyId, AlertFigure Figure, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>The window of a rule that ends at an instant.</summary>
    public static AlertWindow Of(string companyId, AlertRule rule, DateTimeOffset until) =>
        new(companyId, rule.Figure, until - TimeSpan.FromHours(rule.WindowHours), until);

    /// <summary>The windows of a rule for an instant: that of the rule, then those of the weeks that it is compared with.</summary>
    public static IReadOnlyList<AlertWindow> AllOf(string companyId, AlertRule rule, DateTimeOffset at) =>
    [
        Of(companyId, rule, at),
        .. Enumerable.Range(1, rule.CompareWeeks).Select(weeks => Of(companyId, rule, rule.Schedule.WeeksBefore(at, weeks))),
    ];

    /// <summary>What a rule measures from the figures of <see cref="AllOf"/>.</summary>
    public static AlertMeasure Measure(AlertRule rule, IReadOnlyList<double?> figures) =>
        rule.CompareWeeks == 0 ? AlertMeasure.Of(figures[0]) : AlertMeasure.Of(figures[0], [.. figures.Skip(1)]);
}

/// <summary>The figure of a window.</summary>
/// <param name="Value">The figure; null without data.</param>
/// <param name="Problem">Why it could not be computed; null if it could.</param>
internal readonly record struct FigureAnswer(double? Value, string? Problem);

using Vindex.Server.Alerts.Figures;
using Vindex.Server.Alerts.Rules;
using Vindex.Storage.Companies;

namespace Vindex.Server.Alerts.Evaluation;

/// <summary>An evaluation that would have been made.</summary>
/// <param name="At">Its instant.</param>
/// <param name="Measure">What it would have measured.</param>
/// <param name="Level">The level after it.</param>
/// <param name="Change">The change of level; null for none.</param>
internal readonly record struct PreviewPoint(DateTimeOffset At, AlertMeasure Measure, AlertLevel Level, AlertChange? Change);

/// <summary>Shows when a rule would have fired: its decisions over the last 90 days, from the data of today.</summary>
internal sealed class AlertPreview(AlertFigures figures)
{
    private const int Days = 90;

    /// <summary>
    /// The evaluations of the last 90 days, oldest first; null if the question takes too much work. Rules that are evaluated more often than hourly are shown
    /// hourly, and figures that cannot be put together from parts (minima, maxima, percentiles) daily.
    /// </summary>
    public async Task<IReadOnlyList<PreviewPoint>?> RunAsync(Company company, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var instants = Instants(rule, now);
        List<AlertWindow> windows = [.. instants.SelectMany(at => AlertWindow.AllOf(company.Id, rule, at)).Distinct()];
        var values = rule.Figure.IsAdditive
            ? await AddedAsync(company, rule.Figure, windows, cancellationToken)
            : await AskedAsync(windows, cancellationToken);
        if (values is null) return null;
        var (state, points) = (AlertState.New, new List<PreviewPoint>());
        foreach (var at in instants)
        {
            var measure = AlertWindow.Measure(rule, [.. AlertWindow.AllOf(company.Id, rule, at).Select(window => values[window])]);
            (state, var change) = AlertDecision.Decide(rule, state, at, measure);
            points.Add(new PreviewPoint(at, measure, state.Level, change));
        }

        return points;
    }

    /// <summary>The step of a preview, in minutes.</summary>
    public static int StepOf(AlertRule rule) => rule.Figure.IsAdditive ? Math.Max(rule.Schedule.EveryMinutes, AlertSchedule.Hourly) : AlertSchedule.Daily;

    private static List<DateTimeOffset> Instants(AlertRule rule, DateTimeOffset now)
    {
        var minute = rule.Schedule.EveryMinutes >= AlertSchedule.Hourly ? rule.Schedule.AtMinute : 0;
        var schedule = rule.Schedule with { EveryMinutes = StepOf(rule), AtMinute = minute };
        var instants = new List<DateTimeOffset>();
        for (var at = schedule.Next(now - TimeSpan.FromDays(Days)); at <= now; at = schedule.Next(at)) instants.Add(at);
        return instants;
    }

    // One question about the parts between all starts and ends of windows; each window is the sum of consecutive parts.
    private async Task<IReadOnlyDictionary<AlertWindow, double?>?> AddedAsync(
        Company company, AlertFigure figure, List<AlertWindow> windows, CancellationToken cancellationToken)
    {
        if (windows.Count == 0) return new Dictionary<AlertWindow, double?>();
        List<DateTimeOffset> edges = [.. windows.SelectMany(window => (DateTimeOffset[])[window.From, window.Until]).Distinct().Order()];
        if (await figures.PartsAsync(company, figure, edges, cancellationToken) is not { } parts) return null;
        var sums = new List<FigurePart> { default };
        foreach (var part in parts) sums.Add(new FigurePart(sums[^1].Sum + part.Sum, sums[^1].Count + part.Count));
        var places = edges.Index().ToDictionary(edge => edge.Item, edge => edge.Index);
        return windows.ToDictionary(window => window, window => Between(sums[places[window.From]], sums[places[window.Until]]));

        double? Between(FigurePart from, FigurePart until) => new FigurePart(until.Sum - from.Sum, until.Count - from.Count).Figure(figure);
    }

    private async Task<IReadOnlyDictionary<AlertWindow, double?>?> AskedAsync(List<AlertWindow> windows, CancellationToken cancellationToken)
    {
        var answers = await figures.MeasureAsync(windows, cancellationToken);
        return answers.Values.Any(answer => answer.Problem is not null) ? null : answers.ToDictionary(answer => answer.Key, answer => answer.Value.Value);
    }
}

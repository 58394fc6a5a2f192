using Vindex.Server.Alerts.Figures;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Alerts.Sending;
using Vindex.Storage.Alerts;

namespace Vindex.Server.Alerts.Evaluation;

/// <summary>
/// Evaluates rules that are due. An evaluation and its due time are one transaction that only happens if no one has changed or evaluated the rule in between:
/// whatever is interrupted or runs on two servers at once, each instant is evaluated once. Missed instants are evaluated one by one, over the windows that
/// they would have had.
/// </summary>
internal sealed class AlertEvaluation(
    IAlertStore store, AlertFigures figures, AlertConditions conditions, AlertNotices notices, AlertOutboxSignal outbox, TimeProvider time)
{
    private const int MostAtOnce = 1000;

    /// <summary>Evaluates the earliest instant of each rule that is due; returns how many rules were due.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await store.DueAsync(now, MostAtOnce, cancellationToken);
        List<AlertStep> steps = [];
        var failure = await CompanyByCompany.RunAsync(
            due, alert => alert.CompanyId, async (_, alerts) => steps.AddRange(await StepsAsync(alerts, now, cancellationToken)));
        if (steps.Count > 0) await store.StoreAsync(steps, now, cancellationToken);
        if (steps.Any(step => step.Messages.Count > 0)) outbox.Announce();
        failure?.Throw();
        return steps.Count;
    }

    private async Task<IReadOnlyList<AlertStep>> StepsAsync(IReadOnlyList<Alert> due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<(Alert Alert, AlertRule Rule, DateTimeOffset At)> turns = [];
        foreach (var alert in due)
        {
            var rule = AlertDocuments.Rule(alert);
            turns.Add((alert, rule, rule.Schedule.Earliest(alert.DueAt!.Value, now)));
        }

        var windows = turns.Where(turn => !turn.Rule.Figure.IsOfNow).SelectMany(turn => AlertWindow.AllOf(turn.Alert.CompanyId, turn.Rule, turn.At));
        var answers = await figures.MeasureAsync(windows, cancellationToken);
        List<AlertStep> steps = [];
        foreach (var (alert, rule, at) in turns) steps.Add(await StepAsync(alert, rule, at, answers, cancellationToken));
        return steps;
    }

    private async Task<AlertStep> StepAsync(
        Alert alert, AlertRule rule, DateTimeOffset at, IReadOnlyDictionary<AlertWindow, FigureAnswer> answers, CancellationToken cancellationToken)
    {
        var (measure, problem) = await MeasureAsync(alert, rule, at, answers, cancellationToken);
        var (state, change) = AlertDecision.Decide(rule, AlertDocuments.State(alert), at, measure, problem);
        var step = new AlertStep(alert, AlertDocuments.Write(state), rule.Schedule.Next(at));
        if (change is null) return step;
        var notice = await notices.WriteAsync(alert, rule, change, measure, at, cancellationToken);
        return step with
        {
            Event = new AlertEvent(notice.EventId, alert.Id, alert.CompanyId, at, AlertDocuments.Write(notice)),
            Messages = change.IsReported ? await notices.MessagesAsync(alert, rule, cancellationToken) : [],
        };
    }

    private async Task<(AlertMeasure Measure, string? Problem)> MeasureAsync(
        Alert alert, AlertRule rule, DateTimeOffset at, IReadOnlyDictionary<AlertWindow, FigureAnswer> answers, CancellationToken cancellationToken)
    {
        if (rule.Figure.IsOfNow) return (AlertMeasure.Of(await conditions.MeasureAsync(alert.CompanyId, rule.Figure.Metric, cancellationToken)), null);
        List<FigureAnswer> found = [.. AlertWindow.AllOf(alert.CompanyId, rule, at).Select(window => answers[window])];
        var problem = found.Select(answer => answer.Problem).FirstOrDefault(one => one is not null);
        return (AlertWindow.Measure(rule, [.. found.Select(answer => answer.Value)]), problem);
    }
}

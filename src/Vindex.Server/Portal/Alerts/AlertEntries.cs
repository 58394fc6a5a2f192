using NodaTime;
using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Alerts.Sending;
using Vindex.Storage.Alerts;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Alerts;

/// <summary>Alerts and changes of level for pages.</summary>
internal static class AlertEntries
{
    private const string Off = "waits";

    public static ShownLevel Of(AlertLevel level) => new(
        T($"alerts.levels.{AlertNames<AlertLevel>.Of(level)}"), level switch { AlertLevel.Ok => "healthy", AlertLevel.Warning => "needs-review", _ => "at-risk" });

    public static AlertEntry Of(Alert alert, DateTimeZone zone)
    {
        var (rule, state) = (AlertDocuments.Rule(alert), AlertDocuments.State(alert));
        return new AlertEntry(
            alert.Name,
            $"{AlertPaths.Page}/{alert.Id}",
            rule.IsEnabled ? Of(state.Level) : new ShownLevel(T("alerts.levels.off"), Off),
            state.EvaluatedAt is null ? FigureText.NameOf(rule.Figure) : FigureText.Of(rule, state.Measure, null),
            FigureText.ThresholdsOf(rule),
            state.EvaluatedAt is { } at ? Moment.Of(at, zone) : null,
            state.Problem is { } problem ? Translated(problem) : null);
    }

    public static AlertChangeEntry Of(AlertEvent change, DateTimeZone zone)
    {
        var notice = AlertDocuments.Notice(change);
        return new AlertChangeEntry(
            notice.Name, AlertPaths.Event(change.Id), Of(notice.From), Of(notice.To), FigureText.Of(notice), Moment.Of(change.At, zone));
    }
}

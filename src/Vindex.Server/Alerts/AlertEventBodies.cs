using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Languages;
using Vindex.Storage.Alerts;

namespace Vindex.Server.Alerts;

/// <summary>A ticket behind a figure.</summary>
/// <param name="ScoreId">Its score.</param>
/// <param name="Key">Its key.</param>
/// <param name="Title">Its title.</param>
/// <param name="OverallScore">Its overall score.</param>
internal sealed record AlertTicketBody(string ScoreId, string Key, string Title, double OverallScore);

/// <summary>A change of level.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="AlertId">The rule.</param>
/// <param name="Name">The rule's name at the time.</param>
/// <param name="From">The level before.</param>
/// <param name="To">The level since.</param>
/// <param name="At">The instant of the evaluation, and the end of its window.</param>
/// <param name="WindowStart">The start of its window.</param>
/// <param name="Text">The figure in words.</param>
/// <param name="Figure">The figure; null without data.</param>
/// <param name="Before">The figure of the window before; null without data.</param>
/// <param name="Change">Its change in percent from the weeks before; null if they are not compared.</param>
/// <param name="Baseline">The mean of these weeks; null if they are not compared.</param>
/// <param name="Step">For rules with steps: the one that was reached; null for recovery.</param>
/// <param name="Tickets">The five worst tickets of the window.</param>
/// <param name="Url">The page of this change, with these tickets.</param>
/// <param name="TicketsUrl">The list of all scores that the figure is about; null for figures that are not about scores.</param>
internal sealed record AlertEventBody(
    string EventId,
    string AlertId,
    string Name,
    string From,
    string To,
    DateTimeOffset At,
    DateTimeOffset WindowStart,
    string Text,
    double? Figure,
    double? Before,
    double? Change,
    double? Baseline,
    int? Step,
    IReadOnlyList<AlertTicketBody> Tickets,
    string Url,
    string? TicketsUrl)
{
    public static AlertEventBody Of(AlertEvent change, Func<string, string> link)
    {
        var notice = AlertDocuments.Notice(change);
        return new AlertEventBody(
            change.Id,
            change.AlertId,
            notice.Name,
            AlertNames<AlertLevel>.Of(notice.From),
            AlertNames<AlertLevel>.Of(notice.To),
            change.At,
            notice.WindowStart,
            // The texts of the API are English, whatever the language of the person's pages.
            Language.All[0].In(() => FigureText.Of(notice)),
            notice.Measure.Figure,
            notice.Before,
            notice.Rule.CompareWeeks > 0 ? notice.Measure.Value : null,
            notice.Measure.Baseline,
            notice.Step,
            [.. notice.Tickets.Select(ticket => new AlertTicketBody(ticket.ScoreId, ticket.Key, ticket.Title, ticket.Overall))],
            link(AlertPaths.Event(change.Id)),
            AlertPaths.Tickets(notice) is { } tickets ? link(tickets) : null);
    }
}

/// <summary>A page of changes of level, newest first.</summary>
/// <param name="Items">The changes.</param>
/// <param name="NextCursor">For the next page; null on the last.</param>
internal sealed record AlertEventListBody(IReadOnlyList<AlertEventBody> Items, string? NextCursor);

/// <summary>An evaluation that would have been made.</summary>
/// <param name="At">Its instant.</param>
/// <param name="Figure">The figure; null without data.</param>
/// <param name="Change">Its change in percent from the weeks before; null if they are not compared, or without data.</param>
/// <param name="Level">The level after it.</param>
internal sealed record AlertPreviewPointBody(DateTimeOffset At, double? Figure, double? Change, string Level);

/// <summary>A change of level that would have happened.</summary>
/// <param name="At">When.</param>
/// <param name="From">The level before.</param>
/// <param name="To">The level after it.</param>
/// <param name="Reported">Whether it would have been reported.</param>
internal sealed record AlertPreviewChangeBody(DateTimeOffset At, string From, string To, bool Reported);

/// <summary>What a rule would have done over the last 90 days.</summary>
/// <param name="StepMinutes">Minutes between two evaluations; more than those of the rule if it is evaluated more often than a preview shows.</param>
/// <param name="Changes">The changes of level, oldest first.</param>
/// <param name="Points">The evaluations, oldest first.</param>
internal sealed record AlertPreviewBody(
    int StepMinutes, IReadOnlyList<AlertPreviewChangeBody> Changes, IReadOnlyList<AlertPreviewPointBody> Points)
{
    public static AlertPreviewBody Of(AlertRule rule, IReadOnlyList<PreviewPoint> points) => new(
        AlertPreview.StepOf(rule),
        [
            .. points.Where(point => point.Change is not null).Select(point => new AlertPreviewChangeBody(
                point.At, AlertNames<AlertLevel>.Of(point.Change!.From), AlertNames<AlertLevel>.Of(point.Change.To), point.Change.IsReported)),
        ],
        [
            .. points.Select(point => new AlertPreviewPointBody(
                point.At, point.Measure.Figure, rule.CompareWeeks > 0 ? point.Measure.Value : null, AlertNames<AlertLevel>.Of(point.Level))),
        ]);
}

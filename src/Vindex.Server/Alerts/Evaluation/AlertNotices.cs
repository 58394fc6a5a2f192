using Vindex.Scoring;
using Vindex.Server.Alerts.Figures;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Companies;
using Vindex.Server.Security;
using Vindex.Storage.Alerts;
using Vindex.Storage.Scores;

namespace Vindex.Server.Alerts.Evaluation;

/// <summary>Collects what is said about a change of level.</summary>
internal sealed class AlertNotices(AlertFigures figures, IScoreStore scores, CompanyDirectory companies, AlertEvents events, Ids ids)
{
    private const int MostTickets = 5;

    /// <summary>The notice of a change.</summary>
    public async Task<AlertNotice> WriteAsync(
        Alert alert, AlertRule rule, AlertChange change, AlertMeasure measure, DateTimeOffset at, CancellationToken cancellationToken)
    {
        double? before = null;
        IReadOnlyList<NoticeTicket> tickets = [];
        if (!rule.Figure.IsOfNow)
        {
            var earlier = AlertWindow.Of(alert.CompanyId, rule, at - TimeSpan.FromHours(rule.WindowHours));
            before = (await figures.MeasureAsync([earlier], cancellationToken))[earlier].Value;
        }

        var gate = (await companies.FindCompanyAsync(alert.CompanyId, cancellationToken))?.QualityGateTenths ?? 0;
        if (rule.Figure.IsOfScores) tickets = await TicketsAsync(AlertWindow.Of(alert.CompanyId, rule, at), rule, gate, cancellationToken);
        return new AlertNotice(ids.TimeOrdered(), alert.Id, alert.Name, change.From, change.To, rule, measure, before, at, tickets)
        {
            Step = change.Step,
            GateTenths = rule.Figure.Metric == AlertMetric.BelowGate ? gate : 0,
        };
    }

    /// <summary>The messages to send about a change: one for each channel, and one for the webhooks of the company.</summary>
    public async Task<IReadOnlyList<NewAlertMessage>> MessagesAsync(Alert alert, AlertRule rule, CancellationToken cancellationToken)
    {
        List<string?> channels = [.. rule.Channels];
        if (rule.CallsWebhooks && await events.AreWantedAsync(alert.CompanyId, cancellationToken)) channels.Add(null);
        return [.. channels.Select(channel => new NewAlertMessage(ids.TimeOrdered(), channel))];
    }

    private async Task<IReadOnlyList<NoticeTicket>> TicketsAsync(AlertWindow window, AlertRule rule, int gate, CancellationToken cancellationToken)
    {
        var filter = Filter(window, gate);
        var sort = rule.Figure.Metric == AlertMetric.Average && rule.Direction == AlertDirection.Above ? ScoreSort.OverallScore : ScoreSort.WorstFirst;
        var page = await scores.ListAsync(new ScoreAccess(window.CompanyId, null), filter, sort, null, 0, MostTickets, cancellationToken);
        return [.. page.Items.Select(item => new NoticeTicket(item.Id, item.TicketKey, item.Title, item.OverallTenths / 10.0))];
    }

    private static ScoreFilter Filter(AlertWindow window, int gateTenths)
    {
        var figure = window.Figure;
        return new ScoreFilter
        {
            CustomerId = figure.CustomerId,
            From = window.From,
            Before = window.Until,
            MaxTenths = figure.Metric == AlertMetric.BelowGate ? gateTenths - 1 : null,
            FailingDimension = figure.Metric == AlertMetric.FailRate && Dimensions.TryParse(figure.Dimension!, out var failing) ? (int)failing : null,
            Groups = [.. Groups(figure).Where(group => group.Value is not null).Select(group => new ScoreGroup(group.By, group.Value!))],
        };
    }

    private static IEnumerable<(ScoreGrouping By, string? Value)> Groups(AlertFigure figure) =>
    [
        (ScoreGrouping.Project, figure.Project),
        (ScoreGrouping.IssueType, figure.Type),
        (ScoreGrouping.Source, figure.Source),
        (ScoreGrouping.Profile, figure.Profile),
        (ScoreGrouping.Provider, figure.Provider),
        (ScoreGrouping.Model, figure.Model),
    ];
}

using NodaTime;
using Vindex.Server.Alerts.Figures;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Companies;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Statistics.Questions;
using Vindex.Storage.Alerts;
using Vindex.Storage.Companies;

namespace Vindex.Server.Alerts;

/// <summary>Reads rules from requests, and refuses those that could not be evaluated.</summary>
internal sealed class AlertRuleReader(
    ICompanyStore companies, CompanyDirectory directory, AccessScopes scopes, IAlertMessageStore channels, TimeProvider time)
{
    private const int DefaultWindow = 24;
    private const string NotThisMetric = "does not apply to this metric";

    /// <summary>The rule of a request.</summary>
    public async Task<Outcome<AlertRule>> ReadAsync(Caller caller, Input<AlertBody> input, CancellationToken cancellationToken)
    {
        var (body, errors) = input;
        if (errors.Any) return new Refusal.Invalid(errors);
        var metric = AlertNames<AlertMetric>.Find(body.Metric)!.Value;
        if (metric == AlertMetric.Feedback && !caller.Scopes.Contains(Scopes.FeedbackRead))
            return new Refusal.Forbidden("insufficient_scope", $"Alerts on feedback require the scope {Scopes.FeedbackRead}.");
        var zone = body.Timezone ?? (await scopes.CompanyZoneAsync(caller.OwnCompany, cancellationToken)).Id;
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null) errors.Add("timezone", "must be an IANA time zone such as UTC or Europe/Vienna");
        var rule = Rule(body, metric, zone);
        CheckFigure(rule, errors);
        CheckThresholds(rule, errors);
        await CheckIdsAsync(caller, rule, errors, cancellationToken);
        if (!errors.Any) await CheckQuestionAsync(caller, rule, errors, cancellationToken);
        return errors.Any ? new Refusal.Invalid(errors) : rule;
    }

    private static AlertRule Rule(AlertBody body, AlertMetric metric, string zone)
    {
        var usual = metric is AlertMetric.Average or AlertMetric.Feedback ? AlertDirection.Below : AlertDirection.Above;
        return new AlertRule(
            Figure(body, metric),
            body.WindowHours ?? DefaultWindow,
            AlertNames<AlertDirection>.Find(body.Direction) ?? usual,
            (double?)body.Warning,
            (double?)body.Alert,
            body.ForMinutes ?? 0,
            AlertNames<NoDataLevel>.Find(body.NoData) ?? NoDataLevel.Keep,
            body.Recovery ?? true,
            body.CompareWeeks ?? 0,
            new AlertSchedule(AlertSteps.MinutesOf(body.Every ?? "1h"), TimeOfDayAttribute.MinutesOf(body.At ?? "00:00"), zone),
            [.. (body.Channels ?? []).Distinct(StringComparer.Ordinal)],
            body.Webhooks ?? true,
            body.Enabled ?? true)
        {
            Steps = body.Steps,
        };
    }

    private static AlertFigure Figure(AlertBody body, AlertMetric metric) => new(
        metric,
        body.Dimension ?? (metric == AlertMetric.Average ? ChartQuery.Overall : null),
        body.CustomerId,
        body.Project,
        body.Type,
        body.Source,
        body.Profile,
        body.Provider,
        body.Model,
        body.FeedbackProject,
        body.FeedbackType,
        body.Path,
        body.Aggregation);

    private static void CheckFigure(AlertRule rule, FieldErrors errors)
    {
        var figure = rule.Figure;
        Only(figure.Metric is AlertMetric.Average or AlertMetric.FailRate, ("dimension", figure.Dimension));
        Only(
            figure.IsOfScores, ("customer_id", figure.CustomerId), ("project", figure.Project), ("type", figure.Type), ("source", figure.Source),
            ("profile", figure.Profile), ("provider", figure.Provider), ("model", figure.Model));
        Only(
            figure.Metric == AlertMetric.Feedback, ("feedback_project", figure.FeedbackProject), ("feedback_type", figure.FeedbackType), ("path", figure.Path),
            ("aggregation", figure.Aggregation));
        if (figure is { Metric: AlertMetric.FailRate, Dimension: null or ChartQuery.Overall })
            errors.Add("dimension", $"must be one of {string.Join(", ", ChartQuery.AllDimensions.Skip(1))}");
        if (figure.Metric == AlertMetric.Feedback)
        {
            foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)
                [("feedback_project", figure.FeedbackProject), ("path", figure.Path), ("aggregation", figure.Aggregation)])
            {
                if (value is null) errors.Add(name, "is required for feedback");
            }

            if (figure.FeedbackProject?.Contains('/', StringComparison.Ordinal) == true) errors.Add("feedback_project", "must be a name without the company");
        }

        var others = figure.Source ?? figure.Profile ?? figure.Provider ?? figure.Model;
        if (figure.Project is not null && (figure.Type ?? others) is not null) errors.Add("project", "can only be combined with customer_id");
        else if (figure.Type is not null && others is not null) errors.Add("type", "can only be combined with customer_id");
        if (figure.IsOfNow && rule.CompareWeeks > 0) errors.Add("compare_weeks", NotThisMetric);

        void Only(bool isAllowed, params ReadOnlySpan<(string Name, string? Value)> members)
        {
            foreach (var (name, value) in members)
                if (!isAllowed && value is not null) errors.Add(name, NotThisMetric);
        }
    }

    private static void CheckThresholds(AlertRule rule, FieldErrors errors)
    {
        if (rule.Steps is not null)
        {
            if (rule.Figure.Metric != AlertMetric.EndpointFailing) errors.Add("steps", NotThisMetric);
            else if (rule is not { Warning: null, Alert: null, ForMinutes: 0, Direction: AlertDirection.Above })
                errors.Add("steps", "cannot be combined with warning, alert, for_minutes or the direction below");
            return;
        }

        if (rule is { Warning: null, Alert: null }) errors.Add("alert", "is required unless warning is given");
        if (rule.Direction == AlertDirection.Below && rule.Alert > rule.Warning) errors.Add("alert", "must not be higher than warning");
        if (rule.Direction == AlertDirection.Above && rule.Alert < rule.Warning) errors.Add("alert", "must not be lower than warning");
    }

    private async Task CheckIdsAsync(Caller caller, AlertRule rule, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (rule.Figure.CustomerId is { } customer && await companies.FindCustomerAsync(caller.OwnCompany, customer, cancellationToken) is null)
            errors.Add("customer_id", "is not a customer of the company");
        if (rule.Channels.Count == 0) return;
        var known = (await channels.ListChannelsAsync(caller.OwnCompany, cancellationToken)).Select(channel => channel.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (index, channel) in rule.Channels.Index())
            if (!known.Contains(channel)) errors.Add($"channels[{index}]", "is not a channel of the company");
    }

    // The engine decides about paths: a rule that it would refuse is refused here.
    private async Task CheckQuestionAsync(Caller caller, AlertRule rule, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (rule.Figure.Metric != AlertMetric.Feedback || await directory.FindCompanyAsync(caller.OwnCompany, cancellationToken) is not { } company) return;
        var until = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var from = until - TimeSpan.FromHours(rule.WindowHours);
        var request = FigureQuestions.Rows(company, rule.Figure, from) with { Metrics = [FigureQuestions.Feedback(rule.Figure)] };
        if (StatsPlanner.Plan(request, [from, until]) is PlannedQuestion.Refused(var refusal)) errors.Add("path", StatsRefusals.Reason(refusal));
    }
}

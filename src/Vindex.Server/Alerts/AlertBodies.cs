using System.Text.Json.Serialization;
using Vindex.Server.Alerts.Digests;
using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Web;
using Vindex.Storage.Alerts;

namespace Vindex.Server.Alerts;

/// <summary>A rule to create, or to replace another with.</summary>
/// <param name="Name">Its name; different from those of the company's other rules.</param>
/// <param name="Metric">What is watched.</param>
/// <param name="Dimension">For average (default overall) and fail_rate.</param>
/// <param name="CustomerId">Only scores of this customer.</param>
/// <param name="Project">Only tickets of this project of the tracker. Excludes type and all other filters but customer_id.</param>
/// <param name="Type">Only this type of the tracker. Excludes project and all other filters but customer_id.</param>
/// <param name="Source">Only this source.</param>
/// <param name="Profile">Only scores by this profile.</param>
/// <param name="Provider">Only this provider of judges.</param>
/// <param name="Model">Only this judge.</param>
/// <param name="FeedbackProject">For feedback: the project's name, without the company.</param>
/// <param name="FeedbackType">For feedback: only rows of this type.</param>
/// <param name="Path">For feedback: the path in the payloads.</param>
/// <param name="Aggregation">For feedback: avg, sum, count, min, max or a percentile such as p95.</param>
/// <param name="WindowHours">Length of the window that ends with each evaluation; default 24.</param>
/// <param name="Direction">On which side of the thresholds the figure is bad; default below for average and feedback, otherwise above.</param>
/// <param name="Warning">The first threshold.</param>
/// <param name="Alert">The second threshold. At least one of the two is required.</param>
/// <param name="ForMinutes">How long the figure must be better or worse before the level changes; default 0.</param>
/// <param name="NoData">What a window without data means; default keep.</param>
/// <param name="Recovery">Whether a return to a better level is reported; default true.</param>
/// <param name="CompareWeeks">
/// 0 (default): the thresholds are for the figure. Otherwise for its change, in percent, from the mean of the same time in so many weeks before.
/// </param>
/// <param name="Every">How often the rule is evaluated; default 1h.</param>
/// <param name="At">The local time of daily evaluations, and the minute of hourly ones; default 00:00.</param>
/// <param name="Timezone">IANA time zone of the schedule; default the company's, else the server's.</param>
/// <param name="Channels">Ids of the channels that changes of level are reported to.</param>
/// <param name="Webhooks">Whether they are reported to the company's webhooks; default true.</param>
/// <param name="Enabled">Whether the rule is evaluated; default true.</param>
/// <param name="Steps">
/// For endpoint_failing, instead of thresholds: percentages that are reported once each, ascending, such as 50, 70 and 90. The last one is an alert, the others
/// are warnings.
/// </param>
internal sealed record AlertBody(
    [Line(120)] string Name,
    [AlertMetricName] string Metric,
    [AlertDimension] string? Dimension = null,
    [Line(255)] string? CustomerId = null,
    [Line(1000)] string? Project = null,
    [Line(1000)] string? Type = null,
    [Line(1000)] string? Source = null,
    [Line(1000)] string? Profile = null,
    [Line(1000)] string? Provider = null,
    [Line(1000)] string? Model = null,
    [Line(128)] string? FeedbackProject = null,
    [Line(255)] string? FeedbackType = null,
    [Line(1000)] string? Path = null,
    [AlertAggregation] string? Aggregation = null,
    [WholeNumber(1, 2160)] int? WindowHours = null,
    [AlertDirectionName] string? Direction = null,
    [Threshold] decimal? Warning = null,
    [Threshold] decimal? Alert = null,
    [WholeNumber(0, 10_080)] int? ForMinutes = null,
    [NoDataName] string? NoData = null,
    bool? Recovery = null,
    [WholeNumber(0, 12)] int? CompareWeeks = null,
    [AlertStepName] string? Every = null,
    [TimeOfDay] string? At = null,
    [Line(64)] string? Timezone = null,
    [Texts(20, 64)] IReadOnlyList<string>? Channels = null,
    bool? Webhooks = null,
    bool? Enabled = null,
    [ReportSteps] IReadOnlyList<int>? Steps = null)
{
    public static AlertBody Of(string name, AlertRule rule) => new(
        name,
        AlertNames<AlertMetric>.Of(rule.Figure.Metric),
        rule.Figure.Dimension,
        rule.Figure.CustomerId,
        rule.Figure.Project,
        rule.Figure.Type,
        rule.Figure.Source,
        rule.Figure.Profile,
        rule.Figure.Provider,
        rule.Figure.Model,
        rule.Figure.FeedbackProject,
        rule.Figure.FeedbackType,
        rule.Figure.Path,
        rule.Figure.Aggregation,
        rule.WindowHours,
        AlertNames<AlertDirection>.Of(rule.Direction),
        (decimal?)rule.Warning,
        (decimal?)rule.Alert,
        rule.ForMinutes,
        AlertNames<NoDataLevel>.Of(rule.NoData),
        rule.Recovers,
        rule.CompareWeeks,
        AlertSteps.NameOf(rule.Schedule.EveryMinutes),
        $"{rule.Schedule.AtMinute / 60:00}:{rule.Schedule.AtMinute % 60:00}",
        rule.Schedule.Zone,
        rule.Channels,
        rule.CallsWebhooks,
        rule.IsEnabled,
        rule.Steps);
}

/// <summary>What is known of a rule after its last evaluation.</summary>
/// <param name="Level">ok, warning or alert.</param>
/// <param name="Pending">The level that it changes to if the figure stays as it is; null for none.</param>
/// <param name="PendingSince">Since when; null for none.</param>
/// <param name="Figure">The figure; null without data.</param>
/// <param name="Change">Its change in percent from the weeks before; null if they are not compared, or without data.</param>
/// <param name="Baseline">The mean of these weeks; null if they are not compared, or without data.</param>
/// <param name="EvaluatedAt">When it was evaluated; null for never.</param>
/// <param name="ChangedAt">Since when it has the level; null if it never had another.</param>
/// <param name="Problem">Why it could not be evaluated; null if it could.</param>
internal sealed record AlertStateBody(
    string Level,
    string? Pending,
    DateTimeOffset? PendingSince,
    double? Figure,
    double? Change,
    double? Baseline,
    DateTimeOffset? EvaluatedAt,
    DateTimeOffset? ChangedAt,
    string? Problem)
{
    public static AlertStateBody Of(AlertRule rule, AlertState state) => new(
        AlertNames<AlertLevel>.Of(state.Level),
        state.Pending is { } pending ? AlertNames<AlertLevel>.Of(pending) : null,
        state.PendingSince,
        state.Measure.Figure,
        rule.CompareWeeks > 0 ? state.Measure.Value : null,
        state.Measure.Baseline,
        state.EvaluatedAt,
        state.ChangedAt,
        state.Problem);
}

/// <summary>A rule with its state.</summary>
/// <param name="AlertId">Its id.</param>
/// <param name="Rule">The rule.</param>
/// <param name="State">What its last evaluation left.</param>
/// <param name="DueAt">When it is evaluated next; null while it is switched off.</param>
/// <param name="Creator">Who created it, as in the audit log.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ChangedAt">When it was last changed.</param>
internal sealed record AlertItemBody(
    string AlertId, AlertBody Rule, AlertStateBody State, DateTimeOffset? DueAt, string Creator, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt)
{
    public static AlertItemBody Of(Alert alert)
    {
        var rule = AlertDocuments.Rule(alert);
        var state = AlertStateBody.Of(rule, AlertDocuments.State(alert));
        return new AlertItemBody(alert.Id, AlertBody.Of(alert.Name, rule), state, alert.DueAt, alert.Creator, alert.CreatedAt, alert.ChangedAt);
    }
}

/// <summary>The company's rules, by name.</summary>
/// <param name="Items">The rules.</param>
internal sealed record AlertListBody(IReadOnlyList<AlertItemBody> Items);

/// <summary>Bodies of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AlertBody))]
[JsonSerializable(typeof(AlertItemBody))]
[JsonSerializable(typeof(AlertListBody))]
[JsonSerializable(typeof(AlertPreviewBody))]
[JsonSerializable(typeof(AlertEventBody))]
[JsonSerializable(typeof(AlertEventListBody))]
[JsonSerializable(typeof(NewAlertChannelBody))]
[JsonSerializable(typeof(AlertChannelChangeBody))]
[JsonSerializable(typeof(AlertChannelBody))]
[JsonSerializable(typeof(AlertChannelListBody))]
[JsonSerializable(typeof(AlertTestBody))]
[JsonSerializable(typeof(DigestBody))]
[JsonSerializable(typeof(DigestEventBody))]
[JsonSerializable(typeof(DigestItemBody))]
[JsonSerializable(typeof(DigestListBody))]
[JsonSerializable(typeof(DigestPreviewBody))]
internal sealed partial class AlertJson : JsonSerializerContext
{
    public static AlertJson Shared { get; } = new(WireFormat.Options());
}

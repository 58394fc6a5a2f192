using System.Text.Json.Serialization;

namespace Vindex.Server.Alerts.Rules;

/// <summary>What is watched.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertMetric>))]
internal enum AlertMetric
{
    /// <summary>The average of the overall score or of a dimension.</summary>
    Average,

    /// <summary>The share of scores below the company's quality gate, in percent.</summary>
    BelowGate,

    /// <summary>The share of scores that fail in a dimension, in percent.</summary>
    FailRate,

    /// <summary>A number computed from a path in the payloads of feedback.</summary>
    Feedback,

    /// <summary>How long callbacks of an endpoint have failed, in percent of the time after which it is disabled; of the worst endpoint.</summary>
    EndpointFailing,

    /// <summary>How long the oldest waiting job of the company has waited, in minutes.</summary>
    QueueAge,

    /// <summary>Costs of models this month, in percent of the company's budget.</summary>
    ModelBudget,
}

/// <summary>On which side of its thresholds a figure is bad.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertDirection>))]
internal enum AlertDirection
{
    /// <summary>Below.</summary>
    Below,

    /// <summary>Above.</summary>
    Above,
}

/// <summary>How bad a figure is, the worst last.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertLevel>))]
internal enum AlertLevel
{
    /// <summary>Neither threshold is crossed.</summary>
    Ok,

    /// <summary>The first threshold is crossed.</summary>
    Warning,

    /// <summary>The second threshold is crossed.</summary>
    Alert,
}

/// <summary>What a window without data means.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoDataLevel>))]
internal enum NoDataLevel
{
    /// <summary>The level stays.</summary>
    Keep,

    /// <summary>All is well.</summary>
    Ok,

    /// <summary>As bad as a crossed alert threshold.</summary>
    Alert,
}

/// <summary>A figure: what is computed, and over what. Two equal figures share one question.</summary>
/// <param name="Metric">What is watched.</param>
/// <param name="Dimension"><c>overall</c> or a dimension, for averages and fail rates.</param>
/// <param name="CustomerId">Only this customer.</param>
/// <param name="Project">Only tickets of this project of the tracker.</param>
/// <param name="Type">Only this type of the tracker.</param>
/// <param name="Source">Only this source.</param>
/// <param name="Profile">Only this profile.</param>
/// <param name="Provider">Only this provider of judges.</param>
/// <param name="Model">Only this judge.</param>
/// <param name="FeedbackProject">The name of a project of feedback.</param>
/// <param name="FeedbackType">Only rows of this type.</param>
/// <param name="Path">The path in their payloads.</param>
/// <param name="Aggregation"><c>avg</c>, <c>sum</c>, <c>count</c>, <c>min</c>, <c>max</c> or a percentile such as <c>p95</c>.</param>
internal sealed record AlertFigure(
    AlertMetric Metric,
    string? Dimension,
    string? CustomerId,
    string? Project,
    string? Type,
    string? Source,
    string? Profile,
    string? Provider,
    string? Model,
    string? FeedbackProject,
    string? FeedbackType,
    string? Path,
    string? Aggregation)
{
    /// <summary>Whether the figure is about the scores of a window.</summary>
    public bool IsOfScores => Metric is AlertMetric.Average or AlertMetric.BelowGate or AlertMetric.FailRate;

    /// <summary>Whether the figure is a state of the server at one moment, without a window or a past.</summary>
    public bool IsOfNow => Metric is AlertMetric.EndpointFailing or AlertMetric.QueueAge or AlertMetric.ModelBudget;

    /// <summary>Whether the figure of a window follows from sums and counts of its parts.</summary>
    public bool IsAdditive => IsOfScores || (Metric == AlertMetric.Feedback && Aggregation is "avg" or "sum" or "count");
}

/// <summary>A rule: a figure, the thresholds that it is compared with, and when.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="WindowHours">Length of the window that ends with the evaluation, in hours.</param>
/// <param name="Direction">On which side of the thresholds it is bad.</param>
/// <param name="Warning">The first threshold; null for none.</param>
/// <param name="Alert">The second threshold; null for none.</param>
/// <param name="ForMinutes">How long the figure must be on the other side of a threshold before the level changes, in minutes.</param>
/// <param name="NoData">What a window without data means.</param>
/// <param name="Recovers">Whether a return to a better level is reported.</param>
/// <param name="CompareWeeks">
/// 0 to compare the figure itself; otherwise its change, in percent, from the mean of the same window in each of so many weeks before.
/// </param>
/// <param name="Schedule">When it is evaluated.</param>
/// <param name="Channels">The channels that changes of level are reported to.</param>
/// <param name="CallsWebhooks">Whether they are reported to the webhooks of the company.</param>
/// <param name="IsEnabled">Whether the rule is evaluated.</param>
internal sealed record AlertRule(
    AlertFigure Figure,
    int WindowHours,
    AlertDirection Direction,
    double? Warning,
    double? Alert,
    int ForMinutes,
    NoDataLevel NoData,
    bool Recovers,
    int CompareWeeks,
    AlertSchedule Schedule,
    IReadOnlyList<string> Channels,
    bool CallsWebhooks,
    bool IsEnabled)
{
    /// <summary>Values that are reported once each when the figure reaches them, ascending, instead of thresholds; null for thresholds.</summary>
    public IReadOnlyList<int>? Steps { get; init; }

    /// <summary>How bad a value is, by the thresholds.</summary>
    public AlertLevel LevelOf(double value) => IsBeyond(value, Alert) ? AlertLevel.Alert : IsBeyond(value, Warning) ? AlertLevel.Warning : AlertLevel.Ok;

    private bool IsBeyond(double value, double? threshold) =>
        threshold is { } limit && (Direction == AlertDirection.Below ? value < limit : value > limit);
}

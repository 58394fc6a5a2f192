using Vindex.Scoring;
using Vindex.Server.Portal.Tickets;
using Vindex.Server.Portal.Views;

namespace Vindex.Server.Portal.Overview;

/// <summary>The overview.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Views">Saved views.</param>
/// <param name="Range">The days shown.</param>
/// <param name="Choices">What else can be chosen.</param>
/// <param name="Content">What the range has.</param>
/// <param name="Errors">Errors in the URL; the last 30 days are then shown.</param>
public sealed record OverviewModel(
    PortalFrame Frame, ViewBarModel Views, RangeModel Range, OverviewChoices Choices, OverviewContent Content, IReadOnlyList<string> Errors)
{
    /// <summary>The first steps of a new company; null once they are done or hidden.</summary>
    public ChecklistModel? Checklist { get; init; }
}

/// <summary>What the overview shows of a range.</summary>
/// <param name="Quality">The quality in the range; null without scores.</param>
/// <param name="HasAny">Whether there are any scores at all.</param>
/// <param name="RubricNote">A note that several versions of the rubric made the scores; null for one version.</param>
/// <param name="Trend">Averages over time.</param>
/// <param name="BandsOverTime">Number of scores in each band over time.</param>
/// <param name="Fails">Failing dimensions, most frequent first.</param>
/// <param name="Worst">The worst tickets of the range.</param>
public sealed record OverviewContent(
    QualityModel? Quality,
    bool HasAny,
    string? RubricNote,
    ChartModel Trend,
    ChartModel BandsOverTime,
    IReadOnlyList<FailModel> Fails,
    IReadOnlyList<TicketRow> Worst);

/// <summary>A range of days.</summary>
/// <param name="Days">Number of days.</param>
/// <param name="From">First day, ISO 8601.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="IsCustom">Whether the range is two dates instead of a preset.</param>
/// <param name="Presets">The presets.</param>
/// <param name="Zone">Time zone of the days.</param>
public sealed record RangeModel(int Days, string From, string To, bool IsCustom, IReadOnlyList<OverviewLink> Presets, string Zone);

/// <summary>A link to the overview with something else chosen.</summary>
/// <param name="Text">Text.</param>
/// <param name="Href">URL.</param>
/// <param name="IsShown">Whether it is what the page shows.</param>
public sealed record OverviewLink(string Text, string Href, bool IsShown);

/// <summary>What can be chosen besides the range.</summary>
/// <param name="Latest">Whether only the latest score of each ticket counts.</param>
/// <param name="Switches">The two ways to count, each with its URL.</param>
/// <param name="IsSmoothed">Whether the chart shows averages of seven days.</param>
/// <param name="Smoothing">Daily values or averages of seven days; empty where only weeks are possible.</param>
/// <param name="WorstHref">URL of the tickets or scores of the range, worst first.</param>
public sealed record OverviewChoices(
    bool Latest, IReadOnlyList<LatestSwitch> Switches, bool IsSmoothed, IReadOnlyList<OverviewLink> Smoothing, string WorstHref);

/// <summary>The quality in a range.</summary>
/// <param name="AverageTenths">The average overall score, in tenths.</param>
/// <param name="ChangeTenths">Change from the previous period; null if that has no scores.</param>
/// <param name="Count">Tickets or scores in the range.</param>
/// <param name="PreviousCount">The same in the previous period.</param>
/// <param name="GateTenths">The company's quality gate, in tenths.</param>
public sealed record QualityModel(int AverageTenths, int? ChangeTenths, long Count, long PreviousCount, int GateTenths)
{
    /// <summary>The band of the average.</summary>
    public Band Band => Bands.Of(AverageTenths);

    /// <summary>Fewer than this are few.</summary>
    internal const int Few = 20;

    /// <summary>Whether there are so few that a single one moves the average.</summary>
    public bool IsFew => Count < Few;

    /// <summary>Whether the average reaches the gate.</summary>
    public bool Passes => AverageTenths >= GateTenths;
}

/// <summary>A dimension that fails.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Count">Number of scores that fail in it.</param>
/// <param name="Percent">Share of the range's scores, in whole percent.</param>
/// <param name="Href">URL of those tickets.</param>
public sealed record FailModel(Dimension Dimension, long Count, int Percent, string Href);

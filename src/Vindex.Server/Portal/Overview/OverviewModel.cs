using Vindex.Scoring;
using Vindex.Server.Pages;

namespace Vindex.Server.Portal;

/// <summary>The overview.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Range">What it is about.</param>
/// <param name="Quality">Is it good enough? Null with nothing scored in the range.</param>
/// <param name="HasAny">Whether anything was ever scored.</param>
/// <param name="RubricNote">Says that several versions of the rubric made the scores; null for one.</param>
/// <param name="Trend">Averages over time.</param>
/// <param name="BandsOverTime">How many of each band over time.</param>
/// <param name="Fails">What fails most, most first.</param>
/// <param name="Worst">The worst tickets of the range.</param>
/// <param name="Errors">What is wrong with the question; the last 30 days are then shown.</param>
public sealed record OverviewModel(
    PortalFrame Frame,
    RangeModel Range,
    QualityModel? Quality,
    bool HasAny,
    string? RubricNote,
    ChartModel Trend,
    ChartModel BandsOverTime,
    IReadOnlyList<FailModel> Fails,
    IReadOnlyList<TicketRow> Worst,
    IReadOnlyList<string> Errors);

/// <summary>A range of days.</summary>
/// <param name="Days">How many.</param>
/// <param name="From">The first, ISO 8601.</param>
/// <param name="To">The last, inclusive.</param>
/// <param name="Preset">The preset that it is; null for two dates.</param>
/// <param name="Presets">The presets, in days.</param>
/// <param name="Zone">The zone of the days.</param>
public sealed record RangeModel(int Days, string From, string To, int? Preset, IReadOnlyList<int> Presets, string Zone);

/// <summary>Is it good enough?</summary>
/// <param name="AverageTenths">The average overall score, in tenths.</param>
/// <param name="ChangeTenths">Against the period before; null when that has no scores.</param>
/// <param name="Count">Scores in the range.</param>
/// <param name="PreviousCount">Scores in the period before.</param>
/// <param name="GateTenths">The company's quality gate, in tenths.</param>
public sealed record QualityModel(int AverageTenths, int? ChangeTenths, long Count, long PreviousCount, int GateTenths)
{
    /// <summary>The band of the average.</summary>
    public Band Band => Bands.Of(AverageTenths);

    /// <summary>Whether the average reaches the gate.</summary>
    public bool Passes => AverageTenths >= GateTenths;
}

/// <summary>A chart with the table behind it.</summary>
/// <param name="Spec">What is drawn.</param>
/// <param name="Rows">A row a bucket: its label and its values, empty for none.</param>
public sealed record ChartModel(ChartSpec Spec, IReadOnlyList<(string Label, IReadOnlyList<string> Values)> Rows);

/// <summary>A dimension that fails.</summary>
/// <param name="Dimension">Which.</param>
/// <param name="Count">How many scores fail in it.</param>
/// <param name="Percent">Of the scores of the range, in whole percent.</param>
/// <param name="Href">The tickets.</param>
public sealed record FailModel(Dimension Dimension, long Count, int Percent, string Href);

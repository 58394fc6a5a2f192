using Vindex.Scoring;
using Vindex.Server.Portal.Overview;
using Vindex.Server.Portal.Views;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Compare;

/// <summary>The comparison of groups.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Views">Saved views.</param>
/// <param name="Range">The days shown.</param>
/// <param name="Fields">What can be compared.</param>
/// <param name="Switches">The two ways to count, each with its URL.</param>
/// <param name="Kept">What the form of the range must keep: name and value.</param>
/// <param name="Content">The groups.</param>
/// <param name="HasAny">Whether there are any scores at all.</param>
/// <param name="Errors">Errors in the URL.</param>
public sealed record CompareModel(
    PortalFrame Frame,
    ViewBarModel Views,
    RangeModel Range,
    IReadOnlyList<OverviewLink> Fields,
    IReadOnlyList<LatestSwitch> Switches,
    IReadOnlyList<(string Name, string Value)> Kept,
    CompareContent Content,
    bool HasAny,
    IReadOnlyList<string> Errors);

/// <summary>Groups of tickets or scores.</summary>
/// <param name="By">What is compared.</param>
/// <param name="Latest">Whether only the latest score of each ticket counts.</param>
/// <param name="Groups">The groups, largest first; empty if the range has no scores.</param>
/// <param name="All">All scores of the range together.</param>
/// <param name="Left">What is said about groups that are not shown; null if all are.</param>
public sealed record CompareContent(ScoreGrouping By, bool Latest, IReadOnlyList<GroupRow> Groups, GroupRow All, string? Left)
{
    /// <summary>Name of what is compared in files, for example <c>customer</c>.</summary>
    public string FieldName => FieldNames.Name(By);

    /// <summary>Its display name.</summary>
    public string FieldTitle => FieldNames.Of(By);

    /// <summary>Its display name within a sentence.</summary>
    public string FieldWithin => FieldNames.Within(By);
}

/// <summary>A group.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Href">URL of its tickets or scores; null for all groups together.</param>
/// <param name="Count">How many these are.</param>
/// <param name="Values">Overall and the six dimensions.</param>
/// <param name="Fails">The six dimensions.</param>
public sealed record GroupRow(string Name, string? Href, long Count, IReadOnlyList<GroupValue> Values, IReadOnlyList<GroupFail> Fails)
{
    /// <summary>Whether there are so few that a single one moves the averages.</summary>
    public bool IsFew => Count < QualityModel.Few;
}

/// <summary>An average of a group, and its course.</summary>
/// <param name="Tenths">The average in tenths.</param>
/// <param name="Course">The course over time.</param>
public sealed record GroupValue(int Tenths, Sparkline Course)
{
    /// <summary>The band of the average.</summary>
    public Band Band => Bands.Of(Tenths);
}

/// <summary>How often a dimension fails in a group.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Count">How often.</param>
/// <param name="Percent">The share, in whole percent.</param>
/// <param name="Href">URL of those tickets or scores; null if there are none, and for all groups together.</param>
public sealed record GroupFail(Dimension Dimension, long Count, int Percent, string? Href)
{
    private const int PercentPerStep = 20;
    private const int MostSteps = 4;

    /// <summary>How dark the cell is, 0 to 4.</summary>
    public int Heat => Count == 0 ? 0 : Math.Min(MostSteps, 1 + (Percent / PercentPerStep));
}

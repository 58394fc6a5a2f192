using Vindex.Server.Portal.Views;

namespace Vindex.Server.Portal.Feedback;

/// <summary>A row of a table about the whole range.</summary>
/// <param name="Name">Name of the number, group, label or interval.</param>
/// <param name="Values">One value per column; empty if there is none.</param>
public sealed record FeedbackLine(string Name, IReadOnlyList<string> Values)
{
    /// <summary>URL of the rows of feedback that it counts; null for none.</summary>
    public string? Href { get; init; }

    /// <summary>Length of its bar, 0 to 100; null for no bar.</summary>
    public int? Bar { get; init; }
}

/// <summary>A table about the whole range.</summary>
/// <param name="Title">Its title.</param>
/// <param name="First">Header of its first column.</param>
/// <param name="Columns">Headers of the others.</param>
/// <param name="Lines">Its rows.</param>
public sealed record FeedbackTable(string Title, string First, IReadOnlyList<string> Columns, IReadOnlyList<FeedbackLine> Lines);

/// <summary>An answer on the page.</summary>
/// <param name="Chart">Chart over time, with its table.</param>
/// <param name="Totals">The whole range.</param>
/// <param name="Distribution">How often values of each interval occur; null for none.</param>
/// <param name="Rows">Number of rows of feedback, or of tickets.</param>
/// <param name="Notes">What the chart and the tables leave out.</param>
public sealed record FeedbackAnswerModel(
    ChartModel Chart, FeedbackTable Totals, FeedbackTable? Distribution, long Rows, IReadOnlyList<string> Notes);

/// <summary>A path in the payloads of a project.</summary>
/// <param name="Path">The path.</param>
/// <param name="Type">Type of its values.</param>
/// <param name="Example">One of them; null for none.</param>
/// <param name="Href">URL of the page that shows it.</param>
/// <param name="IsShown">Whether the page shows it.</param>
public sealed record FeedbackPath(string Path, string Type, string? Example, string Href, bool IsShown);

/// <summary>Values of the form's fields.</summary>
/// <param name="Project">The project.</param>
/// <param name="Path">The path in the payload.</param>
/// <param name="Type">Type of the values; empty to detect it.</param>
/// <param name="FoundType">Detected type.</param>
/// <param name="Aggregations">Selected aggregations.</param>
/// <param name="Percentiles">As entered.</param>
/// <param name="GroupBy">As entered.</param>
/// <param name="FeedbackType">As entered.</param>
/// <param name="Compare">Whether to compare with the previous period.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Granularity">Length of a bucket.</param>
public sealed record FeedbackFields(
    string Project,
    string Path,
    string Type,
    string FoundType,
    IReadOnlyList<string> Aggregations,
    string Percentiles,
    string GroupBy,
    string FeedbackType,
    bool Compare,
    string From,
    string To,
    string Granularity)
{
    /// <summary>Whether only the latest score of each ticket counts.</summary>
    public bool Latest { get; init; }
}

/// <summary>What can be chosen in the form.</summary>
/// <param name="Projects">The company's projects with their row counts.</param>
/// <param name="Types">The types of feedback in the range with their row counts.</param>
/// <param name="Paths">Paths in the payloads of the range.</param>
/// <param name="Presets">Preset ranges: days, URL, whether selected.</param>
/// <param name="Switches">The two ways to count scores, each with its URL; empty for other projects.</param>
public sealed record FeedbackOffer(
    IReadOnlyList<(string Name, long Rows)> Projects,
    IReadOnlyList<(string Name, long Rows)> Types,
    IReadOnlyList<FeedbackPath> Paths,
    IReadOnlyList<(int Days, string Href, bool IsShown)> Presets,
    IReadOnlyList<LatestSwitch> Switches);

/// <summary>The page of feedback.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Views">Saved views.</param>
/// <param name="Offer">What can be chosen.</param>
/// <param name="Fields">The question.</param>
/// <param name="Zone">Time zone of the days.</param>
/// <param name="Answer">The answer; null if there is none.</param>
/// <param name="DataHref">URL of the answer as data, without format and part.</param>
/// <param name="Curl">The same request as a curl command; null if no request has this answer.</param>
/// <param name="Errors">Errors in the question.</param>
public sealed record FeedbackModel(
    PortalFrame Frame,
    ViewBarModel Views,
    FeedbackOffer Offer,
    FeedbackFields Fields,
    string Zone,
    FeedbackAnswerModel? Answer,
    string DataHref,
    string? Curl,
    IReadOnlyList<string> Errors);

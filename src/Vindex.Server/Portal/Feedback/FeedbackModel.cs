using Vindex.Server.Portal.Views;

namespace Vindex.Server.Portal.Feedback;

/// <summary>A row of the table for the whole range.</summary>
/// <param name="Name">Name of the number or group.</param>
/// <param name="Values">One value per column; empty if there is none.</param>
public sealed record FeedbackLine(string Name, IReadOnlyList<string> Values);

/// <summary>An answer on the page.</summary>
/// <param name="Chart">Chart over time, with its table.</param>
/// <param name="Columns">Columns of the table for the whole range.</param>
/// <param name="First">Header of its first column.</param>
/// <param name="Lines">Rows of the table for the whole range.</param>
/// <param name="Rows">Number of rows of feedback.</param>
/// <param name="Note">Note about what the chart leaves out; null for none.</param>
public sealed record FeedbackAnswerModel(
    ChartModel Chart, IReadOnlyList<string> Columns, string First, IReadOnlyList<FeedbackLine> Lines, long Rows, string? Note);

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
    string Granularity);

/// <summary>The page of feedback.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Views">Saved views.</param>
/// <param name="Projects">The company's projects with their row counts.</param>
/// <param name="Paths">Paths in the payloads of the range, each with its type.</param>
/// <param name="Fields">The question.</param>
/// <param name="Presets">Preset ranges: days, URL, whether selected.</param>
/// <param name="Zone">Time zone of the days.</param>
/// <param name="Answer">The answer; null if there is none.</param>
/// <param name="Curl">The same request as a curl command; null without a question.</param>
/// <param name="Errors">Errors in the question.</param>
public sealed record FeedbackModel(
    PortalFrame Frame,
    ViewBarModel Views,
    IReadOnlyList<(string Name, long Rows)> Projects,
    IReadOnlyList<(string Path, string Type)> Paths,
    FeedbackFields Fields,
    IReadOnlyList<(int Days, string Href, bool IsShown)> Presets,
    string Zone,
    FeedbackAnswerModel? Answer,
    string? Curl,
    IReadOnlyList<string> Errors);

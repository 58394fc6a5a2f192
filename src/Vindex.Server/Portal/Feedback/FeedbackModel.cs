namespace Vindex.Server.Portal.Feedback;

/// <summary>A line of the table over the whole range.</summary>
/// <param name="Name">Which number, or which group.</param>
/// <param name="Values">A value for each column; empty for none.</param>
public sealed record FeedbackLine(string Name, IReadOnlyList<string> Values);

/// <summary>An answer.</summary>
/// <param name="Chart">Over time, with the table behind it.</param>
/// <param name="Columns">The columns of the table over the whole range.</param>
/// <param name="First">What its first column names.</param>
/// <param name="Lines">The table over the whole range.</param>
/// <param name="Rows">How many rows of feedback took part.</param>
/// <param name="Note">What the chart leaves out; null for nothing.</param>
public sealed record FeedbackAnswerModel(ChartModel Chart, IReadOnlyList<string> Columns, string First, IReadOnlyList<FeedbackLine> Lines, long Rows, string? Note);

/// <summary>What is asked, as the fields show it.</summary>
/// <param name="Project">The project.</param>
/// <param name="Path">The path in the payload.</param>
/// <param name="Type">Type of the values; empty for what they are.</param>
/// <param name="FoundType">The type that they are.</param>
/// <param name="Aggregations">What is ticked.</param>
/// <param name="Percentiles">As typed.</param>
/// <param name="GroupBy">As typed.</param>
/// <param name="FeedbackType">As typed.</param>
/// <param name="Compare">Whether the period before is asked for, too.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Granularity">Width of a bucket.</param>
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
/// <param name="Frame">What stands around it.</param>
/// <param name="Projects">The company's projects with their numbers of rows.</param>
/// <param name="Paths">Paths in the payloads of the range, each with its type.</param>
/// <param name="Fields">What is asked.</param>
/// <param name="Presets">Ranges: days, address, whether shown.</param>
/// <param name="Zone">The zone of days.</param>
/// <param name="Answer">The answer; null where there is none.</param>
/// <param name="Curl">The same for a shell; null where nothing is asked.</param>
/// <param name="Errors">Why it cannot be answered.</param>
public sealed record FeedbackModel(
    PortalFrame Frame,
    IReadOnlyList<(string Name, long Rows)> Projects,
    IReadOnlyList<(string Path, string Type)> Paths,
    FeedbackFields Fields,
    IReadOnlyList<(int Days, string Href, bool IsShown)> Presets,
    string Zone,
    FeedbackAnswerModel? Answer,
    string? Curl,
    IReadOnlyList<string> Errors);

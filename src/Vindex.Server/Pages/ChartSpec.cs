using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vindex.Server.Pages;

/// <summary>The kind of a chart.</summary>
public enum ChartKind
{
    /// <summary>Lines over time, each with its own dash and marker.</summary>
    Lines,

    /// <summary>Stacked areas over time.</summary>
    Stacked,

    /// <summary>Adjacent bars.</summary>
    Bars,
}

/// <summary>One series of a chart.</summary>
/// <param name="Key">Key of its values in the response, for example <c>testable</c>.</param>
/// <param name="Name">Display name.</param>
/// <param name="Look">Its color, dash and marker: a dimension's name, <c>overall</c>, a band's name, or a number from 0 to 7 in the same order.</param>
/// <param name="On">Whether it is initially visible.</param>
public sealed record ChartSeries(string Key, string Name, string Look, bool On = true);

/// <summary>A chart: the source of its numbers and how to draw them. The script reads it from an attribute; the page provides the table.</summary>
/// <param name="Kind">What to draw.</param>
/// <param name="Url">A public endpoint of this server, called with the session's cookie; null to use the numbers in the chart's table.</param>
/// <param name="Body">JSON to POST to it; null for GET.</param>
/// <param name="Rows">Key of the rows in the response, for example <c>data_points</c>, <c>buckets</c> or <c>groups</c>.</param>
/// <param name="X">The field of a row with its position on the axis.</param>
/// <param name="Series">The series.</param>
/// <param name="Min">Lower end of the axis of values; null to follow the numbers.</param>
/// <param name="Max">Upper end; null to follow the numbers.</param>
/// <param name="FileName">Base name of downloads.</param>
public sealed record ChartSpec(
    ChartKind Kind, string? Url, string? Body, string? Rows, string X, IReadOnlyList<ChartSeries> Series, double? Min, double? Max, string FileName)
{
    /// <summary>A level drawn as a thin labeled line, for example the quality gate; null for none.</summary>
    public ChartLevel? Level { get; init; }

    /// <summary>Days marked by a thin vertical line with a label, for example a change of rubric. For an axis of days.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>First day of the axis, for lines whose rows leave out empty buckets; null for an axis that fits the rows.</summary>
    public string? From { get; init; }

    /// <summary>The last day of the axis.</summary>
    public string? To { get; init; }

    /// <summary>For a response with a list of groups, each a series with its own buckets; null for rows with all series.</summary>
    public ChartGroups? Groups { get; init; }

    /// <summary>JSON for the script.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ChartJson.Default.ChartSpec);
}

/// <summary>A level that a chart marks.</summary>
/// <param name="Value">Value.</param>
/// <param name="Name">Name.</param>
public sealed record ChartLevel(double Value, string Name);

/// <summary>A day that a chart marks.</summary>
/// <param name="At">The day, as on the axis.</param>
/// <param name="Name">The label.</param>
public sealed record ChartMark(string At, string Name);

/// <summary>How to read a grouped response; paths are keys separated by <c>/</c>.</summary>
/// <param name="Key">Path of the group's series name.</param>
/// <param name="Buckets">Path of its buckets.</param>
/// <param name="Value">The value of a bucket.</param>
public sealed record ChartGroups(string Key, string Buckets, string Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ChartSpec))]
internal sealed partial class ChartJson : JsonSerializerContext;

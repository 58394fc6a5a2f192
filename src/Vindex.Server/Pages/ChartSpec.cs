using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vindex.Server.Pages;

/// <summary>The kind of a chart.</summary>
public enum ChartKind
{
    /// <summary>Lines over time, each with its own dash and marker.</summary>
    Lines,

    /// <summary>Stacked bars over time.</summary>
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

/// <summary>A chart: how to draw the numbers of its table. The script reads it from an attribute; the page provides the table.</summary>
/// <param name="Kind">What to draw.</param>
/// <param name="X">Name of the position on the axis, for downloads.</param>
/// <param name="Series">The series.</param>
/// <param name="Min">Lower end of the axis of values; null to follow the numbers.</param>
/// <param name="Max">Upper end; null to follow the numbers.</param>
/// <param name="FileName">Base name of downloads.</param>
public sealed record ChartSpec(ChartKind Kind, string X, IReadOnlyList<ChartSeries> Series, double? Min, double? Max, string FileName)
{
    /// <summary>A level drawn as a thin labeled line, for example the quality gate; null for none.</summary>
    public ChartLevel? Level { get; init; }

    /// <summary>Days marked by a thin vertical line with a label, for example a change of rubric. For an axis of days.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>
    /// All positions of the axis, if the table leaves out empty ones; null to use those of the table. Charts with the same axis on a page are aligned.
    /// </summary>
    public IReadOnlyList<string>? Axis { get; init; }

    /// <summary>What the rows of the table count, in the singular, for example <c>ticket</c>; null if they count nothing.</summary>
    public string? Counted { get; init; }

    /// <summary>Whether the size of a point shows how many things are behind it.</summary>
    public bool IsSized { get; init; }

    /// <summary>Two series with the area between them filled; null for none.</summary>
    public ChartArea? Area { get; init; }

    /// <summary>JSON for the script.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ChartJson.Default.ChartSpec);
}

/// <summary>A level that a chart marks.</summary>
/// <param name="Value">Value.</param>
/// <param name="Name">Name.</param>
public sealed record ChartLevel(double Value, string Name);

/// <summary>The area between two series, for example the lowest and the highest percentile.</summary>
/// <param name="Lower">Key of the lower series.</param>
/// <param name="Upper">Key of the upper series.</param>
public sealed record ChartArea(string Lower, string Upper);

/// <summary>A day that a chart marks.</summary>
/// <param name="At">The day, as on the axis.</param>
/// <param name="Name">The label.</param>
public sealed record ChartMark(string At, string Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ChartSpec))]
internal sealed partial class ChartJson : JsonSerializerContext;

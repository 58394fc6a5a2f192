using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vindex.Server.Pages;

/// <summary>What a chart draws.</summary>
public enum ChartKind
{
    /// <summary>Lines over time, each with a dash and a marker of its own.</summary>
    Lines,

    /// <summary>Areas over time, one on the other.</summary>
    Stacked,

    /// <summary>Bars beside each other.</summary>
    Bars,
}

/// <summary>One series of a chart.</summary>
/// <param name="Key">Where its values stand in the answer, for example <c>testable</c>.</param>
/// <param name="Name">What people read.</param>
/// <param name="Look">Its colour, dash and marker: a dimension's name, <c>overall</c>, a band's name, or a number from 0 to 7 in the same order.</param>
/// <param name="On">Whether it is drawn before anyone touches the toggles.</param>
public sealed record ChartSeries(string Key, string Name, string Look, bool On = true);

/// <summary>A chart: where its numbers come from and how they are drawn. The script reads it from an attribute; the table behind the chart is the page's.</summary>
/// <param name="Kind">What to draw.</param>
/// <param name="Url">A public endpoint of this server, asked with the session's cookie; null when the numbers are those of the table behind the chart.</param>
/// <param name="Body">JSON to POST to it; null for GET.</param>
/// <param name="Rows">Where the rows stand in the answer, for example <c>data_points</c>, <c>buckets</c> or <c>groups</c>.</param>
/// <param name="X">The field of a row that names its place on the axis.</param>
/// <param name="Series">What is drawn of each row.</param>
/// <param name="Min">Lower end of the axis of values; null to follow the numbers.</param>
/// <param name="Max">Upper end; null to follow the numbers.</param>
/// <param name="FileName">Stem of what is downloaded.</param>
public sealed record ChartSpec(
    ChartKind Kind, string? Url, string? Body, string? Rows, string X, IReadOnlyList<ChartSeries> Series, double? Min, double? Max, string FileName)
{
    /// <summary>A level drawn as a thin line with its name, for example the quality gate; null for none.</summary>
    public ChartLevel? Level { get; init; }

    /// <summary>Days that are marked by a thin upright line with its name, for example a change of rubric. For an axis of days.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>The days at the ends of the axis, for lines whose rows leave out what is empty; null for an axis of the rows alone.</summary>
    public string? From { get; init; }

    /// <summary>The last day of the axis.</summary>
    public string? To { get; init; }

    /// <summary>For an answer that holds a list of groups, each a series with buckets of its own; null for rows that hold all series.</summary>
    public ChartGroups? Groups { get; init; }

    /// <summary>As the script reads it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ChartJson.Default.ChartSpec);
}

/// <summary>A level that a chart marks.</summary>
/// <param name="Value">Where it lies.</param>
/// <param name="Name">What it is.</param>
public sealed record ChartLevel(double Value, string Name);

/// <summary>A day that a chart marks.</summary>
/// <param name="At">The day, as on the axis.</param>
/// <param name="Name">What happened.</param>
public sealed record ChartMark(string At, string Name);

/// <summary>How an answer by groups is read; places are keys separated by <c>/</c>.</summary>
/// <param name="Key">Where a group says which series it is.</param>
/// <param name="Buckets">Where its buckets stand.</param>
/// <param name="Value">The value of a bucket.</param>
public sealed record ChartGroups(string Key, string Buckets, string Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ChartSpec))]
internal sealed partial class ChartJson : JsonSerializerContext;

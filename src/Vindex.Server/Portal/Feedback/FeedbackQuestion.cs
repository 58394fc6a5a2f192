using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using NodaTime;
using Vindex.Server.Web;
using Vindex.Storage.Feedback;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Feedback;

/// <summary>A question about feedback, as encoded in the page's URL.</summary>
/// <param name="Project">The project; empty for the usual one.</param>
/// <param name="Path">The path in the payload; empty for the usual one of the project.</param>
/// <param name="Type">Type of the values; empty to detect it.</param>
/// <param name="Aggregations">The aggregations that are asked for.</param>
/// <param name="Percentiles">The percentiles, as entered.</param>
/// <param name="GroupBy">Fields to group by, separated by commas.</param>
/// <param name="FeedbackType">Only this type of feedback; empty for all.</param>
/// <param name="Compare">Whether to compare with the previous period.</param>
/// <param name="Latest">Whether only the latest score of each ticket counts; for the project of scores.</param>
/// <param name="Range">The days.</param>
/// <param name="Granularity">Length of a bucket; empty to choose one from the range.</param>
internal sealed record FeedbackQuestion(
    string Project,
    string Path,
    string Type,
    IReadOnlyList<string> Aggregations,
    string Percentiles,
    string GroupBy,
    string FeedbackType,
    bool Compare,
    bool Latest,
    DayRange Range,
    string Granularity)
{
    /// <summary>Name of the numeric type.</summary>
    public const string Numeric = "numeric";

    /// <summary>Name of the type with two values.</summary>
    public const string Boolean = "boolean";

    /// <summary>Name of the type whose values are labels.</summary>
    public const string Categorical = "categorical";

    private const int MaxText = 300;
    private const string UsualPercentiles = "10, 50, 90";

    private static readonly string[] s_types = [Numeric, Boolean, Categorical];

    private static readonly string[] s_widths = ["300", "3600", "21600", "86400", "week", "month"];

    /// <summary>Bucket lengths, in seconds or by calendar; empty to choose one from the range.</summary>
    public static IReadOnlyList<(string Value, string Text)> Widths =>
        [("", T("feedback.width.auto")), .. s_widths.Select(width => (width, T($"feedback.width.{width}")))];

    /// <summary>Available aggregations.</summary>
    public static IReadOnlyList<string> AggregationNames { get; } = ["avg", "sum", "min", "max", "count", "count_true", "count_false"];

    /// <summary>Available aggregations with their display names.</summary>
    public static IReadOnlyList<(string Value, string Text)> AllAggregations => [.. AggregationNames.Select(name => (name, T($"feedback.aggregation.{name}")))];

    /// <summary>Whether the project is that of the scores.</summary>
    public bool IsAboutScores => Project == FeedbackRow.ScoreProject;

    /// <summary>The fields to group by.</summary>
    public IReadOnlyList<string> GroupFields => GroupBy.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The distinct percentiles, in the order entered.</summary>
    public IReadOnlyList<string> PercentileTexts =>
        [.. Percentiles.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>The bucket length in seconds; null if it follows the calendar or the range.</summary>
    public long? Seconds => long.TryParse(Granularity, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    /// <summary>Names of the numbers in the answer, in order.</summary>
    public IReadOnlyList<string> Outputs => [.. Aggregations, .. PercentileTexts.Select(text => "p" + text)];

    /// <summary>Reads the question.</summary>
    public static FeedbackQuestion Read(IQueryCollection query, FieldErrors errors, LocalDate today)
    {
        var reader = new QueryReader(query, errors);
        var question = new FeedbackQuestion(
            reader.Text("project", MaxText) ?? "",
            reader.Text("path", MaxText) ?? "",
            reader.OneOf("type", s_types) ?? "",
            [.. query["agg"].OfType<string>().Where(AggregationNames.Contains).Distinct(StringComparer.Ordinal)],
            reader.Text("percentiles", MaxText) ?? "",
            reader.Text("group_by", MaxText) ?? "",
            reader.Text("feedback_type", MaxText) ?? "",
            query["compare"].Count > 0,
            reader.Flag(LatestSwitch.Parameter),
            DayRange.Read(reader, today),
            reader.OneOf("granularity", s_widths) ?? "");
        if (question.PercentileTexts.FirstOrDefault(text => FeedbackRequests.Percentile(text) is null) is { } invalid)
            errors.Add("percentiles", $"must be valid numbers separated by commas, got \"{invalid}\"");
        return question;
    }

    /// <summary>The question with a type, and with the usual numbers of that type if none are chosen.</summary>
    public FeedbackQuestion Of(string type)
    {
        var typed = this with { Type = type };
        if (Aggregations.Count > 0) return typed;
        if (Percentiles.Length > 0 || type != Numeric) return typed with { Aggregations = Usual(type) };
        return typed with { Aggregations = ["avg"], Percentiles = UsualPercentiles };
    }

    /// <summary>Whether the answer is how often each value occurs, and not a number computed from the values.</summary>
    public bool IsAboutLabels => Type switch
    {
        Categorical => Aggregations.All(one => one == "count") && PercentileTexts.Count == 0,
        Boolean => Aggregations.SequenceEqual(Usual(Boolean)) && PercentileTexts.Count == 0,
        _ => false,
    };

    /// <summary>The query of the page's URL with something else chosen.</summary>
    /// <param name="query">The present query.</param>
    /// <param name="changes">Parameters that replace the present ones; null removes one.</param>
    public static string Href(IQueryCollection query, params IReadOnlyList<(string Name, string? Value)> changes)
    {
        var builder = new QueryBuilder();
        foreach (var (name, values) in query)
        {
            if (changes.Any(change => change.Name == name)) continue;
            foreach (var value in values)
                if (!string.IsNullOrEmpty(value)) builder.Add(name, value);
        }

        foreach (var (name, value) in changes)
            if (value is not null) builder.Add(name, value);
        return PortalPaths.Feedback + builder;
    }

    private static string[] Usual(string type) => type switch
    {
        Boolean => ["count_true", "count_false"],
        Categorical => ["count"],
        _ => ["avg", "min", "max"],
    };
}

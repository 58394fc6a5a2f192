using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Vindex.Server.Web;
using Vindex.Statistics.Answers;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Portal.Feedback.Rows;

/// <summary>Rows of feedback behind a point or bar, as encoded in the page's URL.</summary>
/// <param name="Project">The project.</param>
/// <param name="FeedbackType">Only this type; empty for all.</param>
/// <param name="From">Inclusive.</param>
/// <param name="Before">Exclusive.</param>
internal sealed record FeedbackRowsQuestion(string Project, string FeedbackType, DateTimeOffset From, DateTimeOffset Before)
{
    private const int MaxText = 300;
    private const int MostConditions = 3;
    private const int MostSkipped = 100_000;

    /// <summary>Conditions that all must hold.</summary>
    public IReadOnlyList<RowCondition> Conditions { get; init; } = [];

    /// <summary>The interval of a number; null for none.</summary>
    public RowInterval? Interval { get; init; }

    /// <summary>Rows to skip.</summary>
    public int Skip { get; init; }

    /// <summary>All rows that a question is about.</summary>
    public static FeedbackRowsQuestion Of(FeedbackRequests requests) =>
        new(requests.Question.Project, requests.Question.FeedbackType, requests.Start, requests.End);

    /// <summary>Those of a bucket; the first one may begin before the range.</summary>
    public FeedbackRowsQuestion InBucket(StatsSeries series, int bucket)
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(series.BucketStarts[bucket].UnixSeconds);
        var isLast = bucket == series.BucketStarts.Count - 1;
        return this with
        {
            From = start < From ? From : start,
            Before = isLast ? Before : DateTimeOffset.FromUnixTimeSeconds(series.BucketStarts[bucket + 1].UnixSeconds),
        };
    }

    /// <summary>URL of the page with these rows; null if a value is too long for one.</summary>
    public string? Href()
    {
        var builder = new QueryBuilder { { "project", Project } };
        if (FeedbackType.Length > 0) builder.Add("feedback_type", FeedbackType);
        builder.Add("start", Instants.Format(From));
        builder.Add("end", Instants.Format(Before));
        foreach (var condition in Conditions)
        {
            if (condition.Parameter is not { } value) return null;
            builder.Add("field", condition.Field);
            builder.Add("is", value);
        }

        if (Interval is { } interval)
        {
            builder.Add("path", interval.Path);
            builder.Add("min", interval.From.ToString("R", CultureInfo.InvariantCulture));
            builder.Add("max", interval.To.ToString("R", CultureInfo.InvariantCulture));
            if (interval.HasEnd) builder.Add("closed", "true");
        }

        if (Skip > 0) builder.Add("skip", Skip.ToString(CultureInfo.InvariantCulture));
        return PortalPaths.FeedbackRows + builder;
    }

    /// <summary>Reads the question.</summary>
    public static FeedbackRowsQuestion Read(IQueryCollection parameters, QueryReader query)
    {
        var question = new FeedbackRowsQuestion(
            query.Text("project", MaxText) ?? FeedbackRow.ScoreProject,
            query.Text("feedback_type", MaxText) ?? "",
            Instant(query, "start"),
            Instant(query, "end"));
        return question with { Conditions = ReadConditions(parameters, query), Interval = ReadInterval(query), Skip = query.Integer("skip", 0, MostSkipped, 0) };
    }

    /// <summary>Whether a row is one of them, apart from its time and type.</summary>
    public bool Selects(FeedbackRow row)
    {
        if (Conditions.Count == 0 && Interval is null) return true;
        using var payload = new RowPayload(row.Payload);
        return (Interval is null || Interval.Holds(payload)) && Conditions.All(condition => condition.Holds(row, payload));
    }

    private static DateTimeOffset Instant(QueryReader query, string name)
    {
        var error = "must be a time such as 2026-04-16T00:00:00Z";
        if (query.Text(name, 40) is { } text && Instants.TryParse(text, out var instant, out error)) return instant;
        query.Errors.Add(name, error ?? "");
        return DateTimeOffset.UnixEpoch;
    }

    private static List<RowCondition> ReadConditions(IQueryCollection parameters, QueryReader query)
    {
        var (fields, values) = (parameters["field"], parameters["is"]);
        var conditions = new List<RowCondition>();
        if (fields.Count != values.Count || fields.Count > MostConditions)
        {
            query.Errors.Add("field", $"must be given as often as is, at most {MostConditions} times");
        }
        else
        {
            foreach (var (field, value) in fields.Zip(values))
            {
                if (RowCondition.Read(field ?? "", value ?? "") is { } condition) conditions.Add(condition);
                else query.Errors.Add("is", "must be a JSON text, number, boolean or null");
            }
        }

        return conditions;
    }

    private static RowInterval? ReadInterval(QueryReader query)
    {
        if (query.Text("path", MaxText) is not { } path) return null;
        return new RowInterval(path, Number(query, "min"), Number(query, "max"), query.Flag("closed"));
    }

    private static double Number(QueryReader query, string name)
    {
        if (query.Text(name, 40) is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        query.Errors.Add(name, "must be a number");
        return 0;
    }
}

using NodaTime;
using NodaTime.Text;
using Vindex.Scoring;
using Vindex.Server.Scores.Groups;
using Vindex.Server.Web;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores;

/// <summary>The filters and order of a list or an export.</summary>
internal sealed record ScoreSelection(ScoreFilter Filter, ScoreSort Sort)
{
    private const int MaxWords = 10;

    private static readonly string[] s_sorts = ["created_at", "overall_score", "worst_first"];

    /// <summary>The query parameters, for the API description.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("customer_id", "Only this customer."),
        new("key", "Only the ticket with this key, ignoring case."),
        new("band", "healthy is 7.0 and above, needs_review 5.0 to 6.9, at_risk below 5.0.", Allowed: Bands.Names),
        new("min", "Lowest overall score, inclusive.", "number"),
        new("max", "Highest overall score, inclusive.", "number"),
        new("from", "First day, inclusive.", Format: "date"),
        new("to", "Last day, inclusive.", Format: "date"),
        new("since", "Created at or after this time.", Format: "date-time"),
        new("until", "Created before this time.", Format: "date-time"),
        .. ScoreField.Parameters,
        new("fails", "Only scores with this dimension below 5.", Allowed: Dimensions.Names),
        new("q", "Words that must all occur in the key or title, ignoring case."),
        new("latest", "true selects only among the latest scores of each ticket; default false.", "boolean"),
        new("sort", "created_at: newest first (default); overall_score: best first; worst_first: the reverse. Ties by id.", Allowed: s_sorts),
        new("timezone", "IANA time zone of the days; default the company's, else the server's."),
    ];

    /// <summary>Reads the filters.</summary>
    /// <param name="query">The query.</param>
    /// <param name="scope">The scores that the request covers.</param>
    /// <param name="latest">Whether only the latest scores are meant when <c>latest</c> is left out.</param>
    public static ScoreSelection Read(QueryReader query, AccessScope scope, bool latest = false)
    {
        var from = Days.Read(query, "from");
        var to = Days.Read(query, "to");
        if (from > to) query.Errors.Add("from", "must not be after to");
        var (min, max) = ReadRange(query);
        var filter = new ScoreFilter
        {
            CustomerId = scope.CustomerId,
            Key = query.Text("key", 255),
            LatestOnly = query.Flag("latest", latest),
            MinTenths = min,
            MaxTenths = max,
            FailingDimension = Dimensions.TryParse(query.OneOf("fails", Dimensions.Names), out var failing) ? (int)failing : null,
            From = Later(from is { } first ? Calendar.StartOfDay(first, scope.Zone) : null, query.Instant("since")),
            Before = Earlier(to is { } last ? Calendar.StartOfDay(last.PlusDays(1), scope.Zone) : null, query.Instant("until")),
            Groups = ScoreField.Read(query),
            Words = ReadWords(query),
        };
        var sort = query.OneOf("sort", s_sorts) switch
        {
            "overall_score" => ScoreSort.OverallScore,
            "worst_first" => ScoreSort.WorstFirst,
            _ => ScoreSort.CreatedAt
        };
        return new ScoreSelection(filter, sort);
    }

    /// <summary>Identifies the list of a cursor: other lists refuse it.</summary>
    public string Name(ScoreAccess access) => string.Join(
        '\n',
        Sort,
        access.CompanyId,
        access.CustomerIds is null ? "" : string.Join(',', access.CustomerIds),
        Filter.CustomerId,
        Filter.Key,
        Filter.MinTenths,
        Filter.MaxTenths,
        Filter.FailingDimension,
        Filter.LatestOnly,
        Filter.From?.ToUnixTimeMilliseconds(),
        Filter.Before?.ToUnixTimeMilliseconds(),
        string.Join('\0', Filter.Groups.Select(group => $"{group.By}={group.Value}")),
        string.Join(' ', Filter.Words));

    private static (int? Min, int? Max) ReadRange(QueryReader query)
    {
        var min = query.Score("min") is { } low ? (int)Math.Ceiling(low * 10) : (int?)null;
        var max = query.Score("max") is { } high ? (int)Math.Floor(high * 10) : (int?)null;
        (int? bandMin, int? bandMax) = query.OneOf("band", Bands.Names) switch
        {
            "healthy" => (Bands.HealthyFromTenths, null),
            "needs_review" => (Bands.NeedsReviewFromTenths, Bands.HealthyFromTenths - 1),
            "at_risk" => (null, Bands.NeedsReviewFromTenths - 1),
            _ => ((int?)null, (int?)null),
        };
        return (Higher(min, bandMin), Lower(max, bandMax));
    }

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b ?? a : a;

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;

    private static int? Higher(int? a, int? b) => a is { } x && b is { } y ? Math.Max(x, y) : a ?? b;

    private static int? Lower(int? a, int? b) => a is { } x && b is { } y ? Math.Min(x, y) : a ?? b;

    private static string[] ReadWords(QueryReader query)
    {
        var words = (query.Text("q", 200) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > MaxWords) query.Errors.Add("q", $"must have at most {MaxWords} words");
        return words;
    }
}

/// <summary>Parses days.</summary>
internal static class Days
{
    public static LocalDate? Read(QueryReader query, string name)
    {
        if (query.Text(name, 20) is not { } text) return null;
        var parsed = LocalDatePattern.Iso.Parse(text);
        if (parsed.Success && parsed.Value >= Calendar.FirstDay && parsed.Value <= Calendar.LastDay) return parsed.Value;
        query.Errors.Add(name, parsed.Success
            ? $"must be between {LocalDatePattern.Iso.Format(Calendar.FirstDay)} and {LocalDatePattern.Iso.Format(Calendar.LastDay)}"
            : "must be an ISO 8601 date such as 2026-01-31");
        return null;
    }
}

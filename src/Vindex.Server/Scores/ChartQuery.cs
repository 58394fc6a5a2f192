using NodaTime;
using Vindex.Server.Web;

namespace Vindex.Server.Scores;

/// <summary>A query for averages over time.</summary>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Width">Width of a bucket.</param>
/// <param name="Dimensions">The requested dimensions, without duplicates.</param>
/// <param name="Latest">Whether only the latest score of each ticket counts.</param>
internal sealed record ChartQuery(LocalDate From, LocalDate To, BucketWidth Width, IReadOnlyList<string> Dimensions, bool Latest)
{
    public const string Overall = "overall";
    private const int DefaultDays = 30;
    private const int MaxDays = 365;

    /// <summary>Ranges of more days than this use weeks.</summary>
    private const int MaxDaysByDay = 90;

    private static readonly string[] s_widths = ["day", "week", "month"];

    /// <summary>The six dimensions and <c>overall</c>.</summary>
    public static IReadOnlyList<string> AllDimensions { get; } = [Overall, .. Vindex.Scoring.Dimensions.Names];

    /// <summary>The parameter that leaves earlier scores of a ticket out, for the API description.</summary>
    public static QueryParameter LatestParameter { get; } =
        new("latest", "true counts only the latest score of each ticket; default false: every score counts.", "boolean");

    /// <summary>The query parameters, for the API description.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("from", "First day, inclusive; default 29 days before to: 30 days in all.", Format: "date"),
        new("to", "Last day, inclusive; default today. At most 365 days after from.", Format: "date"),
        new("dimensions", $"Any of {string.Join(", ", AllDimensions)}, separated by commas; default overall."),
        new("bucket", "Length of a bucket; default day up to 90 days, week beyond. Weeks are ISO weeks, named by their Monday.", Allowed: s_widths),
        new("timezone", "IANA time zone of the days; default the company's, else the server's."),
        new("customer_id", "Only this customer."),
        LatestParameter,
    ];

    public static ChartQuery Read(QueryReader query, LocalDate today)
    {
        var to = Days.Read(query, "to") ?? today;
        var from = Days.Read(query, "from") ?? LocalDate.Max(to.PlusDays(1 - DefaultDays), Calendar.FirstDay);
        var days = Period.DaysBetween(from, to);
        if (days < 0) query.Errors.Add("from", "must not be after to");
        if (days > MaxDays) query.Errors.Add("to", $"must be at most {MaxDays} days after from; it is {days}");
        var width = query.OneOf("bucket", s_widths) switch
        {
            "day" => BucketWidth.Day,
            "week" => BucketWidth.Week,
            "month" => BucketWidth.Month,
            _ => days > MaxDaysByDay ? BucketWidth.Week : BucketWidth.Day,
        };
        return new ChartQuery(from, to, width, ReadDimensions(query), query.Flag("latest"));
    }

    private static List<string> ReadDimensions(QueryReader query)
    {
        if (query.Text("dimensions", 200) is not { } text) return [Overall];
        var names = text.Split(',', StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToList();
        if (names.FirstOrDefault(name => !AllDimensions.Contains(name)) is { } unknown)
            query.Errors.Add("dimensions", $"contains the unknown dimension \"{unknown}\"; allowed dimensions: {string.Join(", ", AllDimensions)}");
        return names;
    }
}

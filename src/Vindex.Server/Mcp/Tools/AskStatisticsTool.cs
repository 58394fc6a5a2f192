using System.Diagnostics;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Vindex.Server.Companies;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Statistics.Buckets;
using Vindex.Statistics.Questions;
using Calendar = Vindex.Server.Scores.Calendar;

namespace Vindex.Server.Mcp.Tools;

/// <summary><c>ask_statistics</c>: as <c>POST /feedback/stats</c>, with one metric.</summary>
internal sealed class AskStatisticsTool(StatisticsService statistics, CompanyDirectory companies, TimeProvider time) : ITool
{
    private const int DefaultDays = 30;
    private const int SecondsPerDay = 86_400;
    private static readonly Aggregation[] s_defaults = [Aggregation.Avg, Aggregation.Min, Aggregation.Max, Aggregation.Count];

    public string Name => "ask_statistics";

    public async Task<ToolAnswer> RunAsync(Caller caller, ToolArguments arguments, CancellationToken cancellationToken)
    {
        if (await companies.FindCompanyAsync(caller.OwnCompany, cancellationToken) is not { } company) return ToolAnswer.Refused(new Refusal.NotFound());
        var zoneName = arguments.Text("timezone") ?? "UTC";
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zoneName) is not { } zone)
            return ToolAnswer.Error("timezone must be an IANA time zone such as UTC or Europe/Vienna.");
        var to = Instant(arguments.Text("to"), zone) ?? time.GetUtcNow();
        var from = Instant(arguments.Text("from"), zone) ?? to.AddDays(-DefaultDays);
        if (WrongTime(arguments, zone) is { } wrong) return ToolAnswer.Error(wrong);

        var interval = arguments.Text("interval") ?? "none";
        var request = new StatsRequest
        {
            ProjectId = $"{company.Slug}/{arguments.Text("project") ?? ProjectAccess.Scores}",
            Start = from,
            End = to,
            Timezone = zoneName,
            Granularity = interval == "day" ? SecondsPerDay : null,
            Calendar = interval switch { "week" => CalendarUnit.Week, "month" => CalendarUnit.Month, _ => null },
            GroupBy = arguments.Text("group_by") is { } field ? [field] : null,
            Metrics =
            [
                new MetricRequest
                {
                    JsonPath = arguments.Text("metric") ?? ChartQuery.Overall,
                    Aggregations = arguments.Has("aggregations")
                        ? [.. arguments.Items("aggregations").Select(name => AggregationName.Parse(name.GetString()!))]
                        : s_defaults,
                    Percentiles = [.. arguments.Items("percentiles").Select(number => number.GetDouble())],
                },
            ],
        };
        return await statistics.AnswerAsync(caller, request, cancellationToken) switch
        {
            StatisticsOutcome.Answered(var answer) => new ToolAnswer(StatisticsText.Of(answer, withIntervals: interval != "none")),
            StatisticsOutcome.Refused(var refusal) => ToolAnswer.Error(StatisticsText.Reason(refusal)),
            StatisticsOutcome.ProjectNotFound => ToolAnswer.Error("There is no such project, or this API key cannot access it. The project with the scores is named scores."),
            _ => throw new UnreachableException(),
        };
    }

    private static string? WrongTime(ToolArguments arguments, DateTimeZone zone)
    {
        var wrong = ((string[])["from", "to"]).Where(name => arguments.Text(name) is { } text && Instant(text, zone) is null).ToList();
        return wrong.Count == 0 ? null : $"{string.Join(" and ", wrong)} must be a day such as 2026-01-31 or an instant such as 2026-01-31T08:00:00Z.";
    }

    // A day begins at midnight in the time zone.
    private static DateTimeOffset? Instant(string? text, DateTimeZone zone)
    {
        if (text is null) return null;
        if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day })
            return day >= Calendar.FirstDay && day <= Calendar.LastDay ? Calendar.StartOfDay(day, zone) : null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant.ToUniversalTime() : null;
    }
}

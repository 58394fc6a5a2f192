using Microsoft.AspNetCore.Http.Extensions;
using NodaTime;
using Vindex.Server.Scores;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Overview;

/// <summary>What the overview shows, as encoded in its URL.</summary>
/// <param name="Range">The days.</param>
/// <param name="Preset">The selected preset; null for two dates.</param>
/// <param name="Latest">Whether only the latest score of each ticket counts.</param>
/// <param name="IsSmoothed">Whether the chart shows averages of seven days.</param>
/// <param name="Zone">Time zone of the days.</param>
internal sealed record OverviewQuestion(DayRange Range, int? Preset, bool Latest, bool IsSmoothed, DateTimeZone Zone)
{
    /// <summary>Name of the parameter for averages of several days.</summary>
    public const string Average = "average";

    /// <summary>Its value.</summary>
    public const string SevenDays = "7";

    /// <summary>Number of days that a smoothed point covers.</summary>
    public const int SmoothedDays = 7;

    /// <summary>Whether averages of seven days are possible; weeks are smooth already.</summary>
    public bool CanSmooth => Range.Width == BucketWidth.Day;

    public static OverviewQuestion Read(IQueryCollection parameters, QueryReader query, LocalDate today, DateTimeZone zone)
    {
        var range = DayRange.Read(query, today);
        var isPreset = parameters["from"] is not [{ Length: > 0 }, ..] && parameters["to"] is not [{ Length: > 0 }, ..] && DayRange.Presets.Contains(range.Days);
        var isSmoothed = query.OneOf(Average, [SevenDays]) is not null && range.Width == BucketWidth.Day;
        return new OverviewQuestion(range, isPreset ? range.Days : null, query.Flag(LatestSwitch.Parameter), isSmoothed, zone);
    }

    /// <summary>URL of the overview with this question.</summary>
    public string Href()
    {
        var builder = new QueryBuilder();
        if (Preset is { } days)
        {
            builder.Add("days", days.ToString());
        }
        else
        {
            builder.Add("from", DayRange.Iso(Range.From));
            builder.Add("to", DayRange.Iso(Range.To));
        }

        if (Latest) builder.Add(LatestSwitch.Parameter, LatestSwitch.Value(true));
        if (IsSmoothed) builder.Add(Average, SevenDays);
        return PortalPaths.Overview + builder;
    }

    /// <summary>URL of the tickets or scores behind a number.</summary>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day, inclusive.</param>
    /// <param name="filter">A filter and its value; null for none.</param>
    public string TicketsHref(LocalDate from, LocalDate to, (string Name, string Value)? filter = null)
    {
        var builder = new QueryBuilder();
        if (filter is (var name, var value)) builder.Add(name, value);
        builder.Add("from", DayRange.Iso(from));
        builder.Add("to", DayRange.Iso(to));
        builder.Add("timezone", Zone.Id);
        builder.Add(LatestSwitch.Parameter, LatestSwitch.Value(Latest));
        return PortalPaths.Tickets + builder;
    }

    /// <summary>The same for a bucket, of which only the days in the range count.</summary>
    public string BucketHref(LocalDate label, (string Name, string Value)? filter = null) =>
        TicketsHref(LocalDate.Max(label, Range.From), LocalDate.Min(Calendar.Next(label, Range.Width).PlusDays(-1), Range.To), filter);
}

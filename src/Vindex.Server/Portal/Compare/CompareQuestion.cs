using Microsoft.AspNetCore.Http.Extensions;
using NodaTime;
using Vindex.Server.Scores;
using Vindex.Server.Scores.Groups;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Compare;

/// <summary>What is compared, as encoded in the page's URL.</summary>
/// <param name="Field">By what.</param>
/// <param name="Range">The days.</param>
/// <param name="Preset">The selected preset; null for two dates.</param>
/// <param name="Latest">Whether only the latest score of each ticket counts.</param>
/// <param name="Zone">Time zone of the days.</param>
internal sealed record CompareQuestion(ScoreField Field, DayRange Range, int? Preset, bool Latest, DateTimeZone Zone)
{
    private const string By = "by";
    private const int MostDaysByDay = 14;
    private const int MostDaysByWeek = 120;

    /// <summary>Small charts need few points: at most 14 days, 18 weeks or 13 months.</summary>
    public BucketWidth Width => Range.Days switch
    {
        <= MostDaysByDay => BucketWidth.Day,
        <= MostDaysByWeek => BucketWidth.Week,
        _ => BucketWidth.Month,
    };

    /// <summary>Reads the question; the customers of the last 30 days if it is missing or invalid.</summary>
    public static CompareQuestion Read(IQueryCollection parameters, QueryReader query, LocalDate today, DateTimeZone zone)
    {
        var range = DayRange.Read(query, today);
        var isPreset = parameters["from"] is not [{ Length: > 0 }, ..] && parameters["to"] is not [{ Length: > 0 }, ..] && DayRange.Presets.Contains(range.Days);
        var by = query.OneOf(By, [.. ScoreField.All.Select(FieldNames.Parameter)]);
        return new CompareQuestion(
            ScoreField.All.FirstOrDefault(field => FieldNames.Parameter(field) == by) ?? ScoreField.All[0],
            range,
            isPreset ? range.Days : null,
            query.Flag(LatestSwitch.Parameter),
            zone);
    }

    /// <summary>Name and value of all parameters but the range.</summary>
    public IEnumerable<(string Name, string Value)> Kept
    {
        get
        {
            yield return (By, FieldNames.Parameter(Field));
            if (Latest) yield return (LatestSwitch.Parameter, LatestSwitch.Value(true));
        }
    }

    /// <summary>URL of the page with this question.</summary>
    public string Href()
    {
        var builder = new QueryBuilder();
        foreach (var (name, value) in Kept) builder.Add(name, value);
        if (Preset is { } days)
        {
            builder.Add("days", days.ToString());
        }
        else
        {
            builder.Add("from", DayRange.Iso(Range.From));
            builder.Add("to", DayRange.Iso(Range.To));
        }

        return PortalPaths.Compare + builder;
    }

    /// <summary>URL of a group's tickets or scores.</summary>
    /// <param name="value">The group's value.</param>
    /// <param name="fails">Only those that fail in this dimension; null for all.</param>
    public string TicketsHref(string value, string? fails = null)
    {
        var builder = new QueryBuilder();
        if (fails is not null) builder.Add("fails", fails);
        builder.Add(Field.Name, ScoreField.Parameter(value));
        builder.Add("from", DayRange.Iso(Range.From));
        builder.Add("to", DayRange.Iso(Range.To));
        builder.Add("timezone", Zone.Id);
        builder.Add(LatestSwitch.Parameter, LatestSwitch.Value(Latest));
        return PortalPaths.Tickets + builder;
    }
}

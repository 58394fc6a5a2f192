using NodaTime;
using NodaTime.Text;
using Vindex.Server.Scores;
using Vindex.Server.Web;

namespace Vindex.Server.Portal;

/// <summary>The days of an overview, both inclusive.</summary>
internal sealed record DayRange(LocalDate From, LocalDate To)
{
    /// <summary>The presets, in days.</summary>
    public static IReadOnlyList<int> Presets { get; } = [7, 30, 90, 365];

    private const int Default = 30;
    private const int MostDays = 366;
    private const int MostDaysByDay = 91;

    public int Days => Period.DaysBetween(From, To) + 1;

    /// <summary>As in <c>/portal/scores/chart</c>: daily buckets for up to 90 days, otherwise weekly.</summary>
    public BucketWidth Width => Days > MostDaysByDay ? BucketWidth.Week : BucketWidth.Day;

    /// <summary>The period of the same length before this one.</summary>
    public LocalDate PreviousFrom => From.PlusDays(-Days);

    /// <summary>Reads <c>days</c>, or <c>from</c> and <c>to</c>; the last 30 days if they are missing or invalid.</summary>
    public static DayRange Read(QueryReader query, LocalDate today)
    {
        var to = Scores.Days.Read(query, "to") ?? today;
        var from = Scores.Days.Read(query, "from");
        var days = query.Integer("days", 1, MostDays, Default);
        var range = from is { } first ? new DayRange(first, to) : new DayRange(to.PlusDays(1 - days), to);
        if (range.Days is >= 1 and <= MostDays && range.From >= Calendar.FirstDay.PlusDays(MostDays)) return range;
        query.Errors.Add("from", $"must be before the last day, by at most {MostDays - 1} days");
        return new DayRange(today.PlusDays(1 - Default), today);
    }

    /// <summary>The day as written in URLs.</summary>
    public static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);
}

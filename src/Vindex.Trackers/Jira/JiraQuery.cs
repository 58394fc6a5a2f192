using System.Globalization;
using Vindex.Trackers.Queries;

namespace Vindex.Trackers.Jira;

/// <summary>Writes JQL.</summary>
internal static class JiraQuery
{
    /// <summary>The query for a selection, oldest change first.</summary>
    /// <param name="selection">The selection.</param>
    /// <param name="since">The time since when issues changed, as <see cref="TimeOf"/> writes it; null for all.</param>
    public static string Write(IssueSelection selection, string? since) => $"{Condition(selection, since)} ORDER BY updated ASC, key ASC";

    /// <summary>The same without an order, for counting.</summary>
    public static string Condition(IssueSelection selection, string? since)
    {
        List<string> conditions = [OfProject(selection.ProjectId)];
        if (!string.IsNullOrWhiteSpace(selection.Query) && QueryCondition.Check(selection.Query, isBackslashEscape: true) is { Length: > 0 } condition)
            conditions.Add($"({condition})");
        conditions.AddRange(selection.Labels.Select(label => $"labels = {QueryCondition.Quote(label, '"', "\\\"")}"));
        if (selection.OpenOnly) conditions.Add("statusCategory != Done");
        if (since is not null) conditions.Add($"updated >= \"{since}\"");
        return string.Join(" AND ", conditions);
    }

    /// <summary>The condition for a project's issues.</summary>
    public static string OfProject(string projectId) => projectId.Length > 0 && projectId.All(char.IsAsciiDigit)
        ? $"project = {projectId}"
        : $"project = {QueryCondition.Quote(projectId, '"', "\\\"")}";

    /// <summary>
    /// A time in JQL: whole minutes, in the time zone of the account's profile, without an offset. It is rounded down; where the zone is unknown, or its clocks
    /// go back at that time, by as much as it can be wrong.
    /// </summary>
    /// <param name="time">The time.</param>
    /// <param name="zone">The id of the zone in the tz database; null if it is unknown.</param>
    public static string TimeOf(DateTimeOffset time, string? zone)
    {
        const int westernmost = 12;
        var local = zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? LocalTime(time, found) : time.UtcDateTime.AddHours(-westernmost);
        return local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    private static DateTime LocalTime(DateTimeOffset time, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(time, zone).DateTime;
        if (!zone.IsAmbiguousTime(local)) return local;

        // Clocks show this time twice, and Jira may mean the later one.
        var offsets = zone.GetAmbiguousTimeOffsets(local);
        return local - (offsets.Max() - offsets.Min());
    }
}

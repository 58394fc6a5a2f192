using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.Jira;

/// <summary>
/// Lists a project's issues, oldest change first. Cloud's page tokens contain the sort values of the last issue, so issues that change move to the end and none
/// is left out. Data Center counts from the start instead: an issue that changes moves to the end and all others move up by one place. So each page begins with
/// the last issue of the previous one, and if that is no longer there, pages are read again from further ahead.
/// </summary>
internal sealed class JiraListing(JiraSite site, IssueSelection selection)
{
    private const int PageSize = 100;

    /// <summary>Reads a page.</summary>
    public async Task<TrackerPage<TrackerIssue>> ReadAsync(string? cursor, CancellationToken cancellationToken)
    {
        var position = cursor is null ? await StartAsync(cancellationToken) : JiraCursor.Read(cursor);
        return site.IsCloud ? await ReadCloudAsync(position, cancellationToken) : await ReadDataCenterAsync(position, cancellationToken);
    }

    private async Task<JiraCursor> StartAsync(CancellationToken cancellationToken)
    {
        var fields = await JiraFields.FindAsync(site, selection.ExtraFields, cancellationToken);
        if (selection.ChangedSince is not { } since) return new JiraCursor(null, fields);
        var account = await site.GetAsync("myself", cancellationToken);
        return new JiraCursor(JiraQuery.TimeOf(since, account.Json.Text("timeZone")), fields);
    }

    private async Task<TrackerPage<TrackerIssue>> ReadCloudAsync(JiraCursor position, CancellationToken cancellationToken)
    {
        var response = await site.PostAsync("search/jql", json => WriteSearch(json, position), cancellationToken);
        var next = response.Json.IsTrue("isLast") ? null : response.Json.Text("nextPageToken");
        if (next is not null && next == position.Token) throw new TrackerException(TrackerFailure.Unexpected, "Jira's list of issues does not end.");
        return new TrackerPage<TrackerIssue>(
            [.. IssuesOf(response.Json).Select(issue => JiraIssue.Read(site, issue, position.Fields))],
            next is null ? null : (position with { Token = next }).Write(),
            position.IsFirst ? await CountAsync(position, cancellationToken) : null);
    }

    // For progress only, so what goes wrong here is no reason to stop.
    private async Task<long?> CountAsync(JiraCursor position, CancellationToken cancellationToken)
    {
        try
        {
            var response = await site.PostAsync("search/approximate-count", WriteCondition, cancellationToken);
            return response.Json.Whole("count");
        }
        catch (TrackerException exception) when (!exception.MayPass)
        {
            return null;
        }

        void WriteCondition(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("jql", JiraQuery.Condition(selection, position.Since));
            json.WriteEndObject();
        }
    }

    private async Task<TrackerPage<TrackerIssue>> ReadDataCenterAsync(JiraCursor position, CancellationToken cancellationToken)
    {
        for (var start = Math.Max(0, position.Start - 1); ; start = Math.Max(0, start - PageSize))
        {
            var at = position with { Start = start };
            var response = await site.PostAsync("search", json => WriteSearch(json, at), cancellationToken);
            List<TrackerIssue> issues = [.. IssuesOf(response.Json).Select(issue => JiraIssue.Read(site, issue, position.Fields))];
            if (start > 0 && (issues.Count == 0 || IsAfter(issues[0], position))) continue;
            var total = response.Json.Whole("total") ?? 0;
            var end = start + issues.Count;
            var next = issues.Count == 0 || end >= total
                ? null
                : position with { Start = end, LastId = issues[^1].Id, LastChange = issues[^1].ChangedAt };
            if (issues.Count > 0 && issues[0].Id == position.LastId) issues.RemoveAt(0);
            return new TrackerPage<TrackerIssue>(issues, next?.Write(), total);
        }
    }

    private static bool IsAfter(TrackerIssue first, JiraCursor position) => first.Id != position.LastId && first.ChangedAt >= position.LastChange;

    private static IEnumerable<JsonElement> IssuesOf(JsonElement json) => json.Member("issues").ValueKind == JsonValueKind.Array
        ? json.Items("issues")
        : throw new TrackerException(TrackerFailure.Unexpected, "A response of Jira has no list of issues.");

    private void WriteSearch(Utf8JsonWriter json, JiraCursor position)
    {
        json.WriteStartObject();
        json.WriteString("jql", JiraQuery.Write(selection, position.Since));
        json.WriteNumber("maxResults", PageSize);
        json.WriteStartArray("fields");
        foreach (var field in JiraIssue.Fields.Concat(position.Fields.Keys)) json.WriteStringValue(field);
        json.WriteEndArray();
        if (!site.IsCloud) json.WriteNumber("startAt", position.Start);
        else if (position.Token is { } token) json.WriteString("nextPageToken", token);
        json.WriteEndObject();
    }
}

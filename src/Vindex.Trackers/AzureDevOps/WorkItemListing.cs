using System.Globalization;
using System.Text.Json;
using Vindex.Trackers.Http;
using Vindex.Trackers.Queries;

namespace Vindex.Trackers.AzureDevOps;

/// <summary>
/// Lists a project's work items. A query gives ids, and a batch their fields. The order is that of the ids and not of the changes: a query has neither pages nor
/// a position, but "the next ones after this id" stays right while work items change, appear and disappear.
/// </summary>
internal sealed class WorkItemListing(AzureOrganization organization, IssueSelection selection)
{
    // The most that a batch can have.
    private const int PageSize = 200;

    // A query that finds 20,000 fails, unless it asks for fewer.
    private const int MostCounted = 19_999;

    /// <summary>Reads a page.</summary>
    public async Task<TrackerPage<TrackerIssue>> ReadAsync(string? cursor, CancellationToken cancellationToken)
    {
        // The first query counts, which is why it asks for as many ids as there can be.
        var ids = await QueryAsync(cursor, cursor is null ? MostCounted : PageSize, cancellationToken);
        List<long> page = [.. ids.Take(PageSize)];
        var issues = page.Count == 0 ? [] : await ReadAsync(page, cancellationToken);
        var isLast = cursor is null ? ids.Count <= PageSize : ids.Count < PageSize;
        return new TrackerPage<TrackerIssue>(
            [.. issues.Where(HasLabels)],
            isLast ? null : page[^1].ToString(CultureInfo.InvariantCulture),
            cursor is null && ids.Count < MostCounted ? ids.Count : null);
    }

    // A query for "shop" also finds "shop-old".
    private bool HasLabels(TrackerIssue issue) => selection.Labels.All(label => issue.Labels.Contains(label, StringComparer.OrdinalIgnoreCase));

    private async Task<List<long>> QueryAsync(string? cursor, int most, CancellationToken cancellationToken)
    {
        var after = cursor is null ? 0 : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new TrackerException(TrackerFailure.Unexpected, "The stored position in the list of work items cannot be read.");
        var path = $"{Uri.EscapeDataString(selection.ProjectId)}/_apis/wit/wiql?timePrecision=true&$top={most}";
        var response = await organization.PostAsync(path, json => WriteQuery(json, Wiql(after)), cancellationToken);
        return response.Json.Member("workItems").ValueKind == JsonValueKind.Array
            ? [.. response.Json.Items("workItems").Select(item => item.Whole("id")).OfType<long>()]
            : throw new TrackerException(TrackerFailure.Unexpected, "A response of Azure DevOps has no list of work items.");
    }

    private string Wiql(long after)
    {
        List<string> conditions = ["[System.TeamProject] = @project", $"[System.Id] > {after}"];
        if (!string.IsNullOrWhiteSpace(selection.Query) && QueryCondition.Check(selection.Query, isBackslashEscape: false) is { Length: > 0 } condition)
            conditions.Add($"({condition})");
        conditions.AddRange(selection.Labels.Select(label => $"[{WorkItem.TagsField}] CONTAINS {QueryCondition.Quote(label, '\'', "''")}"));
        if (selection.OpenOnly)
        {
            conditions.Add($"[{WorkItem.ClosedField}] = ''");
            conditions.Add($"[{WorkItem.StateField}] <> '{WorkItem.RemovedState}'");
        }

        if (selection.ChangedSince is { } since)
            conditions.Add($"[System.ChangedDate] >= '{since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)}Z'");
        return $"SELECT [System.Id] FROM WorkItems WHERE {string.Join(" AND ", conditions)} ORDER BY [System.Id] ASC";
    }

    private static void WriteQuery(Utf8JsonWriter json, string wiql)
    {
        json.WriteStartObject();
        json.WriteString("query", wiql);
        json.WriteEndObject();
    }

    private async Task<IEnumerable<TrackerIssue>> ReadAsync(List<long> ids, CancellationToken cancellationToken)
    {
        var response = await organization.PostAsync("_apis/wit/workitemsbatch", Write, cancellationToken);

        // Work items that were deleted since the query are null.
        return response.Json.Items("value").Where(item => item.ValueKind == JsonValueKind.Object)
            .Select(item => WorkItem.TryRead(item, selection.ProjectId, organization.PageOf)
                ?? throw new TrackerException(TrackerFailure.Unexpected, "A work item of Azure DevOps has no id or no time of its last change."));

        void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteStartArray("ids");
            foreach (var id in ids) json.WriteNumberValue(id);
            json.WriteEndArray();

            // All fields, because any can hold acceptance criteria, and the link to the page.
            json.WriteString("$expand", "Links");
            json.WriteString("errorPolicy", "Omit");
            json.WriteEndObject();
        }
    }
}

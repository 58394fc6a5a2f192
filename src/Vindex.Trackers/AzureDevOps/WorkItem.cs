using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.AzureDevOps;

/// <summary>Reads work items.</summary>
internal static class WorkItem
{
    /// <summary>The field with the tags.</summary>
    public const string TagsField = "System.Tags";

    /// <summary>The field that the processes fill when a work item's state is completed, and clear when it is opened again.</summary>
    public const string ClosedField = "Microsoft.VSTS.Common.ClosedDate";

    /// <summary>The field with the state.</summary>
    public const string StateField = "System.State";

    /// <summary>The state of work items that are no longer wanted, which are not completed.</summary>
    public const string RemovedState = "Removed";

    /// <summary>Reads a work item of a response or an event; null if it lacks what every work item has.</summary>
    /// <param name="item">The work item, with its id and fields.</param>
    /// <param name="projectId">Its project.</param>
    /// <param name="pageOf">The page of a work item by its path, where the work item does not say.</param>
    public static TrackerIssue? TryRead(JsonElement item, string projectId, Func<string, Uri?> pageOf)
    {
        var fields = item.Member("fields");
        if (item.Id("id") is not { } id || fields.Time("System.ChangedDate") is not { } changed) return null;
        var page = item.Member("_links", "html").Address("href") ?? pageOf($"{Uri.EscapeDataString(projectId)}/_workitems/edit/{id}");
        return new TrackerIssue(projectId, id, "#" + id, changed, page, item)
        {
            Labels = TagsOf(fields),
            IsClosed = fields.Text(ClosedField) is not null || fields.Text(StateField) == RemovedState,
        };
    }

    /// <summary>The tags, which are a list in one field: <c>one; two</c>.</summary>
    public static IReadOnlyList<string> TagsOf(JsonElement fields) =>
        fields.Text(TagsField)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}

using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes.AzureDevOps;

/// <summary>Objects as Azure DevOps sends them.</summary>
internal static class AzureShapes
{
    public static string StateOf(FakeIssue issue) => issue.IsClosed ? "Closed" : "Active";

    public static JsonObject Identity(FakeAccount account) => new()
    {
        ["id"] = account.Id,
        ["displayName"] = account.Name,
        ["uniqueName"] = account.User,
        ["name"] = $"{account.Name} <{account.User}>",
    };

    public static JsonObject Project(Uri root, FakeProject project, string id) => new()
    {
        ["id"] = id,
        ["name"] = project.Key,
        ["url"] = $"{root}/_apis/projects/{id}",
        ["state"] = "wellFormed",
        ["revision"] = 11,
        ["visibility"] = "private",
    };

    /// <param name="root">The organization's address.</param>
    /// <param name="issue">The work item.</param>
    /// <param name="projectId">Its project.</param>
    /// <param name="hasLinks">Whether links were asked for.</param>
    /// <param name="isService">Whether its address names the project, as on the service.</param>
    public static JsonObject WorkItem(Uri root, FakeIssue issue, string projectId, bool hasLinks, bool isService)
    {
        var fields = new JsonObject
        {
            ["System.AreaPath"] = issue.Project.Key,
            ["System.TeamProject"] = issue.Project.Key,
            ["System.IterationPath"] = issue.Project.Key,
            ["System.WorkItemType"] = "User Story",
            ["System.State"] = StateOf(issue),
            ["System.Reason"] = "New",
            ["System.CreatedDate"] = Time(issue.Created),
            ["System.ChangedDate"] = Time(issue.Updated),
            ["System.CommentCount"] = issue.Comments.Count,
            ["System.Title"] = issue.Title,
            ["System.Description"] = Html(issue.Description),
        };
        if (issue.Labels.Count > 0) fields["System.Tags"] = string.Join("; ", issue.Labels);
        if (issue.IsClosed) fields["Microsoft.VSTS.Common.ClosedDate"] = Time(issue.Updated);
        foreach (var (name, value) in issue.Fields) fields[name] = value.DeepClone();
        var scope = isService ? $"{root}/{projectId}" : $"{root}";
        var item = new JsonObject { ["id"] = issue.Id, ["rev"] = issue.Revision, ["fields"] = fields, ["url"] = $"{scope}/_apis/wit/workItems/{issue.Id}" };
        if (hasLinks)
            item["_links"] = new JsonObject { ["html"] = new JsonObject { ["href"] = $"{root}/{projectId}/_workitems/edit/{issue.Id}" } };
        return item;
    }

    public static JsonObject Comment(FakeIssue issue, FakeComment comment) => new()
    {
        ["workItemId"] = issue.Id,
        ["id"] = long.Parse(comment.Id, CultureInfo.InvariantCulture),
        ["version"] = 1,
        ["text"] = comment.Text,
        ["createdBy"] = Identity(comment.Author),
        ["modifiedDate"] = Time(comment.Updated),
    };

    public static JsonObject Subscription(FakeHook hook, string projectId) => new()
    {
        ["id"] = hook.Id,
        ["status"] = "enabled",
        ["publisherId"] = "tfs",
        ["eventType"] = hook.Kind,
        ["consumerId"] = "webHooks",
        ["consumerActionId"] = "httpRequest",
        ["publisherInputs"] = new JsonObject { ["projectId"] = projectId },
        ["consumerInputs"] = new JsonObject { ["url"] = hook.Url.AbsoluteUri, ["basicAuthPassword"] = "********", ["resourceDetailsToSend"] = "all" },
    };

    public static JsonObject Event(string kind, FakeChange change, JsonObject item, string projectId) => new()
    {
        ["subscriptionId"] = "00000000-0000-0000-0000-000000000000",
        ["id"] = $"27646e0e-b520-4d2b-9411-{change.Issue.Revision:x12}",
        ["eventType"] = kind,
        ["publisherId"] = "tfs",
        ["resource"] = kind == "workitem.updated" ? Update(change, item) : item,
        ["resourceVersion"] = "1.0",
        ["resourceContainers"] = new JsonObject { ["project"] = new JsonObject { ["id"] = projectId } },
        ["createdDate"] = Time(change.Issue.Updated),
    };

    private static JsonObject Update(FakeChange change, JsonObject item)
    {
        var fields = new JsonObject
        {
            ["System.Rev"] = Changed(change.Issue.Revision - 1, change.Issue.Revision),
            ["System.ChangedDate"] = Changed(Time(change.Issue.Created), Time(change.Issue.Updated)),
            ["System.Watermark"] = Changed(1, 2),
        };
        switch (change.Kind)
        {
            case FakeChangeKind.Edited:
                fields["System.Title"] = Changed(change.Before, change.After);
                break;
            case FakeChangeKind.Labeled:
                fields["System.Tags"] = Changed(change.Before, change.After);
                break;
            case FakeChangeKind.Closed:
                fields["System.State"] = Changed("Active", "Closed");
                break;
            case FakeChangeKind.Commented:
                fields["System.CommentCount"] = Changed(0, 1);
                fields["System.History"] = Changed(null, "A comment");
                break;
            case FakeChangeKind.Moved:
                fields["System.TeamProject"] = Changed(change.Before, change.After);
                break;
            case FakeChangeKind.FieldSet:
                fields[change.After!] = Changed(null, 7);
                break;
        }

        return new JsonObject
        {
            ["id"] = change.Issue.Revision,
            ["workItemId"] = change.Issue.Id,
            ["rev"] = change.Issue.Revision,
            ["revisedBy"] = Identity(change.Actor),
            ["revisedDate"] = Time(change.Issue.Updated),
            ["fields"] = fields,
            ["revision"] = item,
        };
    }

    private static JsonObject Changed(JsonNode? before, JsonNode? after) => new() { ["oldValue"] = before, ["newValue"] = after };

    private static string Html(string text) => string.Concat(text.Split("\n\n").Select(paragraph => $"<div>{WebUtility.HtmlEncode(paragraph)}</div>"));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

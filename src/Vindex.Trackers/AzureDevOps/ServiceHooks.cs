using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.AzureDevOps;

/// <summary>
/// Subscriptions of service hooks for work items (https://learn.microsoft.com/azure/devops/service-hooks/). Each is for one kind of event, so that a project has
/// several; their ids together are the id of the hook. The secret is the password of basic authentication.
/// </summary>
internal static class ServiceHooks
{
    private const string Path = "_apis/hooks/subscriptions";

    // Changes of these do not change what is judged.
    private static readonly HashSet<string> s_otherFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "Microsoft.VSTS.Common.ActivatedBy", "Microsoft.VSTS.Common.ActivatedDate", "Microsoft.VSTS.Common.BacklogPriority",
        "Microsoft.VSTS.Common.ClosedBy", "Microsoft.VSTS.Common.ClosedDate", "Microsoft.VSTS.Common.Priority", "Microsoft.VSTS.Common.ResolvedBy",
        "Microsoft.VSTS.Common.ResolvedDate", "Microsoft.VSTS.Common.ResolvedReason", "Microsoft.VSTS.Common.Severity", "Microsoft.VSTS.Common.StackRank",
        "Microsoft.VSTS.Common.StateChangeDate", "System.AreaId", "System.AreaPath", "System.AssignedTo", "System.AuthorizedAs", "System.AuthorizedDate",
        "System.BoardColumn", "System.BoardColumnDone", "System.BoardLane", "System.ChangedBy", "System.ChangedDate", "System.CommentCount",
        "System.History", "System.IterationId", "System.IterationPath", "System.NodeName", "System.PersonId", "System.Reason", "System.Rev",
        "System.RevisedDate", "System.State", "System.Tags", "System.Watermark",
    };

    private static readonly string[] s_kinds = ["workitem.created", "workitem.updated", "workitem.deleted", "workitem.restored"];

    /// <summary>Subscribes to a project's changes, or updates the subscriptions of that URL; null without the right to edit subscriptions.</summary>
    public static async Task<string?> RegisterAsync(AzureOrganization organization, string projectId, TrackerHook hook, CancellationToken cancellationToken)
    {
        try
        {
            var query = $"{Path}?publisherId=tfs&consumerId=webHooks&consumerActionId=httpRequest";
            List<JsonElement> existing = [.. (await organization.GetAsync(query, cancellationToken)).Json.Items("value")];
            List<string> ids = [];
            foreach (var kind in s_kinds)
            {
                var same = existing.FirstOrDefault(subscription => subscription.Text("eventType") == kind
                    && subscription.Member("publisherInputs").Text("projectId") == projectId
                    && subscription.Member("consumerInputs").Text("url") == hook.Url.AbsoluteUri).Id("id");
                var (method, path) = same is null ? (HttpMethod.Post, Path) : (HttpMethod.Put, $"{Path}/{same}");
                var content = JsonBody.Create(json => Write(json, kind, projectId, hook));
                var response = await organization.SendAsync(method, path, content, cancellationToken);
                ids.Add(same ?? response.Json.Id("id") ?? throw new TrackerException(TrackerFailure.Unexpected, "A new subscription of Azure DevOps has no id."));
            }

            return string.Join(',', ids);
        }
        catch (TrackerException exception) when (exception.Failure == TrackerFailure.Forbidden)
        {
            return null;
        }
    }

    /// <summary>Removes the subscriptions.</summary>
    public static async Task RemoveAsync(AzureOrganization organization, string hookId, CancellationToken cancellationToken)
    {
        foreach (var id in hookId.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                await organization.SendAsync(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(id)}", null, cancellationToken);
            }
            catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
            {
                // It is gone already.
            }
        }
    }

    /// <summary>Reads an event.</summary>
    public static HookReading Read(ReadOnlyMemory<byte> body)
    {
        JsonElement json;
        try
        {
            json = JsonElement.Parse(body.Span);
        }
        catch (JsonException)
        {
            return new HookReading.Unreadable("", "is not JSON");
        }

        var kind = json.Text("eventType");
        if (kind is null) return new HookReading.Unreadable("eventType", "is required and must be text");
        if (!s_kinds.Contains(kind)) return new HookReading.Ignored($"Only created, updated, restored and deleted work items matter; this is \"{kind}\".");
        if (json.Member("resourceContainers", "project").Text("id") is not { } project)
            return new HookReading.Unreadable("resourceContainers.project.id", "is required and must be text");

        var resource = json.Member("resource");
        if (kind == "workitem.deleted")
        {
            return resource.Id("id") is { } id
                ? new HookReading.Removed(new IssueAddress(project, id))
                : new HookReading.Unreadable("resource.id", "is required and must be a number");
        }

        // An update has the changes in "fields" and the current work item in "revision".
        var isUpdate = kind == "workitem.updated";
        var item = isUpdate ? resource.Member("revision") : resource;
        return WorkItem.TryRead(item, project, _ => null) is { } issue
            ? new HookReading.Changed(issue, resource.Member("revisedBy").Id("id"), !isUpdate || ChangesText(resource.Member("fields")))
            : new HookReading.Unreadable(isUpdate ? "resource.revision" : "resource", "must have id and fields; the subscription must send all details");
    }

    // Columns of boards are fields of their own: WEF_…_Kanban.Column.
    private static bool ChangesText(JsonElement changes) => changes.ValueKind == JsonValueKind.Object && changes.EnumerateObject()
        .Any(change => !s_otherFields.Contains(change.Name) && !change.Name.StartsWith("WEF_", StringComparison.OrdinalIgnoreCase));

    private static void Write(Utf8JsonWriter json, string kind, string projectId, TrackerHook hook)
    {
        json.WriteStartObject();
        json.WriteString("publisherId", "tfs");
        json.WriteString("eventType", kind);
        json.WriteString("resourceVersion", "1.0");
        json.WriteString("consumerId", "webHooks");
        json.WriteString("consumerActionId", "httpRequest");
        json.WriteStartObject("publisherInputs");
        json.WriteString("projectId", projectId);
        json.WriteEndObject();
        json.WriteStartObject("consumerInputs");
        json.WriteString("url", hook.Url.AbsoluteUri);
        json.WriteString("basicAuthUsername", "vindex");
        json.WriteString("basicAuthPassword", hook.Secret);
        json.WriteString("resourceDetailsToSend", "all");
        json.WriteString("messagesToSend", "none");
        json.WriteString("detailedMessagesToSend", "none");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}

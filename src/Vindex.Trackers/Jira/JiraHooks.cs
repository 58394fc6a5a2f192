using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.Jira;

/// <summary>
/// Jira's webhooks for issues, as its administrators have them (https://developer.atlassian.com/server/jira/platform/webhooks/). With a secret, Jira signs
/// requests in <c>X-Hub-Signature</c>.
/// </summary>
internal static class JiraHooks
{
    private const string Path = "rest/webhooks/1.0/webhook";
    private const string FilterName = "issue-related-events-section";

    // Changes of these do not change what is judged.
    private static readonly HashSet<string> s_otherFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "assignee", "Attachment", "Comment", "duedate", "environment", "Fix Version", "labels", "Link", "priority", "Rank", "reporter", "resolution",
        "resolutiondate", "Sprint", "status", "timeestimate", "timeoriginalestimate", "timespent", "Version", "watches", "Workflow", "WorklogId",
    };

    /// <summary>Registers a webhook, or updates the one of that URL and project; null without the right to administer Jira.</summary>
    public static async Task<string?> RegisterAsync(JiraSite site, string projectId, TrackerHook hook, CancellationToken cancellationToken)
    {
        var filter = JiraQuery.OfProject(projectId);
        try
        {
            var existing = await FindAsync(site, filter, hook.Url, cancellationToken);
            var (method, path) = existing is null ? (HttpMethod.Post, Path) : (HttpMethod.Put, $"{Path}/{existing}");
            var response = await site.SendAsync(method, path, json => Write(json, filter, hook), cancellationToken);
            return existing ?? IdOf(response.Json)
                ?? throw new TrackerException(TrackerFailure.Unexpected, "Jira's response to registering a webhook has no id.");
        }
        catch (TrackerException exception) when (exception.Failure is TrackerFailure.Forbidden or TrackerFailure.NotFound)
        {
            return null;
        }
    }

    /// <summary>Removes a webhook.</summary>
    public static async Task RemoveAsync(JiraSite site, string hookId, CancellationToken cancellationToken)
    {
        try
        {
            await site.SendAsync(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(hookId)}", null, cancellationToken);
        }
        catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
        {
            // It is gone already.
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

        var kind = json.Text("webhookEvent");
        if (kind is null) return new HookReading.Unreadable("webhookEvent", "is required and must be text");
        if (kind is not ("jira:issue_created" or "jira:issue_updated" or "jira:issue_deleted"))
            return new HookReading.Ignored($"Only created, updated and deleted issues matter; this is \"{kind}\".");

        var issue = json.Member("issue");
        if (kind == "jira:issue_deleted")
        {
            return issue.Id("id") is { } id && issue.Member("fields", "project").Id("id") is { } project
                ? new HookReading.Removed(new IssueAddress(project, id))
                : new HookReading.Unreadable("issue", "must have id and fields.project.id");
        }

        // An event does not say which page shows the issue.
        var (missing, read) = JiraIssue.TryRead(issue, _ => null);
        return read is null
            ? new HookReading.Unreadable("issue." + missing, "is required")
            : new HookReading.Changed(read, JiraSite.AccountOf(json.Member("user")), kind == "jira:issue_created" || ChangesText(json));
    }

    private static bool ChangesText(JsonElement json) => json.Member("changelog").Items("items")
        .Any(item => (item.Text("field") ?? item.Text("fieldId")) is { } field && !s_otherFields.Contains(field));

    private static async Task<string?> FindAsync(JiraSite site, string filter, Uri url, CancellationToken cancellationToken)
    {
        var response = await site.SendAsync(HttpMethod.Get, Path, null, cancellationToken);
        if (response.Json.ValueKind != JsonValueKind.Array) return null;
        var same = response.Json.EnumerateArray()
            .FirstOrDefault(hook => hook.Text("url") == url.AbsoluteUri && hook.Member("filters").Text(FilterName) == filter);
        return IdOf(same);
    }

    // Webhooks have no id of their own, but an address that ends with one.
    private static string? IdOf(JsonElement hook) => hook.Text("self")?.TrimEnd('/').Split('/')[^1];

    private static void Write(Utf8JsonWriter json, string filter, TrackerHook hook)
    {
        json.WriteStartObject();
        json.WriteString("name", $"Vindex ({filter})");
        json.WriteString("url", hook.Url.AbsoluteUri);
        json.WriteStartArray("events");
        json.WriteStringValue("jira:issue_created");
        json.WriteStringValue("jira:issue_updated");
        json.WriteStringValue("jira:issue_deleted");
        json.WriteEndArray();
        json.WriteStartObject("filters");
        json.WriteString(FilterName, filter);
        json.WriteEndObject();
        json.WriteBoolean("excludeBody", false);
        json.WriteString("secret", hook.Secret);
        json.WriteEndObject();
    }
}

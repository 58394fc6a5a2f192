using System.Globalization;
using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.GitLab;

/// <summary>Reads GitLab's issues and events.</summary>
internal static class GitLabIssues
{
    /// <summary>An issue as the API sends it; null if it was moved to another project and only its closed copy is left.</summary>
    public static TrackerIssue? Read(JsonElement issue)
    {
        if (issue.Member("moved_to_id").Exists()) return null;
        if (issue.Id("project_id") is not { } projectId || issue.Id("iid") is not { } number || issue.Time("updated_at") is not { } changedAt)
        {
            throw new TrackerException(TrackerFailure.Unexpected, "GitLab sent an issue without its project, number or time.");
        }

        var labels = issue.Texts("labels");
        return new TrackerIssue(projectId, number, "#" + number, changedAt, issue.Address("web_url"), AsEvent(issue, labels))
        {
            Labels = labels,
            IsClosed = issue.Text("state") == "closed",
        };
    }

    /// <summary>Reads a webhook (https://docs.gitlab.com/user/project/integrations/webhook_events/#work-item-events).</summary>
    public static HookReading ReadHook(JsonElement root)
    {
        var kind = root.Text("object_kind");
        if (kind is not ("issue" or "work_item")) return new HookReading.Ignored($"The event \"{kind}\" is not about an issue.");
        var issue = root.Member("object_attributes");
        if ((root.Member("project").Id("id") ?? issue.Id("project_id")) is not { } projectId)
        {
            return new HookReading.Unreadable("project.id", "is required and must be a number");
        }

        if (issue.Id("iid") is not { } number) return new HookReading.Unreadable("object_attributes.iid", "is required and must be a number");
        if (issue.Member("moved_to_id").Exists()) return new HookReading.Removed(new IssueAddress(projectId, number));
        if (TimeOf(issue) is not { } changedAt) return new HookReading.Unreadable("object_attributes.updated_at", "is required and must be a time");
        var read = new TrackerIssue(projectId, number, "#" + number, changedAt, issue.Address("url"), issue)
        {
            Labels = [.. Labels(root, issue).Select(label => label.Text("title")).OfType<string>()],
            IsClosed = issue.Text("state") == "closed",
        };
        return new HookReading.Changed(read, root.Member("user").Id("id"), ChangesText(issue.Text("action"), root.Member("changes")));
    }

    private static IEnumerable<JsonElement> Labels(JsonElement root, JsonElement issue) => issue.Member("labels").Exists() ? issue.Items("labels") : root.Items("labels");

    // Older versions write "2026-03-01 10:20:30 UTC".
    private static DateTimeOffset? TimeOf(JsonElement issue)
    {
        const string format = "yyyy-MM-dd HH:mm:ss 'UTC'";
        if (issue.Time("updated_at") is { } time) return time;
        return DateTimeOffset.TryParseExact(
            issue.Text("updated_at"), format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var older) ? older : null;
    }

    private static bool ChangesText(string? action, JsonElement changes) => action switch
    {
        null or "open" => true,
        "update" => !changes.Exists() || changes.Member("title").Exists() || changes.Member("description").Exists() || changes.Member("type").Exists(),
        _ => false,
    };

    // The API and the events have different names and types for the same things.
    private static JsonElement AsEvent(JsonElement issue, IReadOnlyList<string> labels) => JsonBody.Element(writer =>
    {
        writer.WriteStartObject();
        foreach (var name in (ReadOnlySpan<string>)["id", "iid", "project_id", "title", "description", "state", "confidential", "created_at", "updated_at"])
        {
            if (!issue.Member(name).Exists()) continue;
            writer.WritePropertyName(name);
            issue.Member(name).WriteTo(writer);
        }

        if (issue.Text("web_url") is { } url) writer.WriteString("url", url);
        if (issue.Text("issue_type") is { Length: > 0 } type) writer.WriteString("type", EventType(type));
        writer.WriteStartArray("labels");
        foreach (var label in labels)
        {
            writer.WriteStartObject();
            writer.WriteString("title", label);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    // issue → Issue, test_case → Test Case.
    private static string EventType(string type) =>
        string.Join(' ', type.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}

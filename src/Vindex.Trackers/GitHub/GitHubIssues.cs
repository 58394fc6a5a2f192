using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.GitHub;

/// <summary>Reads GitHub's issues and events.</summary>
internal static class GitHubIssues
{
    /// <summary>An issue; null if it is a pull request, which the same lists contain.</summary>
    public static TrackerIssue? Read(string projectId, JsonElement issue)
    {
        if (issue.Member("pull_request").Exists()) return null;
        if (issue.Id("number") is not { } number || issue.Time("updated_at") is not { } changedAt)
        {
            throw new TrackerException(TrackerFailure.Unexpected, "GitHub sent an issue without a number or a time.");
        }

        return new TrackerIssue(projectId, number, "#" + number, changedAt, issue.Address("html_url"), issue)
        {
            Labels = LabelsOf(issue),
            IsClosed = issue.Text("state") == "closed",
        };
    }

    /// <summary>The names of an issue's labels.</summary>
    public static IReadOnlyList<string> LabelsOf(JsonElement issue) =>
        [.. issue.Items("labels").Select(label => label.AsText() ?? label.Text("name")).OfType<string>()];

    /// <summary>Reads a webhook (https://docs.github.com/webhooks/webhook-events-and-payloads#issues).</summary>
    public static HookReading ReadHook(JsonElement root, string? kind)
    {
        if (kind is not (null or "issues")) return new HookReading.Ignored($"The event \"{kind}\" is not about an issue.");
        if (root.Text("action") is not { } action) return new HookReading.Unreadable("action", "is required and must be text");
        if (root.Member("repository").Id("id") is not { } projectId) return new HookReading.Unreadable("repository.id", "is required and must be a number");
        var issue = root.Member("issue");
        if (issue.Id("number") is not { } number) return new HookReading.Unreadable("issue.number", "is required and must be a number");
        if (action is "deleted" or "transferred") return new HookReading.Removed(new IssueAddress(projectId, number));
        if (!issue.Time("updated_at").HasValue) return new HookReading.Unreadable("issue.updated_at", "is required and must be a time");
        return Read(projectId, issue) is { } read
            ? new HookReading.Changed(read, root.Member("sender").Id("id"), ChangesText(action, root.Member("changes")))
            : new HookReading.Ignored("A pull request is not an issue.");
    }

    private static bool ChangesText(string action, JsonElement changes) => action switch
    {
        "opened" or "typed" or "untyped" => true,
        "edited" => !changes.Exists() || changes.Member("title").Exists() || changes.Member("body").Exists(),
        _ => false,
    };
}

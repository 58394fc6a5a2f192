using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.Linear;

/// <summary>Reads Linear's issues and events.</summary>
internal static class LinearIssues
{
    /// <summary>
    /// What is read of an issue. Linear counts the complexity of a query: 0.1 for a value, 1 for an object, times the size of a list. A page of 100 issues with
    /// at most ten labels each costs about 1,750 of the 250,000 that an API key has per hour, and of the 10,000 of one query.
    /// </summary>
    public static string Fields(int labels) => $$"""
        id identifier title description url createdAt updatedAt archivedAt trashed
        state { type }
        team { id }
        parent { id identifier title }
        labels(first: {{labels}}) { nodes { id name } }
        """;

    /// <summary>An issue as a query sends it; null if it is in the trash.</summary>
    public static TrackerIssue? Read(JsonElement issue)
    {
        if (issue.IsTrue("trashed")) return null;
        var id = issue.Text("id");
        var changedAt = issue.Time("updatedAt");
        if (id is null || changedAt is null || issue.Member("team").Text("id") is not { } teamId)
        {
            throw new TrackerException(TrackerFailure.Unexpected, "Linear sent an issue without its id, team or time.");
        }

        return new TrackerIssue(teamId, id, issue.Text("identifier") ?? id, changedAt.Value, issue.Address("url"), AsEvent(issue, teamId))
        {
            Labels = NamesOf(issue.Member("labels").Items("nodes")),
            IsClosed = IsClosed(issue),
        };
    }

    /// <summary>Reads a webhook (https://linear.app/developers/webhooks).</summary>
    public static HookReading ReadHook(JsonElement root)
    {
        var kind = root.Text("type");
        if (kind != "Issue") return new HookReading.Ignored($"The event \"{kind}\" is not about an issue.");
        if (root.Text("action") is not { } action) return new HookReading.Unreadable("action", "is required and must be text");
        var issue = root.Member("data");
        if (issue.Text("id") is not { } id) return new HookReading.Unreadable("data.id", "is required and must be text");
        if ((issue.Text("teamId") ?? issue.Member("team").Text("id")) is not { } teamId)
        {
            return new HookReading.Unreadable("data.teamId", "is required and must be text");
        }

        if (action == "remove" || issue.IsTrue("trashed")) return new HookReading.Removed(new IssueAddress(teamId, id));
        if (issue.Time("updatedAt") is not { } changedAt) return new HookReading.Unreadable("data.updatedAt", "is required and must be a time");
        var url = root.Address("url") ?? issue.Address("url");
        var read = new TrackerIssue(teamId, id, issue.Text("identifier") ?? id, changedAt, url, issue)
        {
            Labels = NamesOf(issue.Items("labels")),
            IsClosed = IsClosed(issue),
        };
        return new HookReading.Changed(read, root.Member("actor").Text("id"), ChangesText(action, root.Member("updatedFrom")));
    }

    private static bool IsClosed(JsonElement issue) => issue.Member("state").Text("type") is "completed" or "canceled" or "duplicate";

    private static IReadOnlyList<string> NamesOf(IEnumerable<JsonElement> labels) => [.. labels.Select(label => label.Text("name")).OfType<string>()];

    private static bool ChangesText(string action, JsonElement updatedFrom) => action switch
    {
        "create" or "restore" => true,
        "update" => !updatedFrom.Exists() || updatedFrom.TryGetProperty("title", out _) || updatedFrom.TryGetProperty("description", out _),
        _ => false,
    };

    // Events have the id of the team, and labels as a plain list.
    private static JsonElement AsEvent(JsonElement issue, string teamId) => JsonBody.Element(writer =>
    {
        writer.WriteStartObject();
        foreach (var name in (ReadOnlySpan<string>)["id", "identifier", "title", "description", "url", "createdAt", "updatedAt", "state", "team", "parent"])
        {
            if (!issue.Member(name).Exists()) continue;
            writer.WritePropertyName(name);
            issue.Member(name).WriteTo(writer);
        }

        writer.WriteString("teamId", teamId);
        writer.WriteStartArray("labels");
        foreach (var label in issue.Member("labels").Items("nodes")) label.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}

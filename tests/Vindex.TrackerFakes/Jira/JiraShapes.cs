using System.Globalization;
using System.Text.Json.Nodes;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes.Jira;

/// <summary>Objects as Jira sends them.</summary>
internal static class JiraShapes
{
    public static JsonObject User(JiraFake fake, FakeAccount account)
    {
        var user = new JsonObject { ["displayName"] = account.Name, ["emailAddress"] = account.User, ["active"] = true, ["timeZone"] = fake.TimeZone };
        if (fake.IsCloud)
        {
            user["self"] = $"{fake.Address}rest/api/3/user?accountId={account.Id}";
            user["accountId"] = account.Id;
            user["accountType"] = "atlassian";
        }
        else
        {
            user["self"] = $"{fake.Address}rest/api/2/user?username={account.User}";
            user["key"] = account.Id;
            user["name"] = account.User;
        }

        return user;
    }

    public static JsonArray Fields() => new(
        Field("summary", "Summary", false), Field("description", "Description", false), Field("labels", "Labels", false),
        Field(JiraFake.CriteriaField, "Acceptance Criteria", true), Field(JiraFake.ScoreField, "INVEST score", true));

    public static JsonObject Issue(JiraFake fake, FakeIssue issue, JsonObject project, bool asText, Func<string, bool> has)
    {
        var fields = new JsonObject();
        Add("summary", () => issue.Title);
        Add("description", () => asText ? issue.Description : Document(issue.Description));
        Add("issuetype", () => new JsonObject { ["id"] = "10001", ["name"] = "Story", ["subtask"] = false });
        Add("project", () => project);
        Add("labels", () => new JsonArray([.. issue.Labels.Select(label => (JsonNode)label)]));
        Add("status", () => Status(issue.IsClosed));
        Add("created", () => Time(issue.Created));
        Add("updated", () => Time(issue.Updated));
        Add("issuelinks", () => new JsonArray());
        Add("subtasks", () => new JsonArray());
        Add(JiraFake.CriteriaField, () => issue.Fields.TryGetValue(JiraFake.CriteriaField, out var criteria) ? criteria.DeepClone() : null);
        Add(JiraFake.ScoreField, () => issue.Fields.TryGetValue(JiraFake.ScoreField, out var score) ? score.DeepClone() : null);
        return new JsonObject
        {
            ["expand"] = "operations,versionedRepresentations,editmeta,changelog,renderedFields",
            ["id"] = issue.Id.ToString(CultureInfo.InvariantCulture),
            ["self"] = $"{fake.Address}rest/api/{(fake.IsCloud ? 3 : 2)}/issue/{issue.Id}",
            ["key"] = $"{issue.Project.Key}-{issue.Number}",
            ["fields"] = fields,
        };

        void Add(string name, Func<JsonNode?> value)
        {
            if (has(name)) fields[name] = value();
        }
    }

    public static JsonObject Event(JiraFake fake, string kind, FakeChange change)
    {
        var json = new JsonObject
        {
            ["timestamp"] = change.Issue.Updated.ToUnixTimeMilliseconds(),
            ["webhookEvent"] = kind,
            ["issue_event_type_name"] = change.Kind switch
            {
                FakeChangeKind.Commented => "issue_commented",
                FakeChangeKind.Moved => "issue_moved",
                _ => "issue_generic",
            },
            ["user"] = User(fake, change.Actor),
            ["issue"] = fake.IssueShape(change.Issue, isEvent: true, _ => true),
        };
        if (Item(change) is { } item) json["changelog"] = new JsonObject { ["id"] = "20001", ["items"] = new JsonArray(item) };
        return json;
    }

    public static JsonObject Comment(JiraFake fake, FakeIssue issue, FakeComment comment) => new()
    {
        ["self"] = $"{fake.Address}rest/api/{(fake.IsCloud ? 3 : 2)}/issue/{issue.Id}/comment/{comment.Id}",
        ["id"] = comment.Id,
        ["author"] = User(fake, comment.Author),
        ["updateAuthor"] = User(fake, comment.Author),
        ["body"] = fake.IsCloud ? JsonNode.Parse(comment.Text) : comment.Text,
        ["created"] = Time(comment.Updated),
        ["updated"] = Time(comment.Updated),
    };

    public static JsonObject Hook(JiraFake fake, FakeHook hook, string projectId) => new()
    {
        ["name"] = "Vindex",
        ["url"] = hook.Url.AbsoluteUri,
        ["excludeBody"] = false,
        ["filters"] = new JsonObject { ["issue-related-events-section"] = $"project = {projectId}" },
        ["events"] = new JsonArray("jira:issue_created", "jira:issue_updated", "jira:issue_deleted"),
        ["enabled"] = true,
        ["isSigned"] = hook.Secret.Length > 0,
        ["self"] = $"{fake.Address}rest/webhooks/1.0/webhook/{hook.Id}",
    };

    private static JsonObject Field(string id, string name, bool isCustom) =>
        new() { ["id"] = id, ["key"] = id, ["name"] = name, ["custom"] = isCustom, ["orderable"] = true, ["navigable"] = true, ["searchable"] = true };

    private static JsonObject? Item(FakeChange change) => change.Kind switch
    {
        FakeChangeKind.Edited => Item("summary", change.Before, change.After),
        FakeChangeKind.Labeled => Item("labels", change.Before, change.After),
        FakeChangeKind.Closed => Item("status", "To Do", "Done"),
        FakeChangeKind.Moved => Item("project", change.Before, change.After),
        FakeChangeKind.FieldSet => Item("INVEST score", null, "7"),
        _ => null,
    };

    private static JsonObject Item(string field, string? before, string? after) => new()
    {
        ["field"] = field,
        ["fieldtype"] = "jira",
        ["fieldId"] = field,
        ["from"] = null,
        ["fromString"] = before,
        ["to"] = null,
        ["toString"] = after,
    };

    private static JsonObject Status(bool isClosed) => new()
    {
        ["name"] = isClosed ? "Done" : "To Do",
        ["id"] = isClosed ? "10002" : "10000",
        ["statusCategory"] = new JsonObject { ["id"] = isClosed ? 3 : 2, ["key"] = isClosed ? "done" : "new", ["name"] = isClosed ? "Done" : "To Do" },
    };

    private static JsonObject Document(string text)
    {
        var paragraphs = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(paragraph => (JsonNode)new JsonObject
        {
            ["type"] = "paragraph",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = paragraph }),
        });
        return new JsonObject { ["type"] = "doc", ["version"] = 1, ["content"] = new JsonArray([.. paragraphs]) };
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Json.Nodes;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes.GitLab;

// The shapes of the API's objects and of events, with the members that matter and enough others for their size.
public sealed partial class GitLabFake
{
    private const string MovedAway = "issue: moved away";

    protected override IEnumerable<(string Kind, string Body)> EventsOf(FakeChange change)
    {
        var issue = change.Issue;
        switch (change.Kind)
        {
            case FakeChangeKind.Created:
                yield return ("issue", EventShape("open", issue.Project, issue.Number, change.Actor, []));
                break;
            case FakeChangeKind.Edited:
                var title = new JsonObject { ["title"] = new JsonObject { ["previous"] = change.Before, ["current"] = change.After } };
                yield return ("issue", EventShape("update", issue.Project, issue.Number, change.Actor, title));
                break;
            case FakeChangeKind.Labeled:
                var labels = new JsonObject { ["labels"] = new JsonObject { ["previous"] = LabelShapes(change.Before), ["current"] = LabelShapes(change.After) } };
                yield return ("issue", EventShape("update", issue.Project, issue.Number, change.Actor, labels));
                break;
            case FakeChangeKind.Closed:
                var state = new JsonObject { ["state_id"] = new JsonObject { ["previous"] = 1, ["current"] = 2 } };
                yield return ("issue", EventShape("close", issue.Project, issue.Number, change.Actor, state));
                break;
            case FakeChangeKind.Moved:
                var old = Project(change.Before!);
                yield return (MovedAway, EventShape("close", old, old.Issues.IndexOf(issue) + 1, change.Actor, []));
                yield return ("issue", EventShape("open", issue.Project, issue.Number, change.Actor, []));
                break;
        }
    }

    protected override FakeProject Receiver(FakeChange change, string kind) => kind == MovedAway ? Project(change.Before!) : change.Issue.Project;

    private string EventShape(string action, FakeProject project, int number, FakeAccount actor, JsonObject changes)
    {
        var issue = project.Issues[number - 1];
        var isCopy = !IsAt(issue, project, number);
        var labels = LabelShapes(string.Join(' ', issue.Labels));
        return new JsonObject
        {
            ["object_kind"] = "issue",
            ["event_type"] = "issue",
            ["user"] = UserShape(actor),
            ["project"] = ProjectShape(project),
            ["object_attributes"] = new JsonObject
            {
                ["id"] = IdOf(project, issue),
                ["iid"] = number,
                ["project_id"] = long.Parse(ProjectId(project), CultureInfo.InvariantCulture),
                ["title"] = issue.Title,
                ["description"] = issue.Description,
                ["author_id"] = long.Parse(Person.Id, CultureInfo.InvariantCulture),
                ["confidential"] = false,
                ["created_at"] = EventTime(issue.Created),
                ["updated_at"] = EventTime(issue.Updated),
                ["moved_to_id"] = isCopy ? IdOf(issue.Project, issue) : null,
                ["state"] = isCopy || issue.IsClosed ? "closed" : "opened",
                ["type"] = "Issue",
                ["url"] = PageOf(project, number),
                ["labels"] = labels,
                ["action"] = action,
            },
            ["labels"] = labels.DeepClone(),
            ["changes"] = changes,
            ["repository"] = new JsonObject { ["name"] = project.Key },
        }.ToJsonString();
    }

    private FakeResponse AnswerHooks(FakeRequest request, FakeProject project) => request.Method switch
    {
        "GET" => Paged(request, [.. Hooks.Where(hook => hook.Project == project)], HookShape),
        "POST" when ReadHook(request, NewId().ToString(CultureInfo.InvariantCulture), project) is { } hook => new FakeResponse(201, HookShape(AddHook(hook))),
        _ => Error(400, "url is missing"),
    };

    private FakeResponse AnswerHook(FakeRequest request, FakeProject project, string id)
    {
        if (Hooks.FirstOrDefault(hook => hook.Id == id && hook.Project == project) is not { } known) return Error(404, "Not found");
        switch (request.Method)
        {
            case "DELETE":
                RemoveHook(id);
                return new FakeResponse(204);
            case "PUT" when ReadHook(request, id, project) is { } hook:
                ReplaceHook(hook);
                return new FakeResponse(200, HookShape(hook));
            case "GET":
                return new FakeResponse(200, HookShape(known));
            default:
                return Error(400, "url is missing");
        }
    }

    private static FakeHook? ReadHook(FakeRequest request, string id, FakeProject project) =>
        request.Body?["issues_events"]?.GetValue<bool>() == true && Uri.TryCreate(request.Text("url"), UriKind.Absolute, out var url)
            ? new FakeHook(id, project, null, url, request.Text("token") ?? "")
            : null;

    private JsonObject HookShape(FakeHook hook) => new()
    {
        ["id"] = long.Parse(hook.Id, CultureInfo.InvariantCulture),
        ["url"] = hook.Url.AbsoluteUri,
        ["project_id"] = long.Parse(ProjectId(hook.Project), CultureInfo.InvariantCulture),
        ["push_events"] = false,
        ["issues_events"] = true,
        ["confidential_issues_events"] = true,
        ["enable_ssl_verification"] = true,
        ["alert_status"] = "executable",
    };

    private JsonObject ProjectShape(FakeProject project) => new()
    {
        ["id"] = long.Parse(ProjectId(project), CultureInfo.InvariantCulture),
        ["name"] = project.Key.Split('/')[^1],
        ["path_with_namespace"] = project.Key,
        ["web_url"] = "https://gitlab.example.com/" + project.Key,
    };

    private JsonObject IssueShape(FakeProject project, int number)
    {
        var issue = project.Issues[number - 1];
        var isCopy = !IsAt(issue, project, number);
        var isClosed = isCopy || issue.IsClosed;
        return new JsonObject
        {
            ["id"] = IdOf(project, issue),
            ["iid"] = number,
            ["project_id"] = long.Parse(ProjectId(project), CultureInfo.InvariantCulture),
            ["title"] = issue.Title,
            ["description"] = issue.Description,
            ["state"] = isClosed ? "closed" : "opened",
            ["created_at"] = Time(issue.Created),
            ["updated_at"] = Time(issue.Updated),
            ["closed_at"] = isClosed ? Time(issue.Updated) : null,
            ["closed_by"] = null,
            ["labels"] = new JsonArray([.. issue.Labels.Select(label => JsonValue.Create(label))]),
            ["milestone"] = null,
            ["assignees"] = new JsonArray(),
            ["author"] = UserShape(Person),
            ["type"] = "ISSUE",
            ["issue_type"] = "issue",
            ["user_notes_count"] = issue.Comments.Count,
            ["upvotes"] = 0,
            ["downvotes"] = 0,
            ["confidential"] = false,
            ["discussion_locked"] = null,
            ["web_url"] = PageOf(project, number),
            ["time_stats"] = new JsonObject { ["time_estimate"] = 0, ["total_time_spent"] = 0 },
            ["task_completion_status"] = new JsonObject { ["count"] = 0, ["completed_count"] = 0 },
            ["references"] = new JsonObject { ["short"] = "#" + number, ["relative"] = "#" + number, ["full"] = $"{project.Key}#{number}" },
            ["severity"] = "UNKNOWN",
            ["moved_to_id"] = isCopy ? IdOf(issue.Project, issue) : null,
        };
    }

    // An issue that moved has another id in each project.
    private static long IdOf(FakeProject project, FakeIssue issue) => issue.Id + (1_000_000L * project.Index);

    private static string PageOf(FakeProject project, int number) => $"https://gitlab.example.com/{project.Key}/-/issues/{number}";

    private static JsonObject NoteShape(FakeComment note) => new()
    {
        ["id"] = long.Parse(note.Id, CultureInfo.InvariantCulture),
        ["type"] = null,
        ["body"] = note.Text,
        ["author"] = UserShape(note.Author),
        ["created_at"] = Time(note.Updated),
        ["updated_at"] = Time(note.Updated),
        ["system"] = false,
        ["noteable_type"] = "Issue",
    };

    private static JsonArray LabelShapes(string? labels) => new(
    [
        .. (labels ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(label => new JsonObject { ["id"] = 206, ["title"] = label, ["color"] = "#ffffff", ["type"] = "ProjectLabel" }),
    ]);

    private static JsonObject UserShape(FakeAccount account) => new()
    {
        ["id"] = long.Parse(account.Id, CultureInfo.InvariantCulture),
        ["username"] = account.User,
        ["name"] = account.Name,
        ["state"] = "active",
        ["web_url"] = "https://gitlab.example.com/" + account.User,
    };

    private static JsonObject TokenShape(List<string> scopes) => new()
    {
        ["id"] = 42,
        ["name"] = "Vindex",
        ["revoked"] = false,
        ["active"] = true,
        ["scopes"] = new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]),
        ["expires_at"] = null,
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string EventTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Json.Nodes;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes.GitHub;

// The shapes of the API's objects and of events, with the members that matter and enough others for their size.
public sealed partial class GitHubFake
{
    private const string Transferred = "issues: transferred";

    protected override IEnumerable<(string Kind, string Body)> EventsOf(FakeChange change)
    {
        var issue = change.Issue;
        switch (change.Kind)
        {
            case FakeChangeKind.Created:
                yield return ("issues", EventShape("opened", issue, issue.Project, change.Actor));
                break;
            case FakeChangeKind.Edited:
                var title = new JsonObject { ["title"] = new JsonObject { ["from"] = change.Before } };
                yield return ("issues", EventShape("edited", issue, issue.Project, change.Actor, ("changes", title)));
                break;
            case FakeChangeKind.Labeled:
                var before = (change.Before ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var after = (change.After ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
                foreach (var label in after.Except(before)) yield return ("issues", EventShape("labeled", issue, issue.Project, change.Actor, ("label", LabelShape(label))));
                foreach (var label in before.Except(after)) yield return ("issues", EventShape("unlabeled", issue, issue.Project, change.Actor, ("label", LabelShape(label))));
                break;
            case FakeChangeKind.Closed:
                yield return ("issues", EventShape("closed", issue, issue.Project, change.Actor));
                break;
            case FakeChangeKind.Deleted:
                yield return ("issues", EventShape("deleted", issue, issue.Project, change.Actor));
                break;
            case FakeChangeKind.Moved:
                var old = Project(change.Before!);
                var moved = new JsonObject { ["new_issue"] = IssueShape(issue), ["new_repository"] = RepositoryShape(issue.Project) };
                yield return (Transferred, EventShape("transferred", issue, old, change.Actor, ("changes", moved)));
                yield return ("issues", EventShape("opened", issue, issue.Project, change.Actor));
                break;
        }
    }

    protected override FakeProject Receiver(FakeChange change, string kind) => kind == Transferred ? Project(change.Before!) : change.Issue.Project;

    private string EventShape(string action, FakeIssue issue, FakeProject project, FakeAccount sender, params ReadOnlySpan<(string Name, JsonNode Value)> more)
    {
        var shape = IssueShape(issue);

        // In its old repository, a transferred issue still has its old number.
        if (project != issue.Project) shape["number"] = project.Issues.IndexOf(issue) + 1;
        var body = new JsonObject { ["action"] = action, ["issue"] = shape };
        foreach (var (name, value) in more) body[name] = value;
        body["repository"] = RepositoryShape(project);
        body["sender"] = UserShape(sender);
        return body.ToJsonString();
    }

    private FakeResponse AnswerHooks(FakeRequest request, FakeProject project)
    {
        if (request.Method == "GET") return Paged(request, [.. Hooks.Where(hook => hook.Project == project)], HookShape);
        if (request.Method != "POST" || ReadHook(request, NewId().ToString(CultureInfo.InvariantCulture), project) is not { } hook) return Error(422, "Validation Failed");
        return Hooks.Any(other => other.Project == project && other.Url == hook.Url)
            ? Error(422, "Hook already exists on this repository")
            : new FakeResponse(201, HookShape(AddHook(hook)));
    }

    private FakeResponse AnswerHook(FakeRequest request, FakeProject project, string id)
    {
        if (Hooks.FirstOrDefault(hook => hook.Id == id && hook.Project == project) is not { } known) return Error(404, "Not Found");
        switch (request.Method)
        {
            case "DELETE":
                RemoveHook(id);
                return new FakeResponse(204);
            case "PATCH" when ReadHook(request, id, project) is { } hook:
                ReplaceHook(hook);
                return new FakeResponse(200, HookShape(hook));
            case "GET":
                return new FakeResponse(200, HookShape(known));
            default:
                return Error(422, "Validation Failed");
        }
    }

    private static FakeHook? ReadHook(FakeRequest request, string id, FakeProject project)
    {
        var config = request.Body?["config"];
        var isForIssues = request.Body?["events"] is JsonArray events && events.Any(name => name?.GetValue<string>() == "issues");
        return isForIssues && config?["content_type"]?.GetValue<string>() == "json" && Uri.TryCreate(config["url"]?.GetValue<string>(), UriKind.Absolute, out var url)
            ? new FakeHook(id, project, null, url, config["secret"]?.GetValue<string>() ?? "")
            : null;
    }

    private static JsonObject HookShape(FakeHook hook) => new()
    {
        ["type"] = "Repository",
        ["id"] = long.Parse(hook.Id, CultureInfo.InvariantCulture),
        ["name"] = "web",
        ["active"] = true,
        ["events"] = new JsonArray("issues"),
        ["config"] = new JsonObject { ["content_type"] = "json", ["insecure_ssl"] = "0", ["url"] = hook.Url.AbsoluteUri, ["secret"] = "********" },
    };

    private JsonObject RepositoryShape(FakeProject project)
    {
        var name = project.Key.Split('/')[^1];
        return new JsonObject
        {
            ["id"] = long.Parse(ProjectId(project), CultureInfo.InvariantCulture),
            ["node_id"] = "R_" + ProjectId(project),
            ["name"] = name,
            ["full_name"] = project.Key,
            ["private"] = true,
            ["owner"] = new JsonObject { ["login"] = project.Key.Split('/')[0], ["id"] = 1, ["type"] = "Organization" },
            ["html_url"] = "https://github.example.com/" + project.Key,
            ["url"] = new Uri(Address, "repos/" + project.Key).AbsoluteUri,
            ["has_issues"] = true,
            ["archived"] = false,
            ["disabled"] = false,
        };
    }

    private JsonObject IssueShape(FakeIssue issue)
    {
        var self = new Uri(Address, $"repos/{issue.Project.Key}").AbsoluteUri;
        var shape = new JsonObject
        {
            ["url"] = $"{self}/issues/{issue.Number}",
            ["repository_url"] = self,
            ["labels_url"] = $"{self}/issues/{issue.Number}/labels{{/name}}",
            ["comments_url"] = $"{self}/issues/{issue.Number}/comments",
            ["events_url"] = $"{self}/issues/{issue.Number}/events",
            ["html_url"] = $"https://github.example.com/{issue.Project.Key}/issues/{issue.Number}",
            ["id"] = issue.Id,
            ["node_id"] = $"I_{issue.Id}",
            ["number"] = issue.Number,
            ["title"] = issue.Title,
            ["user"] = UserShape(Person),
            ["labels"] = new JsonArray([.. issue.Labels.Select(LabelShape)]),
            ["state"] = issue.IsClosed ? "closed" : "open",
            ["locked"] = false,
            ["assignee"] = null,
            ["assignees"] = new JsonArray(),
            ["milestone"] = null,
            ["comments"] = issue.Comments.Count,
            ["created_at"] = Time(issue.Created),
            ["updated_at"] = Time(issue.Updated),
            ["closed_at"] = issue.IsClosed ? Time(issue.Updated) : null,
            ["author_association"] = "MEMBER",
            ["type"] = null,
            ["body"] = issue.Description,
            ["performed_via_github_app"] = null,
            ["state_reason"] = issue.IsClosed ? "completed" : null,
        };
        if (issue.Fields.ContainsKey(PullRequest)) shape[PullRequest] = new JsonObject { ["url"] = $"{self}/pulls/{issue.Number}" };
        return shape;
    }

    private JsonObject CommentShape(FakeIssue issue, FakeComment comment) => new()
    {
        ["url"] = new Uri(Address, $"repos/{issue.Project.Key}/issues/comments/{comment.Id}").AbsoluteUri,
        ["id"] = long.Parse(comment.Id, CultureInfo.InvariantCulture),
        ["user"] = UserShape(comment.Author),
        ["created_at"] = Time(comment.Updated),
        ["updated_at"] = Time(comment.Updated),
        ["body"] = comment.Text,
        ["performed_via_github_app"] = comment.Author == AppUser
            ? new JsonObject { ["id"] = long.Parse(AppId, CultureInfo.InvariantCulture), ["slug"] = AppSlug, ["client_id"] = "Iv1.8a61f9b3a7aba766" }
            : null,
    };

    private static JsonNode LabelShape(string name) => new JsonObject
    {
        ["id"] = 208045946,
        ["node_id"] = "MDU6TGFiZWwyMDgwNDU5NDY=",
        ["name"] = name,
        ["color"] = "ededed",
        ["default"] = false,
        ["description"] = null,
    };

    private static JsonObject UserShape(FakeAccount account) => new()
    {
        ["login"] = account.Name,
        ["id"] = long.Parse(account.Id, CultureInfo.InvariantCulture),
        ["node_id"] = "U_" + account.Id,
        ["type"] = account.Name.EndsWith("[bot]", StringComparison.Ordinal) ? "Bot" : "User",
        ["site_admin"] = false,
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

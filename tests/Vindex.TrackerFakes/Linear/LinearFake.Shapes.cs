using System.Globalization;
using System.Text.Json.Nodes;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes.Linear;

// Mutations, and the shapes of the API's objects and of events.
public sealed partial class LinearFake
{
    protected override IEnumerable<(string Kind, string Body)> EventsOf(FakeChange change)
    {
        var issue = change.Issue;
        switch (change.Kind)
        {
            case FakeChangeKind.Created:
                yield return ("Issue", EventShape("create", issue, change.Actor, null));
                break;
            case FakeChangeKind.Edited:
                yield return ("Issue", EventShape("update", issue, change.Actor, new JsonObject { ["title"] = change.Before }));
                break;
            case FakeChangeKind.Labeled:
                var before = (change.Before ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(label => JsonValue.Create(LabelOf(label, issue.Project).Id));
                yield return ("Issue", EventShape("update", issue, change.Actor, new JsonObject { ["labelIds"] = new JsonArray([.. before]) }));
                break;
            case FakeChangeKind.Closed:
                yield return ("Issue", EventShape("update", issue, change.Actor, new JsonObject { ["stateId"] = Uuid(1), ["completedAt"] = null }));
                break;
            case FakeChangeKind.Deleted:
                yield return ("Issue", EventShape("remove", issue, change.Actor, null));
                break;
            case FakeChangeKind.Moved:
                var old = Project(change.Before!);
                yield return ("Issue", EventShape("update", issue, change.Actor, new JsonObject { ["teamId"] = ProjectId(old), ["number"] = old.Issues.IndexOf(issue) + 1 }));
                break;
        }
    }

    // A move is reported to the team that the issue left as well as to the one that has it: here to the former, whose webhook was there before.
    protected override FakeProject Receiver(FakeChange change, string kind) =>
        change.Kind == FakeChangeKind.Moved ? Project(change.Before!) : change.Issue.Project;

    private JsonObject WriteComment(FakeRequest request, FakeIssue issue, FakeComment? comment, JsonObject input)
    {
        if (Text(input, "body") is not { Length: > 0 } body) throw new FormatException("Argument Validation Error");
        return new JsonObject { ["success"] = true, ["comment"] = CommentShape(PutComment(issue, comment, body, request.Account!)) };
    }

    private JsonObject UpdateComment(FakeRequest request, string? id, JsonObject input)
    {
        foreach (var issue in Projects.SelectMany(Present))
        {
            if (issue.Comments.FirstOrDefault(comment => Uuid(long.Parse(comment.Id, CultureInfo.InvariantCulture)) == id) is { } found)
            {
                return WriteComment(request, issue, found, input);
            }
        }

        throw new EntityMissingException("Comment");
    }

    private JsonObject UpdateLabels(FakeRequest request, FakeIssue issue, JsonObject input)
    {
        string[] Names(string member) => [.. (input[member] as JsonArray ?? []).Select(id =>
            _labels.FirstOrDefault(label => label.Id == id!.GetValue<string>())?.Name ?? throw new EntityMissingException("IssueLabel"))];
        SetLabels(issue, [.. issue.Labels.Except(Names("removedLabelIds")), .. Names("addedLabelIds")], request.Account!);
        return new JsonObject { ["success"] = true, ["issue"] = IssueShape(issue) };
    }

    private JsonObject CreateLabel(JsonObject input)
    {
        var name = Text(input, "name") ?? throw new FormatException("Argument Validation Error");
        var team = FindTeam(Text(input, "teamId"));
        if (_labels.Any(label => label.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && (label.Team is null || label.Team == team)))
        {
            throw new FormatException("duplicate label name");
        }

        var added = new FakeLabel(Uuid(NewId()), name, team);
        _labels.Add(added);
        return new JsonObject { ["success"] = true, ["issueLabel"] = LabelShape(added) };
    }

    private JsonObject WriteHook(string id, FakeProject team, JsonObject input, bool isNew)
    {
        if (input["resourceTypes"] is not JsonArray || !Uri.TryCreate(Text(input, "url"), UriKind.Absolute, out var url)) throw new FormatException("Argument Validation Error");
        var hook = new FakeHook(id, team, null, url, Text(input, "secret") ?? "");
        if (isNew) AddHook(hook);
        else ReplaceHook(hook);
        return new JsonObject { ["success"] = true, ["webhook"] = HookShape(hook) };
    }

    private FakeProject FindTeam(string? id) => Projects.FirstOrDefault(team => ProjectId(team) == id) ?? throw new EntityMissingException("Team");

    private FakeIssue FindIssue(string? id) => Projects.SelectMany(Present).FirstOrDefault(issue => IssueId(issue) == id) ?? throw new EntityMissingException("Issue");

    // A person's label that no request created.
    private FakeLabel LabelOf(string name, FakeProject team)
    {
        var found = _labels.FirstOrDefault(label => label.Name == name && (label.Team is null || label.Team == team));
        if (found is not null) return found;
        found = new FakeLabel(Uuid(NewId()), name, team);
        _labels.Add(found);
        return found;
    }

    private string EventShape(string action, FakeIssue issue, FakeAccount actor, JsonObject? updatedFrom)
    {
        var data = IssueShape(issue);
        data["teamId"] = ProjectId(issue.Project);
        data["labels"] = new JsonArray([.. issue.Labels.Select(label => LabelShape(LabelOf(label, issue.Project)))]);
        var body = new JsonObject
        {
            ["action"] = action,
            ["actor"] = new JsonObject { ["id"] = actor.Id, ["type"] = "user", ["name"] = actor.Name, ["email"] = actor.User },
            ["createdAt"] = Time(issue.Updated),
            ["data"] = data,
            ["type"] = "Issue",
            ["organizationId"] = Uuid(7),
            ["url"] = PageOf(issue),
            ["webhookTimestamp"] = issue.Updated.ToUnixTimeMilliseconds(),
            ["webhookId"] = Uuid(8),
        };
        if (updatedFrom is not null) body["updatedFrom"] = updatedFrom;
        return body.ToJsonString();
    }

    private JsonObject IssueShape(FakeIssue issue) => new()
    {
        ["id"] = IssueId(issue),
        ["identifier"] = $"{issue.Project.Key}-{issue.Number}",
        ["number"] = issue.Number,
        ["title"] = issue.Title,
        ["description"] = issue.Description,
        ["priority"] = 0,
        ["url"] = PageOf(issue),
        ["createdAt"] = Time(issue.Created),
        ["updatedAt"] = Time(issue.Updated),
        ["archivedAt"] = null,
        ["trashed"] = null,
        ["state"] = new JsonObject
        {
            ["id"] = Uuid(issue.IsClosed ? 2 : 1),
            ["name"] = issue.IsClosed ? "Done" : "Todo",
            ["type"] = issue.IsClosed ? "completed" : "unstarted",
        },
        ["team"] = TeamShape(issue.Project),
        ["parent"] = null,
        ["labels"] = new JsonObject { ["nodes"] = new JsonArray([.. issue.Labels.Select(label => LabelShape(LabelOf(label, issue.Project)))]) },
    };

    private JsonObject TeamShape(FakeProject team) => new() { ["id"] = ProjectId(team), ["key"] = team.Key, ["name"] = "Team " + team.Key };

    private JsonObject LabelShape(FakeLabel label) => new()
    {
        ["id"] = label.Id,
        ["name"] = label.Name,
        ["color"] = "#bec2c8",
        ["team"] = label.Team is null ? null : TeamShape(label.Team),
    };

    private JsonObject HookShape(FakeHook hook) => new() { ["id"] = hook.Id, ["url"] = hook.Url.AbsoluteUri, ["enabled"] = true, ["team"] = TeamShape(hook.Project) };

    private static JsonObject CommentShape(FakeComment comment) => new()
    {
        ["id"] = Uuid(long.Parse(comment.Id, CultureInfo.InvariantCulture)),
        ["body"] = comment.Text,
        ["user"] = UserShape(comment.Author),
    };

    private static JsonObject UserShape(FakeAccount account) => new() { ["id"] = account.Id, ["name"] = account.Name, ["email"] = account.User };

    private static string PageOf(FakeIssue issue) => $"https://linear.example.com/acme/issue/{issue.Project.Key}-{issue.Number}";

    private static bool IsNamed(string name, JsonNode? filter) =>
        filter?["or"] is not JsonArray names || names.Any(item => name.Equals(item?["name"]?["eqIgnoreCase"]?.GetValue<string>(), StringComparison.OrdinalIgnoreCase));

    private static string? Text(JsonObject input, string name) => input[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static string Uuid(long number) => $"2174add1-f7c8-44e3-bbf3-{number:x12}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

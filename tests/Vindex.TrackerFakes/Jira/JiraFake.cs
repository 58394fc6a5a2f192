using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes.Jira;

/// <summary>
/// Jira Cloud with version 3 of its API, or Data Center with version 2. Permissions of an account are named by their keys, for example <c>EDIT_ISSUES</c>.
/// </summary>
public sealed class JiraFake : TrackerFake
{
    /// <summary>The id of the field named "Acceptance Criteria".</summary>
    public const string CriteriaField = "customfield_10040";

    /// <summary>The id of the field named "INVEST score".</summary>
    public const string ScoreField = "customfield_10041";

    private const string WebhookPath = "/rest/webhooks/1.0/webhook";

    private JiraFake(TimeProvider? time, bool isCloud)
        : base(time) => IsCloud = isCloud;

    /// <summary>Whether it is Cloud.</summary>
    public bool IsCloud { get; }

    /// <summary>The time zone of the accounts' profiles.</summary>
    public string TimeZone { get; set; } = "Etc/UTC";

    /// <summary>Starts one.</summary>
    public static async Task<JiraFake> StartAsync(TimeProvider? time = null, bool isCloud = true)
    {
        var fake = new JiraFake(time, isCloud);
        await fake.ListenAsync();
        return fake;
    }

    /// <summary>Sets the acceptance criteria of an issue, without an event.</summary>
    public void SetCriteria(string project, int number, string criteria)
    {
        lock (Gate) Find(Project(project), number)!.Fields[CriteriaField] = criteria;
    }

    /// <inheritdoc/>
    public override HttpRequestMessage CreateDelivery(FakeHook hook, FakeEvent happened)
    {
        var body = Encoding.UTF8.GetBytes(happened.Body);
        var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-Hub-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(hook.Secret), body)));
        request.Headers.Add("X-Atlassian-Webhook-Identifier", $"event-{happened.Number}");
        return request;
    }

    /// <inheritdoc/>
    protected override string ProjectId(FakeProject project) => $"{10000 + project.Index}";

    /// <inheritdoc/>
    protected override string IssueId(FakeIssue issue) => issue.Id.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected override bool IsRead(string request) => request.StartsWith("POST /rest/api/", StringComparison.Ordinal) && request.Contains("/search", StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override FakeAccount? Authenticate(FakeRequest request)
    {
        var header = request.Header("Authorization");
        return new[] { Account, Person }.FirstOrDefault(account => header == (IsCloud
            ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.User}:{account.Token}"))
            : "Bearer " + account.Token));
    }

    /// <inheritdoc/>
    protected override FakeResponse Error(int status, string message) =>
        new(status, new JsonObject { ["errorMessages"] = new JsonArray(message), ["errors"] = new JsonObject() });

    /// <inheritdoc/>
    protected override FakeResponse Limited() => Error(429, "Rate limit exceeded.") with
    {
        Headers =
        [
            ("X-RateLimit-Limit", "100"),
            ("X-RateLimit-Remaining", "0"),
            ("X-RateLimit-Reset", LimitEnds.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("RateLimit-Reason", "jira-quota-tenant-based"),
        ],
    };

    /// <inheritdoc/>
    protected override FakeResponse Answer(FakeRequest request)
    {
        if (request.Path.StartsWith(WebhookPath, StringComparison.Ordinal)) return AnswerWebhook(request);

        // Data Center has no version 3.
        if (request.Parts is not ["rest", "api", var version, .. var path] || version is not ("2" or "3") || (version == "3" && !IsCloud)) return NotFound();
        return (request.Method, path) switch
        {
            ("GET", ["myself"]) => new FakeResponse(200, JiraShapes.User(this, request.Account!)),
            ("GET", ["mypermissions"]) => new FakeResponse(200, Permissions(request)),
            ("GET", ["project", "search"]) when IsCloud => SearchProjects(request),
            ("GET", ["project"]) => new FakeResponse(200, new JsonArray([.. Projects.Select(ProjectShape)])),
            ("GET", ["field"]) => new FakeResponse(200, JiraShapes.Fields()),
            ("POST", ["search", "jql"]) when IsCloud => SearchCloud(request),
            ("POST", ["search", "approximate-count"]) when IsCloud => Count(request),

            // Cloud removed it in 2025.
            ("POST", ["search"]) => IsCloud ? Error(410, "The requested API has been removed.") : SearchDataCenter(request),
            (_, ["issue", var id, .. var rest]) => FindIssue(id) is { } issue && !Lacks(request, "BROWSE_PROJECTS") ? AnswerIssue(request, issue, rest) : NotFound(),
            _ => NotFound(),
        };
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Kind, string Body)> EventsOf(FakeChange change)
    {
        // Cloud reports comments as events of their own, which are not subscribed to.
        if (change.Kind == FakeChangeKind.Commented && IsCloud) return [];
        var kind = change.Kind switch
        {
            FakeChangeKind.Created => "jira:issue_created",
            FakeChangeKind.Deleted => "jira:issue_deleted",
            _ => "jira:issue_updated",
        };
        return [(kind, JiraShapes.Event(this, kind, change).ToJsonString())];
    }

    /// <summary>An issue with its fields.</summary>
    internal JsonObject IssueShape(FakeIssue issue, bool isEvent, Func<string, bool> has) =>
        JiraShapes.Issue(this, issue, ProjectShape(issue.Project), asText: isEvent || !IsCloud, has);

    private JsonObject ProjectShape(FakeProject project) => new()
    {
        ["self"] = $"{Address}rest/api/2/project/{ProjectId(project)}",
        ["id"] = ProjectId(project),
        ["key"] = project.Key,
        ["name"] = project.Key + " team",
        ["projectTypeKey"] = "software",
    };

    private FakeResponse NotFound() => Error(404, "Issue does not exist or you do not have permission to see it.");

    private static bool Lacks(FakeRequest request, string permission) => request.Account!.Lacks.Contains(permission);

    private FakeIssue? FindIssue(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Find(number) : null;

    private static JsonObject Permissions(FakeRequest request)
    {
        string[] known = ["ADD_COMMENTS", "ADMINISTER", "BROWSE_PROJECTS", "EDIT_ISSUES", "EDIT_OWN_COMMENTS"];
        return new JsonObject { ["permissions"] = new JsonObject([.. known.Select(key => KeyValuePair.Create(key, (JsonNode?)Permission(key)))]) };

        JsonObject Permission(string key) => new()
        {
            ["key"] = key,
            ["name"] = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(key.Replace('_', ' ').ToLowerInvariant()),
            ["havePermission"] = !Lacks(request, key),
        };
    }

    private FakeResponse SearchProjects(FakeRequest request)
    {
        var start = int.Parse(request.Parameter("startAt") ?? "0", CultureInfo.InvariantCulture);
        var size = Math.Min(int.Parse(request.Parameter("maxResults") ?? "50", CultureInfo.InvariantCulture), LargestPage);
        List<FakeProject> page = [.. Projects.Where(_ => !Lacks(request, "BROWSE_PROJECTS")).OrderBy(project => project.Key, StringComparer.Ordinal).Skip(start).Take(size)];
        return new FakeResponse(200, new JsonObject
        {
            ["maxResults"] = size,
            ["startAt"] = start,
            ["total"] = Projects.Count,
            ["isLast"] = start + page.Count >= Projects.Count,
            ["values"] = new JsonArray([.. page.Select(ProjectShape)]),
        });
    }

    private (List<FakeIssue>? Issues, FakeResponse? Error) Search(FakeRequest request)
    {
        if (request.Text("jql") is not { } jql) return (null, Error(400, "The JQL query is required."));
        try
        {
            var matches = JqlReader.Read(jql, this, ProjectId);
            var found = Projects.SelectMany(Present).Where(matches);
            return (Lacks(request, "BROWSE_PROJECTS") ? [] : [.. found.OrderBy(issue => issue.Updated).ThenBy(issue => issue.Id)], null);
        }
        catch (FormatException exception)
        {
            return (null, Error(400, exception.Message));
        }
    }

    private FakeResponse Count(FakeRequest request)
    {
        var (issues, error) = Search(request);
        return error ?? new FakeResponse(200, new JsonObject { ["count"] = issues!.Count });
    }

    private FakeResponse SearchCloud(FakeRequest request)
    {
        var (issues, error) = Search(request);
        if (error is not null) return error;
        IEnumerable<FakeIssue> rest = issues!;
        if (request.Text("nextPageToken") is { } token)
        {
            if (PageToken.Read(token) is not { } position || position.Jql != request.Text("jql")) return Error(400, "The provided next page token is invalid.");
            rest = issues!.SkipWhile(issue => (issue.Updated, issue.Id).CompareTo((position.Updated, position.Id)) <= 0);
        }

        List<FakeIssue> page = [.. rest.Take(PageSize(request) + 1)];
        var isLast = page.Count <= PageSize(request);
        if (!isLast) page.RemoveAt(page.Count - 1);
        var json = new JsonObject { ["issues"] = IssuesShape(request, page), ["isLast"] = isLast };
        if (!isLast) json["nextPageToken"] = new PageToken(page[^1].Updated, page[^1].Id, request.Text("jql")!).Write();
        return new FakeResponse(200, json);
    }

    private FakeResponse SearchDataCenter(FakeRequest request)
    {
        var (issues, error) = Search(request);
        if (error is not null) return error;
        var start = request.Whole("startAt") ?? 0;
        return new FakeResponse(200, new JsonObject
        {
            ["expand"] = "names,schema",
            ["startAt"] = start,
            ["maxResults"] = PageSize(request),
            ["total"] = issues!.Count,
            ["issues"] = IssuesShape(request, issues.Skip(start).Take(PageSize(request))),
        });
    }

    private int PageSize(FakeRequest request) => Math.Min(request.Whole("maxResults") ?? 50, LargestPage);

    private JsonArray IssuesShape(FakeRequest request, IEnumerable<FakeIssue> issues)
    {
        var fields = (request.Body!["fields"] as JsonArray)?.Select(field => field!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) ?? ["id"];
        return new JsonArray([.. issues.Select(issue => (JsonNode)IssueShape(issue, isEvent: false, fields.Contains))]);
    }

    private FakeResponse AnswerIssue(FakeRequest request, FakeIssue issue, string[] rest) => (request.Method, rest) switch
    {
        ("GET", []) => ReadIssue(request, issue),
        ("PUT", []) => EditIssue(request, issue),
        ("GET", ["comment"]) => ReadComments(request, issue),
        ("POST", ["comment"]) => WriteComment(request, issue, null),
        ("PUT", ["comment", var id]) => issue.Comments.FirstOrDefault(comment => comment.Id == id) is { } comment
            ? WriteComment(request, issue, comment)
            : Error(404, $"Can not find a comment for the id: {id}."),
        _ => NotFound(),
    };

    private FakeResponse ReadIssue(FakeRequest request, FakeIssue issue)
    {
        var wanted = (request.Parameter("fields") ?? "*all").Split(',');
        var shape = IssueShape(issue, isEvent: false, field => wanted.Contains("*all") ? !wanted.Contains("-" + field) : wanted.Contains(field));
        if (request.Parameter("expand") == "names") shape["names"] = new JsonObject { ["summary"] = "Summary", [CriteriaField] = "Acceptance Criteria" };
        return new FakeResponse(200, shape);
    }

    private FakeResponse EditIssue(FakeRequest request, FakeIssue issue)
    {
        if (Lacks(request, "EDIT_ISSUES")) return Error(403, "You do not have permission to edit issues in this project.");
        if (request.Body?["update"]?["labels"] is JsonArray operations)
        {
            List<string> labels = [.. issue.Labels];
            foreach (var (operation, label) in operations.Select(operation => operation!.AsObject().Single()))
            {
                if (operation == "add") labels.Add(label!.GetValue<string>());
                else labels.Remove(label!.GetValue<string>());
            }

            SetLabels(issue, labels, request.Account!);
        }

        foreach (var (field, value) in request.Body?["fields"] as JsonObject ?? [])
        {
            if (field != ScoreField)
            {
                return new FakeResponse(400, new JsonObject
                {
                    ["errorMessages"] = new JsonArray(),
                    ["errors"] = new JsonObject { [field] = $"Field '{field}' cannot be set. It is not on the appropriate screen, or unknown." },
                });
            }

            issue.Fields[field] = value!.DeepClone();
            Changed(new FakeChange(FakeChangeKind.FieldSet, issue, request.Account!, null, field));
        }

        return new FakeResponse(204);
    }

    private FakeResponse ReadComments(FakeRequest request, FakeIssue issue)
    {
        var start = int.Parse(request.Parameter("startAt") ?? "0", CultureInfo.InvariantCulture);
        var size = Math.Min(int.Parse(request.Parameter("maxResults") ?? "50", CultureInfo.InvariantCulture), LargestPage);
        var comments = request.Parameter("orderBy") == "-created" ? issue.Comments.Reverse() : issue.Comments;
        return new FakeResponse(200, new JsonObject
        {
            ["startAt"] = start,
            ["maxResults"] = size,
            ["total"] = issue.Comments.Count,
            ["comments"] = new JsonArray([.. comments.Skip(start).Take(size).Select(comment => (JsonNode)JiraShapes.Comment(this, issue, comment))]),
        });
    }

    private FakeResponse WriteComment(FakeRequest request, FakeIssue issue, FakeComment? comment)
    {
        if (Lacks(request, comment is null ? "ADD_COMMENTS" : "EDIT_OWN_COMMENTS")) return Error(403, "You do not have the permission to comment on this issue.");
        if (request.Body?["body"] is not { } body || (IsCloud ? body is not JsonObject : body is not JsonValue)) return Error(400, "Comment body is not valid!");
        var text = body is JsonValue value ? value.GetValue<string>() : body.ToJsonString();
        var isNew = comment is null;
        comment = PutComment(issue, comment, text, request.Account!);
        return new FakeResponse(isNew ? 201 : 200, JiraShapes.Comment(this, issue, comment));
    }

    private FakeResponse AnswerWebhook(FakeRequest request)
    {
        if (Lacks(request, "ADMINISTER")) return Error(403, "You do not have permission to administer webhooks.");
        var id = request.Parts.Length > 4 ? request.Parts[4] : null;
        var known = Hooks.FirstOrDefault(hook => hook.Id == id);
        switch (request.Method, id)
        {
            case ("GET", null):
                return new FakeResponse(200, new JsonArray([.. Hooks.Select(hook => (JsonNode)JiraShapes.Hook(this, hook, ProjectId(hook.Project)))]));
            case ("POST", null):
                var added = AddHook(ReadHook(request, $"{NewId()}"));
                return new FakeResponse(201, JiraShapes.Hook(this, added, ProjectId(added.Project)));
            case ("PUT", _) when known is not null:
                ReplaceHook(ReadHook(request, known.Id));
                return new FakeResponse(200, JiraShapes.Hook(this, known, ProjectId(known.Project)));
            case ("DELETE", _) when known is not null:
                RemoveHook(known.Id);
                return new FakeResponse(204);
            default:
                return NotFound();
        }
    }

    private FakeHook ReadHook(FakeRequest request, string id)
    {
        var filter = request.Body!["filters"]!["issue-related-events-section"]!.GetValue<string>();
        var project = Projects.Single(project => filter == $"project = {ProjectId(project)}");
        return new FakeHook(id, project, null, new Uri(request.Text("url")!), request.Text("secret") ?? "");
    }
}

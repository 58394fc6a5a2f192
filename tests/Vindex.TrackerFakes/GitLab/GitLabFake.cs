using System.Globalization;
using System.Text.Json.Nodes;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes.GitLab;

/// <summary>
/// GitLab's REST API v4: projects, issues, notes, labels and webhooks, for a personal access token. Projects are called <c>group/name</c>. An issue that moved
/// stays behind as a closed copy; a deleted one is not reported.
/// </summary>
public sealed partial class GitLabFake : TrackerFake
{
    private const int MostCounted = 10_000;

    private GitLabFake(TimeProvider? time)
        : base(time)
    {
        Account = new FakeAccount("4101", "Vindex Bot", "vindex-bot", "glpat-token-of-the-bot");
        Person = new FakeAccount("4102", "Priya Nair", "priya", "glpat-token-of-a-person");
    }

    /// <summary>Starts one.</summary>
    public static async Task<GitLabFake> StartAsync(TimeProvider? time = null)
    {
        var fake = new GitLabFake(time);
        await fake.ListenAsync();
        return fake;
    }

    /// <inheritdoc/>
    public override HttpRequestMessage CreateDelivery(FakeHook hook, FakeEvent happened) => WebhookRequest.Create(
        hook.Url,
        happened.Body,
        ("X-Gitlab-Event", "Issue Hook"),
        ("X-Gitlab-Token", hook.Secret),
        ("X-Gitlab-Event-UUID", $"13792a34-cac6-4fda-95a8-{happened.Number:d12}"),
        ("Idempotency-Key", $"f5e5f430-f57b-4e6e-9fac-{happened.Number:d12}"));

    protected override string ProjectId(FakeProject project) => (278900 + project.Index).ToString(CultureInfo.InvariantCulture);

    protected override string IssueId(FakeIssue issue) => issue.Number.ToString(CultureInfo.InvariantCulture);

    protected override FakeAccount? Authenticate(FakeRequest request) =>
        new[] { Account, Person }.FirstOrDefault(account => request.Header("Authorization") == "Bearer " + account.Token || request.Header("PRIVATE-TOKEN") == account.Token);

    protected override FakeResponse Answer(FakeRequest request)
    {
        if (request.Parts is not ["api", "v4", .. var path]) return Error(404, "Not Found");
        var scopes = Scopes(request.Account!);
        if (scopes.Count == 0 || (request.Method != "GET" && !scopes.Contains("api"))) return InsufficientScope(request.Method == "GET" ? "api read_api" : "api");
        return path switch
        {
            ["user"] => new FakeResponse(200, UserShape(request.Account!)),
            ["personal_access_tokens", "self"] => new FakeResponse(200, TokenShape(scopes)),
            ["projects"] => ListProjects(request),
            ["projects", var id, .. var rest] when Projects.FirstOrDefault(project => ProjectId(project) == id) is { } project => InProject(request, project, rest),
            ["projects", ..] => Error(404, "Project Not Found"),
            _ => Error(404, "Not Found"),
        };
    }

    protected override FakeResponse Error(int status, string message) => new(status, new JsonObject
    {
        ["message"] = status == 401 ? "401 Unauthorized" : $"{status} {message}",
    });

    protected override FakeResponse Limited() => new(429, JsonValue.Create("Retry later"))
    {
        Headers =
        [
            ("RateLimit-Limit", "600"),
            ("RateLimit-Name", "throttle_authenticated_api"),
            ("RateLimit-Observed", "601"),
            ("RateLimit-Remaining", "0"),
            ("RateLimit-Reset", LimitEnds.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ],
    };

    private static List<string> Scopes(FakeAccount account) => [.. new[] { "api", "read_api" }.Except(account.Lacks)];

    private static FakeResponse InsufficientScope(string scope) => new(403, new JsonObject
    {
        ["error"] = "insufficient_scope",
        ["error_description"] = "The request requires higher privileges than provided by the access token.",
        ["scope"] = scope,
    });

    private FakeResponse InProject(FakeRequest request, FakeProject project, string[] path) => (request.Method, path) switch
    {
        ("GET", []) => new FakeResponse(200, ProjectShape(project)),
        ("GET", ["issues"]) => ListIssues(request, project),
        (_, ["hooks", ..]) when request.Account!.Lacks.Contains("maintainer") => Error(403, "Forbidden"),
        (_, ["hooks"]) => AnswerHooks(request, project),
        (_, ["hooks", var id]) => AnswerHook(request, project, id),
        (_, ["issues", var number, .. var rest]) when int.TryParse(number, CultureInfo.InvariantCulture, out var parsed)
            && parsed >= 1 && parsed <= project.Issues.Count && !project.Issues[parsed - 1].IsDeleted => AtIssue(request, project, parsed, rest),
        (_, ["issues", ..]) => Error(404, "Issue Not Found"),
        _ => Error(404, "Not Found"),
    };

    private FakeResponse AtIssue(FakeRequest request, FakeProject project, int number, string[] path)
    {
        var issue = project.Issues[number - 1];
        switch (request.Method, path)
        {
            case ("GET", []):
                return new FakeResponse(200, IssueShape(project, number));
            case ("PUT", []):
                var added = (request.Text("add_labels") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
                var removed = (request.Text("remove_labels") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
                if (added.Length + removed.Length == 0) return Error(400, "add_labels, remove_labels are missing, at least one parameter must be provided");
                SetLabels(issue, [.. issue.Labels.Except(removed), .. added], request.Account!);
                return new FakeResponse(200, IssueShape(project, number));
            case ("GET", ["notes"]):
                List<FakeComment> notes = [.. issue.Comments];
                if (request.Parameter("sort") != "asc") notes.Reverse();
                return Paged(request, notes, NoteShape);
            case ("POST", ["notes"]) when request.Text("body") is { Length: > 0 } text:
                return new FakeResponse(201, NoteShape(PutComment(issue, null, text, request.Account!)));
            case ("PUT", ["notes", var id]) when request.Text("body") is { Length: > 0 } text && issue.Comments.FirstOrDefault(note => note.Id == id) is { } note:
                return new FakeResponse(200, NoteShape(PutComment(issue, note, text, request.Account!)));
            default:
                return Error(404, "Not Found");
        }
    }

    private FakeResponse ListIssues(FakeRequest request, FakeProject project)
    {
        var labels = request.Parameter("labels")?.Split(',') ?? [];
        var since = request.Parameter("updated_after") is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : DateTimeOffset.MinValue;
        var isOpenOnly = request.Parameter("state") == "opened";
        var matching = project.Issues.Select((issue, index) => (Issue: issue, Number: index + 1)).Where(item =>
            !item.Issue.IsDeleted
            && !(isOpenOnly && (item.Issue.IsClosed || item.Issue.Project != project))
            && item.Issue.Updated >= since
            && labels.All(label => item.Issue.Labels.Contains(label)));
        var isByChange = request.Parameter("order_by") == "updated_at";
        var sorted = matching.OrderBy(item => isByChange ? item.Issue.Updated : item.Issue.Created).ThenBy(item => item.Issue.Id).ToList();
        if (request.Parameter("sort") != "asc") sorted.Reverse();
        return Paged(request, sorted, item => IssueShape(project, item.Number));
    }

    // Keyset pagination by id.
    private FakeResponse ListProjects(FakeRequest request)
    {
        if (request.Parameter("pagination") != "keyset") return Paged(request, [.. Projects], ProjectShape);
        if (request.Parameter("order_by") != "id") return new FakeResponse(405, new JsonObject { ["error"] = "Keyset pagination is not yet available for this type of request" });
        var after = long.Parse(request.Parameter("id_after") ?? "0", CultureInfo.InvariantCulture);
        var size = PageSize(request);
        List<FakeProject> found = [.. Projects.Where(project => long.Parse(ProjectId(project), CultureInfo.InvariantCulture) > after).Take(size + 1)];
        var shown = found.Take(size).ToList();
        var next = found.Count > size ? Link(request, "id_after", ProjectId(shown[^1])) : null;
        return new FakeResponse(200, new JsonArray([.. shown.Select(ProjectShape)])) { Headers = next is null ? [] : [("Link", next)] };
    }

    // Offset pagination, whose totals end at 10,000 items.
    private FakeResponse Paged<T>(FakeRequest request, List<T> items, Func<T, JsonNode> shape)
    {
        var size = PageSize(request);
        var page = int.Parse(request.Parameter("page") ?? "1", CultureInfo.InvariantCulture);
        var hasNext = page * size < items.Count;
        List<(string, string)> headers =
        [
            ("X-Page", page.ToString(CultureInfo.InvariantCulture)),
            ("X-Per-Page", size.ToString(CultureInfo.InvariantCulture)),
            ("X-Next-Page", hasNext ? (page + 1).ToString(CultureInfo.InvariantCulture) : ""),
        ];
        if (items.Count <= MostCounted) headers.Add(("X-Total", items.Count.ToString(CultureInfo.InvariantCulture)));
        if (hasNext) headers.Add(("Link", Link(request, "page", (page + 1).ToString(CultureInfo.InvariantCulture))));
        return new FakeResponse(200, new JsonArray([.. items.Skip((page - 1) * size).Take(size).Select(shape)])) { Headers = headers };
    }

    private int PageSize(FakeRequest request) => Math.Min(int.Parse(request.Parameter("per_page") ?? "20", CultureInfo.InvariantCulture), LargestPage);

    private static string Link(FakeRequest request, string name, string value)
    {
        var others = request.Query.Where(parameter => parameter.Key != name).Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value.ToString())}");
        var path = request.Address.GetLeftPart(UriPartial.Path);
        return $"<{path}?{string.Join('&', others)}&{name}={value}>; rel=\"next\", <{path}?{string.Join('&', others)}>; rel=\"first\"";
    }
}

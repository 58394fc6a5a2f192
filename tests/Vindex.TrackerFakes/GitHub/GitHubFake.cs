using System.Globalization;
using System.Text.Json.Nodes;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes.GitHub;

/// <summary>
/// GitHub's REST API, version 2022-11-28: repositories, issues with pull requests among them, comments, labels and webhooks, for a classic token and for the
/// installation of an app. Repositories are called <c>owner/name</c>.
/// </summary>
public sealed partial class GitHubFake : TrackerFake
{
    private const string PullRequest = "pull_request";
    private readonly TimeProvider _time;

    private GitHubFake(TimeProvider? time)
        : base(time)
    {
        _time = time ?? TimeProvider.System;
        Account = new FakeAccount("583231", "vindex-bot", "bot@example.com", "ghp_token_of_the_bot");
        Person = new FakeAccount("583232", "priya", "priya@example.com", "ghp_token_of_a_person");
    }

    /// <summary>Whether links to next pages have an opaque position, as github.com has, or page numbers only, as older servers do.</summary>
    public bool HasPositions { get; set; } = true;

    /// <summary>Whether a <see cref="FakeFault.Limited"/> response is a secondary limit's, which has no headers.</summary>
    public bool LimitIsSecondary { get; set; }

    /// <summary>Starts one.</summary>
    public static async Task<GitHubFake> StartAsync(TimeProvider? time = null)
    {
        var fake = new GitHubFake(time);
        await fake.ListenAsync();
        return fake;
    }

    /// <summary>Adds a pull request, which the API lists among the issues.</summary>
    public void AddPullRequest(string project, string title)
    {
        Seed(project, 1, _ => (title, "Please review."));
        lock (Gate) Project(project).Issues.Last().Fields[PullRequest] = new JsonObject();
    }

    /// <inheritdoc/>
    public override HttpRequestMessage CreateDelivery(FakeHook hook, FakeEvent happened) => WebhookRequest.Create(
        hook.Url,
        happened.Body,
        ("X-GitHub-Event", "issues"),
        ("X-GitHub-Delivery", $"72d3162e-cc78-11e3-81ab-{happened.Number:d12}"),
        ("X-GitHub-Hook-ID", hook.Id),
        ("X-Hub-Signature-256", "sha256=" + WebhookRequest.Hmac(hook.Secret, happened.Body)));

    protected override string ProjectId(FakeProject project) => (1296269 + project.Index).ToString(CultureInfo.InvariantCulture);

    protected override string IssueId(FakeIssue issue) => issue.Number.ToString(CultureInfo.InvariantCulture);

    protected override FakeResponse Answer(FakeRequest request) => request.Parts switch
    {
        ["user"] => Me(request),
        ["user", "repos"] => ListRepositories(request),
        ["users", var login] => User(login),
        ["app", "installations", var id, ..] => AnswerApp(request, id),
        ["installation", "repositories"] => ListInstalled(request),
        ["repositories", var id, .. var rest] when Projects.FirstOrDefault(project => ProjectId(project) == id) is { } found => InRepository(request, found, rest),
        ["repos", var owner, var name, .. var rest] when Projects.FirstOrDefault(project => project.Key == $"{owner}/{name}") is { } found =>
            InRepository(request, found, rest),
        _ => Error(404, "Not Found"),
    };

    protected override FakeResponse Error(int status, string message)
    {
        var body = new JsonObject
        {
            ["message"] = status == 401 ? "Bad credentials" : message,
            ["documentation_url"] = "https://docs.github.com/rest",
            ["status"] = status.ToString(CultureInfo.InvariantCulture),
        };
        return new FakeResponse(status, body) { Headers = status == 403 ? [("X-Accepted-GitHub-Permissions", "issues=write")] : [] };
    }

    protected override FakeResponse Limited() => LimitIsSecondary
        ? new FakeResponse(403, new JsonObject
        {
            ["message"] = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
            ["documentation_url"] = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits",
        })
        {
            Headers = [("X-RateLimit-Remaining", "4900"), ("X-RateLimit-Reset", "1")],
        }
        : new FakeResponse(403, new JsonObject { ["message"] = "API rate limit exceeded for user ID 583231." })
        {
            Headers =
            [
                ("X-RateLimit-Limit", "5000"),
                ("X-RateLimit-Remaining", "0"),
                ("X-RateLimit-Reset", LimitEnds.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ],
        };

    private FakeResponse InRepository(FakeRequest request, FakeProject project, string[] path) => (request.Method, path) switch
    {
        _ when request.Account!.Lacks.Contains("repo") => Error(404, "Not Found"),
        _ when request.Method != "GET" && request.Account!.Lacks.Contains("issues: write") => Error(403, "Resource not accessible by integration"),
        ("GET", []) => new FakeResponse(200, RepositoryShape(project)),
        ("GET", ["issues"]) => ListIssues(request, project),
        (_, ["hooks", ..]) when request.Account!.Lacks.Contains("admin:repo_hook") => Error(404, "Not Found"),
        (_, ["hooks"]) => AnswerHooks(request, project),
        (_, ["hooks", var id]) => AnswerHook(request, project, id),
        ("PATCH", ["issues", "comments", var id]) => UpdateComment(request, project, id),
        (_, ["issues", var number, .. var rest]) when int.TryParse(number, CultureInfo.InvariantCulture, out var parsed) => AtIssue(request, project, parsed, rest),
        _ => Error(404, "Not Found"),
    };

    private FakeResponse AtIssue(FakeRequest request, FakeProject project, int number, string[] path)
    {
        if (number < 1 || number > project.Issues.Count) return Error(404, "Not Found");
        var issue = project.Issues[number - 1];
        if (issue.IsDeleted) return Error(410, "This issue was deleted");
        if (!IsAt(issue, project, number))
        {
            var target = new Uri(request.Address, $"/repositories/{ProjectId(issue.Project)}/issues/{issue.Number}{string.Concat(path.Select(part => "/" + part))}");
            var moved = new JsonObject { ["message"] = "Moved Permanently", ["url"] = target.AbsoluteUri };
            return new FakeResponse(301, moved) { Headers = [("Location", target.AbsoluteUri)] };
        }

        switch (request.Method, path)
        {
            case ("GET", []):
                return new FakeResponse(200, IssueShape(issue));
            case ("GET", ["comments"]):
                return Paged(request, issue.Comments, comment => CommentShape(issue, comment));
            case ("POST", ["comments"]) when request.Text("body") is { Length: > 0 } text:
                return new FakeResponse(201, CommentShape(issue, PutComment(issue, null, text, request.Account!)));
            case ("POST", ["labels"]) when request.Body is JsonObject body && body["labels"] is JsonArray labels:
                SetLabels(issue, [.. issue.Labels, .. labels.Select(label => label!.GetValue<string>())], request.Account!);
                return new FakeResponse(200, new JsonArray([.. issue.Labels.Select(LabelShape)]));
            case ("DELETE", ["labels", var label]) when issue.Labels.Contains(label):
                SetLabels(issue, [.. issue.Labels.Where(other => other != label)], request.Account!);
                return new FakeResponse(200, new JsonArray([.. issue.Labels.Select(LabelShape)]));
            case ("DELETE", ["labels", _]):
                return Error(404, "Label does not exist");
            case ("POST", _):
                return Error(422, "Validation Failed");
            default:
                return Error(404, "Not Found");
        }
    }

    private FakeResponse UpdateComment(FakeRequest request, FakeProject project, string id)
    {
        foreach (var issue in Present(project))
        {
            if (issue.Comments.FirstOrDefault(comment => comment.Id == id) is not { } comment) continue;
            return request.Text("body") is { Length: > 0 } text
                ? new FakeResponse(200, CommentShape(issue, PutComment(issue, comment, text, request.Account!)))
                : Error(422, "Validation Failed");
        }

        return Error(404, "Not Found");
    }

    // Whole seconds, and only later ones than the given: the strictest reading of the documentation.
    private FakeResponse ListIssues(FakeRequest request, FakeProject project)
    {
        var state = request.Parameter("state") ?? "open";
        var labels = request.Parameter("labels")?.Split(',') ?? [];
        var since = request.Parameter("since") is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : DateTimeOffset.MinValue;
        var matching = Present(project).Where(issue =>
            (state == "all" || issue.IsClosed == (state == "closed"))
            && Seconds(issue.Updated) > since
            && labels.All(label => issue.Labels.Contains(label, StringComparer.OrdinalIgnoreCase)));
        var isByChange = request.Parameter("sort") == "updated";
        var sorted = matching.OrderBy(issue => Seconds(isByChange ? issue.Updated : issue.Created)).ThenBy(issue => issue.Id).ToList();
        if (request.Parameter("direction") != "asc") sorted.Reverse();
        if (HasPositions && request.Parameter("after") is { } after) sorted.RemoveRange(0, sorted.FindIndex(issue => IsAfter(issue, after)) is >= 0 and var first ? first : sorted.Count);
        return Paged(request, sorted, IssueShape, HasPositions ? PositionOf : null);
    }

    private FakeResponse ListRepositories(FakeRequest request) =>
        request.Account!.Lacks.Contains("repo") ? Paged(request, (List<FakeProject>)[], RepositoryShape) : Paged(request, [.. Projects], RepositoryShape);

    private FakeResponse Paged<T>(FakeRequest request, IList<T> items, Func<T, JsonNode> shape, Func<T, string>? position = null)
    {
        var (shown, links) = PageOf(request, items, position);
        return new FakeResponse(200, new JsonArray([.. shown.Select(shape)])) { Headers = links };
    }

    private (IReadOnlyList<T> Shown, IReadOnlyList<(string Name, string Value)> Links) PageOf<T>(FakeRequest request, IList<T> items, Func<T, string>? position)
    {
        var size = Math.Min(int.Parse(request.Parameter("per_page") ?? "30", CultureInfo.InvariantCulture), LargestPage);
        var page = int.Parse(request.Parameter("page") ?? "1", CultureInfo.InvariantCulture);

        // After a position, the list begins there already.
        var skipped = position is null || request.Parameter("after") is null ? (page - 1) * size : 0;
        List<T> shown = [.. items.Skip(skipped).Take(size)];
        List<(string, string)> headers = [("X-RateLimit-Limit", "5000"), ("X-RateLimit-Remaining", "4999")];
        if (skipped + size < items.Count)
        {
            var others = request.Query.Where(parameter => parameter.Key is not ("page" or "after"))
                .Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value.ToString())}");
            var after = position is null ? "" : $"after={Uri.EscapeDataString(position(shown[^1]))}&";
            var next = $"{string.Join('&', others)}&{after}page={page + 1}";
            headers.Add(("Link", $"<{request.Address.GetLeftPart(UriPartial.Path)}?{next}>; rel=\"next\""));
        }

        return (shown, headers);
    }

    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private static string PositionOf(FakeIssue issue) =>
        Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"cursor:v2:{issue.Updated.ToUnixTimeSeconds()}:{issue.Id}"));

    private static bool IsAfter(FakeIssue issue, string position)
    {
        var parts = System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(position)).Split(':');
        var at = long.Parse(parts[2], CultureInfo.InvariantCulture);
        var own = issue.Updated.ToUnixTimeSeconds();
        return own > at || (own == at && issue.Id > long.Parse(parts[3], CultureInfo.InvariantCulture));
    }
}

using System.Globalization;
using System.Text.Json;
using Vindex.Trackers.Http;
using Vindex.Trackers.Paging;

namespace Vindex.Trackers.GitHub;

/// <summary>
/// GitHub's REST API, version 2022-11-28 (https://docs.github.com/rest). Repositories are named by their permanent id, which stays when they are renamed or
/// transferred, and which no one can take over; issues by their number.
/// </summary>
internal sealed class GitHubTracker : ITracker
{
    private const int PageSize = 100;
    private const int MaxCommentPages = 20;
    private const int MaxHookPages = 10;
    private readonly TrackerHttp _http;
    private readonly TrackerHttp _appHttp;
    private readonly GitHubSignIn _signIn;

    public GitHubTracker(TrackerHttp http, TimeProvider time)
    {
        var errors = new GitHubErrors(time);
        _http = http.For("GitHub", errors.Explain);
        _appHttp = http.For("GitHub", errors.ExplainApp);
        _signIn = new GitHubSignIn(_appHttp, time);
    }

    public string Product => "github";

    public TrackerAbilities Abilities { get; } = new(
        RegistersHooks: true, HasFields: false, HasQueries: false, HasApp: true, NeedsUser: false, DefaultAddress: new Uri("https://api.github.com"));

    public async Task<TrackerIdentity> CheckAsync(TrackerAccess access, CancellationToken cancellationToken)
    {
        if (access.Credential is TrackerCredential.App app) return await CheckAppAsync(access, app, cancellationToken);
        var response = await SendAsync(access, HttpMethod.Get, "user", null, cancellationToken);
        var user = response.Json;
        if (user.Id("id") is not { } id) throw Unexpected("no user");

        // Only classic tokens have scopes; GitHub does not say what a fine-grained token may do until it is used.
        var scopes = TrackerStatus.Value(response.Headers, "X-OAuth-Scopes")?.Split(',', StringSplitOptions.TrimEntries);
        string[] missing = scopes is null || scopes.Contains("repo") || scopes.Contains("public_repo") ? [] : ["repo"];
        return new TrackerIdentity(id, user.Text("name") ?? user.Text("login") ?? id, missing, missing);
    }

    public async Task<TrackerPage<TrackerProject>> ListProjectsAsync(TrackerAccess access, string? cursor, CancellationToken cancellationToken)
    {
        var isApp = access.Credential is TrackerCredential.App;
        var path = isApp ? $"installation/repositories?per_page={PageSize}" : $"user/repos?sort=created&direction=asc&per_page={PageSize}";
        if (cursor is not null) path += "&" + NextLink.Checked(cursor);
        var response = await SendAsync(access, HttpMethod.Get, path, null, cancellationToken);
        var repositories = isApp ? response.Json.Items("repositories") : Items(response.Json);
        var projects = repositories.Where(repository => repository.IsTrue("has_issues") && !repository.IsTrue("archived")).Select(ReadRepository);
        return new TrackerPage<TrackerProject>([.. projects], NextLink.Page(response.Headers));
    }

    public async Task<TrackerPage<TrackerIssue>> ListIssuesAsync(
        TrackerAccess access, IssueSelection selection, string? cursor, CancellationToken cancellationToken)
    {
        if (selection.Query is not null) throw new TrackerException(TrackerFailure.Rejected, "GitHub has no query for issues of a repository. Select by labels.");
        var position = ChangeCursor.Parse(cursor, selection.ChangedSince);
        var path = $"{Repository(selection.ProjectId)}/issues?state={(selection.OpenOnly ? "open" : "all")}&sort=updated&direction=asc&per_page={PageSize}";

        // GitHub's times have whole seconds, and its documentation does not say whether the given one is included.
        if (position.Since is { } since) path += "&since=" + since.AddSeconds(-1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (selection.Labels.Count > 0) path += "&labels=" + Uri.EscapeDataString(string.Join(',', selection.Labels));
        if (position.Page is { } page) path += "&" + page;

        var response = await SendAsync(access, HttpMethod.Get, path, null, cancellationToken);
        var listed = Items(response.Json).ToList();
        var issues = listed.Select(issue => GitHubIssues.Read(selection.ProjectId, issue)).OfType<TrackerIssue>();
        var last = listed.Count > 0 ? listed[^1].Time("updated_at") : null;
        return new TrackerPage<TrackerIssue>([.. issues], position.Next(last, NextLink.Page(response.Headers)));
    }

    public async Task<TrackerIssue?> FindIssueAsync(TrackerAccess access, IssueAddress issue, CancellationToken cancellationToken)
    {
        try
        {
            // A transferred issue is answered by a redirect to its new repository.
            var response = await SendAsync(access, HttpMethod.Get, IssuePath(issue), null, cancellationToken);
            return GitHubIssues.Read(await ProjectOfAsync(access, issue.ProjectId, response, cancellationToken), response.Json);
        }
        catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
        {
            return null;
        }
    }

    public async Task<string?> RegisterHookAsync(TrackerAccess access, string projectId, TrackerHook hook, CancellationToken cancellationToken)
    {
        try
        {
            var known = await FindHookAsync(access, projectId, hook.Url, cancellationToken);
            var (method, path) = known is null ? (HttpMethod.Post, $"{Repository(projectId)}/hooks") : (HttpMethod.Patch, HookPath(projectId, known));
            var written = await SendAsync(access, method, path, writer => WriteHook(writer, hook, isNew: known is null), cancellationToken);
            return written.Json.Id("id") ?? throw Unexpected("a webhook without an id");
        }
        catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
        {
            // GitHub hides webhooks from those who may not manage them.
            throw new TrackerException(
                TrackerFailure.Forbidden, "GitHub does not show the repository's webhooks. The token needs the permission Webhooks: write (classic: admin:repo_hook).");
        }
    }

    public async Task RemoveHookAsync(TrackerAccess access, string projectId, string hookId, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(access, HttpMethod.Delete, HookPath(projectId, hookId), null, cancellationToken);
        }
        catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
        {
            // Gone already.
        }
    }

    public HookReading ReadHook(ReadOnlyMemory<byte> body, Func<string, string?> header) =>
        HookBody.TryParse(body) is { } root ? GitHubIssues.ReadHook(root, header("X-GitHub-Event")) : new HookReading.Unreadable("", "is not a JSON object");

    public async Task<string> PutCommentAsync(TrackerAccess access, IssueAddress issue, string? commentId, string markdown, CancellationToken cancellationToken)
    {
        void Write(Utf8JsonWriter writer) => WriteObject(writer, "body", markdown);
        if (commentId is not null)
        {
            try
            {
                var path = $"{Repository(issue.ProjectId)}/issues/comments/{Uri.EscapeDataString(commentId)}";
                await SendAsync(access, HttpMethod.Patch, path, Write, cancellationToken);
                return commentId;
            }
            catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
            {
                // Deleted: a new one takes its place.
            }
        }

        var written = await SendAsync(access, HttpMethod.Post, $"{IssuePath(issue)}/comments", Write, cancellationToken);
        return written.Json.Id("id") ?? throw Unexpected("a comment without an id");
    }

    /// <summary>The id of the newest comment of the signed-in account whose text contains the marker; null if there is none.</summary>
    public async Task<string?> FindCommentAsync(TrackerAccess access, IssueAddress issue, string marker, CancellationToken cancellationToken)
    {
        var app = access.Credential as TrackerCredential.App;
        var user = app is null ? (await SendAsync(access, HttpMethod.Get, "user", null, cancellationToken)).Json.Id("id") : null;
        string? found = null;
        string? page = null;
        for (var pages = 0; pages < MaxCommentPages; pages++)
        {
            // Oldest first; the API has no other order for one issue.
            var path = $"{IssuePath(issue)}/comments?per_page={PageSize}" + (page is null ? "" : "&" + page);
            var response = await SendAsync(access, HttpMethod.Get, path, null, cancellationToken);
            foreach (var comment in Items(response.Json))
            {
                if (IsOwn(comment, app, user) && comment.Text("body")?.Contains(marker, StringComparison.Ordinal) == true) found = comment.Id("id");
            }

            page = NextLink.Page(response.Headers);
            if (page is null) break;
        }

        return found;
    }

    public async Task<bool> SetLabelsAsync(
        TrackerAccess access, IssueAddress issue, IReadOnlyCollection<string> add, IReadOnlyCollection<string> remove, CancellationToken cancellationToken)
    {
        var present = GitHubIssues.LabelsOf((await SendAsync(access, HttpMethod.Get, IssuePath(issue), null, cancellationToken)).Json);
        var missing = add.Except(present, StringComparer.OrdinalIgnoreCase).ToList();
        var extra = present.Intersect(remove, StringComparer.OrdinalIgnoreCase).Except(add, StringComparer.OrdinalIgnoreCase).ToList();

        // Not one request that sets all labels: it would undo what others change at the same time. Unknown labels are created by adding them.
        foreach (var label in extra) await RemoveLabelAsync(access, issue, label, cancellationToken);
        if (missing.Count > 0) await SendAsync(access, HttpMethod.Post, $"{IssuePath(issue)}/labels", writer => WriteLabels(writer, missing), cancellationToken);
        return missing.Count + extra.Count > 0;
    }

    public Task SetFieldAsync(TrackerAccess access, IssueAddress issue, string field, double value, CancellationToken cancellationToken) =>
        throw new TrackerException(TrackerFailure.Rejected, "GitHub's issues have no fields for numbers.");

    /// <summary>Adds what every request of this version of the API carries.</summary>
    public static void AddVersion(HttpRequestMessage request)
    {
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
    }

    private async Task<TrackerIdentity> CheckAppAsync(TrackerAccess access, TrackerCredential.App app, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"app/installations/{Uri.EscapeDataString(app.InstallationId)}");
        request.Headers.Authorization = _signIn.AppHeader(app);
        AddVersion(request);
        var installation = (await _appHttp.SendAsync(access, request, cancellationToken)).Json;
        if (installation.Member("suspended_at").Exists())
        {
            throw new TrackerException(TrackerFailure.Forbidden, "The installation of the app is suspended. Resume it in the organization's settings on GitHub.");
        }

        // What an app changes is shown as done by its bot, which is a user with an id of its own.
        var login = (installation.Text("app_slug") ?? throw Unexpected("an installation without its app")) + "[bot]";
        var bot = (await SendAsync(access, HttpMethod.Get, "users/" + Uri.EscapeDataString(login), null, cancellationToken)).Json;
        var issues = installation.Member("permissions").Text("issues");
        return new TrackerIdentity(
            bot.Id("id") ?? throw Unexpected("no user for the app"),
            login,
            issues is "read" or "write" ? [] : ["issues: read"],
            issues is "write" ? [] : ["issues: write"]);
    }

    private async Task<string?> FindHookAsync(TrackerAccess access, string projectId, Uri url, CancellationToken cancellationToken)
    {
        string? page = null;
        for (var pages = 0; pages < MaxHookPages; pages++)
        {
            var path = $"{Repository(projectId)}/hooks?per_page={PageSize}" + (page is null ? "" : "&" + page);
            var response = await SendAsync(access, HttpMethod.Get, path, null, cancellationToken);
            var known = Items(response.Json).FirstOrDefault(hook => hook.Member("config").Text("url") == url.AbsoluteUri);
            if (known.Exists()) return known.Id("id");
            page = NextLink.Page(response.Headers);
            if (page is null) break;
        }

        return null;
    }

    private async Task RemoveLabelAsync(TrackerAccess access, IssueAddress issue, string label, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(access, HttpMethod.Delete, $"{IssuePath(issue)}/labels/{Uri.EscapeDataString(label)}", null, cancellationToken);
        }
        catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
        {
            // Removed by someone else at the same time.
        }
    }

    // The address that answered has the new repository's id, or its name.
    private async Task<string> ProjectOfAsync(TrackerAccess access, string asked, TrackerResponse response, CancellationToken cancellationToken)
    {
        var path = response.Address.AbsolutePath.Split('/');
        var byId = Array.LastIndexOf(path, "repositories");
        if (byId >= 0 && byId + 1 < path.Length) return path[byId + 1];
        if (response.Json.Address("repository_url") is not { } repository) return asked;
        return (await SendAsync(access, HttpMethod.Get, repository.AbsoluteUri, null, cancellationToken)).Json.Id("id") ?? asked;
    }

    private async Task<TrackerResponse> SendAsync(
        TrackerAccess access, HttpMethod method, string path, Action<Utf8JsonWriter>? body, CancellationToken cancellationToken)
    {
        for (var isRepeated = false; ; isRepeated = true)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonBody.Create(body) };
            request.Headers.Authorization = await _signIn.HeaderAsync(access, cancellationToken);
            AddVersion(request);
            try
            {
                return await _http.SendAsync(access, request, cancellationToken);
            }
            catch (TrackerException exception) when (exception.Failure == TrackerFailure.Unauthorized && !isRepeated && _signIn.Forget(access))
            {
                // The installation's token was revoked before it expired: once more, with a new one.
            }
        }
    }

    private static bool IsOwn(JsonElement comment, TrackerCredential.App? app, string? user)
    {
        if (app is null) return comment.Member("user").Id("id") == user;
        var writer = comment.Member("performed_via_github_app");
        return writer.Id("id") == app.AppId || writer.Text("client_id") == app.AppId;
    }

    private static TrackerProject ReadRepository(JsonElement repository) => new(
        repository.Id("id") ?? throw Unexpected("a repository without an id"),
        repository.Text("full_name") ?? "",
        repository.Text("name") ?? "",
        repository.Address("html_url"));

    private static void WriteHook(Utf8JsonWriter writer, TrackerHook hook, bool isNew)
    {
        writer.WriteStartObject();
        if (isNew) writer.WriteString("name", "web");
        writer.WriteBoolean("active", true);
        writer.WriteStartArray("events");
        writer.WriteStringValue("issues");
        writer.WriteEndArray();
        writer.WriteStartObject("config");
        writer.WriteString("url", hook.Url.AbsoluteUri);
        writer.WriteString("content_type", "json");
        writer.WriteString("secret", hook.Secret);
        writer.WriteString("insecure_ssl", "0");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteLabels(Utf8JsonWriter writer, List<string> labels)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("labels");
        foreach (var label in labels) writer.WriteStringValue(label);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter writer, string name, string value)
    {
        writer.WriteStartObject();
        writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    private static IEnumerable<JsonElement> Items(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw Unexpected("no list");

    private static string Repository(string projectId) => "repositories/" + Uri.EscapeDataString(projectId);

    private static string IssuePath(IssueAddress issue) => $"{Repository(issue.ProjectId)}/issues/{Uri.EscapeDataString(issue.IssueId)}";

    private static string HookPath(string projectId, string hookId) => $"{Repository(projectId)}/hooks/{Uri.EscapeDataString(hookId)}";

    private static TrackerException Unexpected(string what) => new(TrackerFailure.Unexpected, $"GitHub's response is not as documented: {what}.");
}

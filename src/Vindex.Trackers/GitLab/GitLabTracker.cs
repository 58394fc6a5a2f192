using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Vindex.Trackers.Http;
using Vindex.Trackers.Paging;

namespace Vindex.Trackers.GitLab;

/// <summary>
/// GitLab's REST API v4, of gitlab.com and of servers of one's own (https://docs.gitlab.com/api/rest/). Projects are named by their permanent id, issues by their
/// number in the project (<c>iid</c>). Tokens of persons, projects and groups, and OAuth tokens, all sign in as bearer tokens.
/// </summary>
internal sealed class GitLabTracker(TrackerHttp http) : ITracker
{
    private const int PageSize = 100;
    private const int MaxPages = 20;
    private readonly TrackerHttp _http = http.For("GitLab", GitLabErrors.Explain);

    public string Product => "gitlab";

    public TrackerAbilities Abilities { get; } = new(
        RegistersHooks: true, HasFields: false, HasQueries: false, HasApp: false, NeedsUser: false, DefaultAddress: new Uri("https://gitlab.com"));

    public async Task<TrackerIdentity> CheckAsync(TrackerAccess access, CancellationToken cancellationToken)
    {
        var user = await CurrentUserAsync(access, cancellationToken);
        var scopes = await ScopesAsync(access, cancellationToken);
        var canWrite = scopes is null || scopes.Contains("api");
        return new TrackerIdentity(
            user.Id("id") ?? throw Unexpected("no user"),
            user.Text("name") ?? user.Text("username") ?? "",
            canWrite || scopes!.Contains("read_api") ? [] : ["read_api"],
            canWrite ? [] : ["api"]);
    }

    public async Task<TrackerPage<TrackerProject>> ListProjectsAsync(TrackerAccess access, string? cursor, CancellationToken cancellationToken)
    {
        var path = $"projects?membership=true&archived=false&with_issues_enabled=true&simple=true&order_by=id&sort=asc&pagination=keyset&per_page={PageSize}";
        if (cursor is not null) path += "&" + NextLink.Checked(cursor);
        var response = await SendAsync(access, HttpMethod.Get, path, null, cancellationToken);
        return new TrackerPage<TrackerProject>([.. Items(response.Json).Select(ReadProject)], NextLink.Page(response.Headers));
    }

    public async Task<TrackerPage<TrackerIssue>> ListIssuesAsync(
        TrackerAccess access, IssueSelection selection, string? cursor, CancellationToken cancellationToken)
    {
        if (selection.Query is not null) throw new TrackerException(TrackerFailure.Rejected, "GitLab has no query for issues of a project. Select by labels.");
        var position = ChangeCursor.Parse(cursor, selection.ChangedSince);
        var path = $"{Project(selection.ProjectId)}/issues?scope=all&order_by=updated_at&sort=asc&per_page={PageSize}";
        if (selection.OpenOnly) path += "&state=opened";
        if (position.Since is { } since) path += "&updated_after=" + Milliseconds(since);
        if (selection.Labels.Count > 0) path += "&labels=" + Uri.EscapeDataString(string.Join(',', selection.Labels));
        if (position.Page is { } page) path += "&" + page;

        var response = await SendAsync(access, HttpMethod.Get, path, null, cancellationToken);
        var listed = Items(response.Json).ToList();
        var last = listed.Count > 0 ? listed[^1].Time("updated_at") : null;

        // The total is that of this request, which is the whole list's only on its first page.
        var total = cursor is null && long.TryParse(TrackerStatus.Value(response.Headers, "X-Total"), CultureInfo.InvariantCulture, out var stated) ? stated : (long?)null;
        return new TrackerPage<TrackerIssue>(
            [.. listed.Select(GitLabIssues.Read).OfType<TrackerIssue>()], position.Next(last, NextLink.Page(response.Headers)), total);
    }

    public async Task<TrackerIssue?> FindIssueAsync(TrackerAccess access, IssueAddress issue, CancellationToken cancellationToken)
    {
        try
        {
            return GitLabIssues.Read((await SendAsync(access, HttpMethod.Get, IssuePath(issue), null, cancellationToken)).Json);
        }
        catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
        {
            return null;
        }
    }

    public async Task<string?> RegisterHookAsync(TrackerAccess access, string projectId, TrackerHook hook, CancellationToken cancellationToken)
    {
        var known = await FindHookAsync(access, projectId, hook.Url, cancellationToken);
        var (method, path) = known is null ? (HttpMethod.Post, $"{Project(projectId)}/hooks") : (HttpMethod.Put, HookPath(projectId, known));
        var written = await SendAsync(access, method, path, writer => WriteHook(writer, hook), cancellationToken);
        return written.Json.Id("id") ?? throw Unexpected("a webhook without an id");
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
        HookBody.TryParse(body) is { } root ? GitLabIssues.ReadHook(root) : new HookReading.Unreadable("", "is not a JSON object");

    public async Task<string> PutCommentAsync(TrackerAccess access, IssueAddress issue, string? commentId, string markdown, CancellationToken cancellationToken)
    {
        void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteString("body", WithoutQuickActions(markdown));
            writer.WriteEndObject();
        }

        if (commentId is not null)
        {
            try
            {
                await SendAsync(access, HttpMethod.Put, $"{IssuePath(issue)}/notes/{Uri.EscapeDataString(commentId)}", Write, cancellationToken);
                return commentId;
            }
            catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
            {
                // Deleted: a new one takes its place.
            }
        }

        var written = await SendAsync(access, HttpMethod.Post, $"{IssuePath(issue)}/notes", Write, cancellationToken);
        return written.Json.Id("id") ?? throw Unexpected("a note without an id");
    }

    /// <summary>The id of the newest comment of the signed-in account whose text contains the marker; null if there is none.</summary>
    public async Task<string?> FindCommentAsync(TrackerAccess access, IssueAddress issue, string marker, CancellationToken cancellationToken)
    {
        var user = (await CurrentUserAsync(access, cancellationToken)).Id("id");
        var pages = PagesAsync(access, $"{IssuePath(issue)}/notes?order_by=created_at&sort=desc&per_page={PageSize}", cancellationToken);
        await foreach (var note in pages)
        {
            var isOwn = !note.IsTrue("system") && note.Member("author").Id("id") == user;
            if (isOwn && note.Text("body")?.Contains(marker, StringComparison.Ordinal) == true) return note.Id("id");
        }

        return null;
    }

    public async Task<bool> SetLabelsAsync(
        TrackerAccess access, IssueAddress issue, IReadOnlyCollection<string> add, IReadOnlyCollection<string> remove, CancellationToken cancellationToken)
    {
        var present = (await SendAsync(access, HttpMethod.Get, IssuePath(issue), null, cancellationToken)).Json.Texts("labels");
        var missing = add.Except(present, StringComparer.Ordinal).ToList();
        var extra = present.Intersect(remove, StringComparer.Ordinal).Except(add, StringComparer.Ordinal).ToList();
        if (missing.Count + extra.Count == 0) return false;

        // Both in one request, which leaves all other labels alone and creates those that the project does not know.
        void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            if (missing.Count > 0) writer.WriteString("add_labels", string.Join(',', missing));
            if (extra.Count > 0) writer.WriteString("remove_labels", string.Join(',', extra));
            writer.WriteEndObject();
        }

        await SendAsync(access, HttpMethod.Put, IssuePath(issue), Write, cancellationToken);
        return true;
    }

    public Task SetFieldAsync(TrackerAccess access, IssueAddress issue, string field, double value, CancellationToken cancellationToken) =>
        throw new TrackerException(TrackerFailure.Rejected, "GitLab's issues have no fields for scores.");

    /// <summary>
    /// Text in which no line is a quick action. GitLab runs a line such as <c>/close</c> of a comment as a command of its author, and a comment may quote what
    /// anyone wrote in a ticket.
    /// </summary>
    internal static string WithoutQuickActions(string markdown)
    {
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            var start = lines[index].AsSpan().IndexOfAnyExcept(" \t>");
            if (start >= 0 && lines[index][start] == '/') lines[index] = lines[index].Insert(start, "\\");
        }

        return string.Join('\n', lines);
    }

    private async Task<JsonElement> CurrentUserAsync(TrackerAccess access, CancellationToken cancellationToken) =>
        (await SendAsync(access, HttpMethod.Get, "user", null, cancellationToken)).Json;

    // Null for an OAuth token, which this part of the API does not describe, and for versions without it.
    private async Task<IReadOnlyList<string>?> ScopesAsync(TrackerAccess access, CancellationToken cancellationToken)
    {
        try
        {
            return (await SendAsync(access, HttpMethod.Get, "personal_access_tokens/self", null, cancellationToken)).Json.Texts("scopes");
        }
        catch (TrackerException exception) when (!exception.MayPass)
        {
            return null;
        }
    }

    private async Task<string?> FindHookAsync(TrackerAccess access, string projectId, Uri url, CancellationToken cancellationToken)
    {
        await foreach (var hook in PagesAsync(access, $"{Project(projectId)}/hooks?per_page={PageSize}", cancellationToken))
        {
            if (hook.Text("url") == url.AbsoluteUri) return hook.Id("id");
        }

        return null;
    }

    private async IAsyncEnumerable<JsonElement> PagesAsync(
        TrackerAccess access, string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? page = null;
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var response = await SendAsync(access, HttpMethod.Get, page is null ? path : $"{path}&{page}", null, cancellationToken);
            foreach (var item in Items(response.Json)) yield return item;
            page = NextLink.Page(response.Headers);
            if (page is null) yield break;
        }
    }

    private async Task<TrackerResponse> SendAsync(
        TrackerAccess access, HttpMethod method, string path, Action<Utf8JsonWriter>? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, "api/v4/" + path) { Content = body is null ? null : JsonBody.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.Credential switch
        {
            TrackerCredential.Token token => token.Value,
            TrackerCredential.UserToken user => user.Value,
            _ => throw new TrackerException(TrackerFailure.Unauthorized, "GitLab signs in with a token."),
        });
        return await _http.SendAsync(access, request, cancellationToken);
    }

    private static TrackerProject ReadProject(JsonElement project) => new(
        project.Id("id") ?? throw Unexpected("a project without an id"),
        project.Text("path_with_namespace") ?? "",
        project.Text("name") ?? "",
        project.Address("web_url"));

    private static void WriteHook(Utf8JsonWriter writer, TrackerHook hook)
    {
        writer.WriteStartObject();
        writer.WriteString("url", hook.Url.AbsoluteUri);
        writer.WriteString("token", hook.Secret);
        writer.WriteBoolean("issues_events", true);
        writer.WriteBoolean("confidential_issues_events", true);
        writer.WriteBoolean("push_events", false);
        writer.WriteBoolean("enable_ssl_verification", true);
        writer.WriteEndObject();
    }

    private static string Milliseconds(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static IEnumerable<JsonElement> Items(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw Unexpected("no list");

    private static string Project(string projectId) => "projects/" + Uri.EscapeDataString(projectId);

    private static string IssuePath(IssueAddress issue) => $"{Project(issue.ProjectId)}/issues/{Uri.EscapeDataString(issue.IssueId)}";

    private static string HookPath(string projectId, string hookId) => $"{Project(projectId)}/hooks/{Uri.EscapeDataString(hookId)}";

    private static TrackerException Unexpected(string what) => new(TrackerFailure.Unexpected, $"GitLab's response is not as documented: {what}.");
}

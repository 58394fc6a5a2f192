using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.Jira;

/// <summary>
/// Jira Cloud (REST API 3, https://developer.atlassian.com/cloud/jira/platform/rest/v3/) and Data Center (REST API 2,
/// https://developer.atlassian.com/server/jira/platform/rest/).
/// </summary>
internal sealed class JiraTracker(TrackerHttp http) : ITracker
{
    private const int ProjectPageSize = 50;
    private readonly TrackerHttp _http = http.For("Jira", JiraErrors.Explain);

    /// <inheritdoc/>
    public string Product => "jiraforge";

    /// <inheritdoc/>
    public TrackerAbilities Abilities { get; } =
        new(RegistersHooks: true, HasFields: true, HasQueries: true, HasApp: false, NeedsUser: false, DefaultAddress: null);

    /// <inheritdoc/>
    public async Task<TrackerIdentity> CheckAsync(TrackerAccess access, CancellationToken cancellationToken)
    {
        var site = new JiraSite(_http, access);
        var account = (await site.GetAsync("myself", cancellationToken)).Json;
        var id = JiraSite.AccountOf(account) ?? throw new TrackerException(TrackerFailure.Unexpected, "Jira does not say whose credentials these are.");
        string[] writing = ["ADD_COMMENTS", "EDIT_OWN_COMMENTS", "EDIT_ISSUES"];
        var path = $"mypermissions?permissions=BROWSE_PROJECTS,{string.Join(',', writing)}";
        var permissions = (await site.GetAsync(path, cancellationToken)).Json.Member("permissions");
        return new TrackerIdentity(id, account.Text("displayName") ?? id, Missing(permissions, ["BROWSE_PROJECTS"]), Missing(permissions, writing));
    }

    /// <inheritdoc/>
    public async Task<TrackerPage<TrackerProject>> ListProjectsAsync(TrackerAccess access, string? cursor, CancellationToken cancellationToken)
    {
        var site = new JiraSite(_http, access);
        if (!site.IsCloud)
        {
            // Data Center has them all in one response.
            var all = (await site.GetAsync("project", cancellationToken)).Json;
            return all.ValueKind == JsonValueKind.Array
                ? new TrackerPage<TrackerProject>([.. all.EnumerateArray().Select(project => ProjectOf(site, project))], null, all.GetArrayLength())
                : throw new TrackerException(TrackerFailure.Unexpected, "Jira's list of projects is not a list.");
        }

        var start = int.TryParse(cursor, out var given) && given > 0 ? given : 0;
        var page = (await site.GetAsync($"project/search?orderBy=key&startAt={start}&maxResults={ProjectPageSize}", cancellationToken)).Json;
        List<TrackerProject> projects = [.. page.Items("values").Select(project => ProjectOf(site, project))];
        var end = start + projects.Count;
        var total = page.Whole("total");
        var isLast = projects.Count == 0 || page.IsTrue("isLast") || end >= total;
        return new TrackerPage<TrackerProject>(projects, isLast ? null : $"{end}", total);
    }

    /// <inheritdoc/>
    public Task<TrackerPage<TrackerIssue>> ListIssuesAsync(
        TrackerAccess access, IssueSelection selection, string? cursor, CancellationToken cancellationToken) =>
        new JiraListing(new JiraSite(_http, access), selection).ReadAsync(cursor, cancellationToken);

    /// <inheritdoc/>
    public async Task<TrackerIssue?> FindIssueAsync(TrackerAccess access, IssueAddress issue, CancellationToken cancellationToken)
    {
        var site = new JiraSite(_http, access);
        try
        {
            // All fields, because any can hold acceptance criteria, but not the lists that can be long.
            var response = await site.GetAsync($"{PathOf(issue)}?fields=*all,-comment,-worklog,-attachment&expand=names", cancellationToken);
            return JiraIssue.Read(site, response.Json, new Dictionary<string, string>());
        }
        catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<string?> RegisterHookAsync(TrackerAccess access, string projectId, TrackerHook hook, CancellationToken cancellationToken) =>
        JiraHooks.RegisterAsync(new JiraSite(_http, access), projectId, hook, cancellationToken);

    /// <inheritdoc/>
    public Task RemoveHookAsync(TrackerAccess access, string projectId, string hookId, CancellationToken cancellationToken) =>
        JiraHooks.RemoveAsync(new JiraSite(_http, access), hookId, cancellationToken);

    /// <inheritdoc/>
    public HookReading ReadHook(ReadOnlyMemory<byte> body, Func<string, string?> header) => JiraHooks.Read(body);

    /// <inheritdoc/>
    public Task<string> PutCommentAsync(TrackerAccess access, IssueAddress issue, string? commentId, string markdown, CancellationToken cancellationToken) =>
        JiraComments.PutAsync(new JiraSite(_http, access), issue.IssueId, commentId, markdown, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> FindCommentAsync(TrackerAccess access, IssueAddress issue, string marker, CancellationToken cancellationToken) =>
        JiraComments.FindAsync(new JiraSite(_http, access), issue.IssueId, marker, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> SetLabelsAsync(
        TrackerAccess access, IssueAddress issue, IReadOnlyCollection<string> add, IReadOnlyCollection<string> remove, CancellationToken cancellationToken)
    {
        if (add.FirstOrDefault(label => label.Any(char.IsWhiteSpace)) is { } spaced)
            throw new TrackerException(TrackerFailure.Rejected, $"A label in Jira cannot contain spaces: \"{spaced}\".");
        var site = new JiraSite(_http, access);
        var labels = (await site.GetAsync($"{PathOf(issue)}?fields=labels", cancellationToken)).Json.Member("fields").Texts("labels");
        List<string> missing = [.. add.Except(labels, StringComparer.Ordinal)];
        List<string> extra = [.. labels.Intersect(remove, StringComparer.Ordinal).Except(add, StringComparer.Ordinal)];
        if (missing.Count + extra.Count == 0) return false;
        await site.PutAsync(PathOf(issue), Write, cancellationToken);
        return true;

        // One by one, so that labels which others set at the same time stay.
        void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteStartObject("update");
            json.WriteStartArray("labels");
            foreach (var (operation, label) in missing.Select(label => ("add", label)).Concat(extra.Select(label => ("remove", label))))
            {
                json.WriteStartObject();
                json.WriteString(operation, label);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    /// <inheritdoc/>
    public async Task SetFieldAsync(TrackerAccess access, IssueAddress issue, string field, double value, CancellationToken cancellationToken)
    {
        var site = new JiraSite(_http, access);
        var id = field.StartsWith("customfield_", StringComparison.Ordinal) ? field : await JiraFields.FindOneAsync(site, field, cancellationToken);
        await site.PutAsync(PathOf(issue), Write, cancellationToken);

        void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteStartObject("fields");
            json.WriteNumber(id, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private static string PathOf(IssueAddress issue) => $"issue/{Uri.EscapeDataString(issue.IssueId)}";

    // A permission that the site does not list is not one that it lacks.
    private static List<string> Missing(JsonElement permissions, IEnumerable<string> keys) =>
    [
        .. keys.Where(key => permissions.Member(key).Member("havePermission").ValueKind == JsonValueKind.False)
            .Select(key => permissions.Member(key).Text("name") ?? key),
    ];

    private static TrackerProject ProjectOf(JiraSite site, JsonElement project) =>
        project.Id("id") is { } id && project.Text("key") is { } key
            ? new TrackerProject(id, key, project.Text("name") ?? key, site.PageOf(key))
            : throw new TrackerException(TrackerFailure.Unexpected, "A project of Jira has no id or key.");
}

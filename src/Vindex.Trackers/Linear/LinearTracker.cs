using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.Linear;

/// <summary>
/// Linear's GraphQL API (https://linear.app/developers/graphql). Its teams are the projects here; teams and issues are named by their permanent ids, so that an
/// issue is found again after it moved to another team.
/// </summary>
internal sealed class LinearTracker : ITracker
{
    private const int ListedLabels = 10;
    private const int AllLabels = 100;
    private const int MaxHookPages = 10;
    private const string PersonalKey = "lin_api_";
    private const string PageInfo = "pageInfo { hasNextPage endCursor }";
    private readonly TrackerHttp _http;
    private readonly LinearErrors _errors;

    public LinearTracker(TrackerHttp http, TimeProvider time)
    {
        _errors = new LinearErrors(time);
        _http = http.For("Linear", _errors.Explain);
    }

    public string Product => "linear";

    public TrackerAbilities Abilities { get; } = new(
        RegistersHooks: true, HasFields: false, HasQueries: false, HasApp: false, NeedsUser: false, DefaultAddress: new Uri("https://api.linear.app"));

    public async Task<TrackerIdentity> CheckAsync(TrackerAccess access, CancellationToken cancellationToken)
    {
        var data = await SendAsync(access, "query Viewer { viewer { id name } }", null, cancellationToken);
        var viewer = data.Member("viewer");

        // Linear does not say what a key may do until it is used.
        return new TrackerIdentity(viewer.Text("id") ?? throw Unexpected("no user"), viewer.Text("name") ?? "", [], []);
    }

    public async Task<TrackerPage<TrackerProject>> ListProjectsAsync(TrackerAccess access, string? cursor, CancellationToken cancellationToken)
    {
        var query = $$"""query Teams($after: String) { teams(first: 100, after: $after) { nodes { id key name } {{PageInfo}} } }""";
        var teams = (await SendAsync(access, query, writer => WriteText(writer, "after", cursor), cancellationToken)).Member("teams");
        return new TrackerPage<TrackerProject>([.. teams.Items("nodes").Select(ReadTeam)], NextOf(teams));
    }

    /// <summary>
    /// Newest first: Linear sorts by the time of change in the other direction only, and an issue that changes while pages are read would move to a page that was
    /// read already. The time of creation stays.
    /// </summary>
    public async Task<TrackerPage<TrackerIssue>> ListIssuesAsync(
        TrackerAccess access, IssueSelection selection, string? cursor, CancellationToken cancellationToken)
    {
        if (selection.Query is not null) throw new TrackerException(TrackerFailure.Rejected, "Linear has no query for issues of a team. Select by labels.");
        var query = $$"""
            query Issues($team: String!, $filter: IssueFilter!, $after: String) {
              team(id: $team) {
                issues(filter: $filter, first: 100, after: $after, orderBy: createdAt) { nodes { {{LinearIssues.Fields(ListedLabels)}} } {{PageInfo}} }
              }
            }
            """;
        void Write(Utf8JsonWriter writer)
        {
            WriteText(writer, "team", selection.ProjectId);
            writer.WritePropertyName("filter");
            LinearFilters.Write(writer, selection);
            WriteText(writer, "after", cursor);
        }

        var issues = (await SendAsync(access, query, Write, cancellationToken)).Member("team", "issues");
        return new TrackerPage<TrackerIssue>([.. issues.Items("nodes").Select(LinearIssues.Read).OfType<TrackerIssue>()], NextOf(issues));
    }

    public async Task<TrackerIssue?> FindIssueAsync(TrackerAccess access, IssueAddress issue, CancellationToken cancellationToken)
    {
        // A list instead of the query for one issue, which is an error where there is none.
        var query = $$"""
            query Issue($filter: IssueFilter!) { issues(filter: $filter, first: 1, includeArchived: true) { nodes { {{LinearIssues.Fields(AllLabels)}} } } }
            """;
        void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject("filter");
            LinearFilters.WriteComparison(writer, "id", "eq", issue.IssueId);
            writer.WriteEndObject();
        }

        var found = (await SendAsync(access, query, Write, cancellationToken)).Member("issues").Items("nodes").FirstOrDefault();
        return found.Exists() ? LinearIssues.Read(found) : null;
    }

    public async Task<string?> RegisterHookAsync(TrackerAccess access, string projectId, TrackerHook hook, CancellationToken cancellationToken)
    {
        const string create = "mutation CreateHook($input: WebhookCreateInput!) { webhookCreate(input: $input) { success webhook { id } } }";
        const string update = "mutation UpdateHook($id: String!, $input: WebhookUpdateInput!) { webhookUpdate(id: $id, input: $input) { success webhook { id } } }";
        var known = await FindHookAsync(access, projectId, hook.Url, cancellationToken);
        void Write(Utf8JsonWriter writer)
        {
            WriteText(writer, "id", known);
            writer.WriteStartObject("input");
            writer.WriteString("url", hook.Url.AbsoluteUri);
            writer.WriteString("secret", hook.Secret);
            writer.WriteString("label", "Vindex");
            writer.WriteBoolean("enabled", true);
            writer.WriteStartArray("resourceTypes");
            writer.WriteStringValue("Issue");
            writer.WriteEndArray();
            if (known is null) writer.WriteString("teamId", projectId);
            writer.WriteEndObject();
        }

        var written = await SendAsync(access, known is null ? create : update, Write, cancellationToken);
        return Done(written, known is null ? "webhookCreate" : "webhookUpdate").Member("webhook").Text("id") ?? throw Unexpected("a webhook without an id");
    }

    public async Task RemoveHookAsync(TrackerAccess access, string projectId, string hookId, CancellationToken cancellationToken)
    {
        const string delete = "mutation DeleteHook($id: String!) { webhookDelete(id: $id) { success } }";
        try
        {
            Done(await SendAsync(access, delete, writer => WriteText(writer, "id", hookId), cancellationToken), "webhookDelete");
        }
        catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
        {
            // Gone already.
        }
    }

    public HookReading ReadHook(ReadOnlyMemory<byte> body, Func<string, string?> header) =>
        HookBody.TryParse(body) is { } root ? LinearIssues.ReadHook(root) : new HookReading.Unreadable("", "is not a JSON object");

    public async Task<string> PutCommentAsync(TrackerAccess access, IssueAddress issue, string? commentId, string markdown, CancellationToken cancellationToken)
    {
        const string update = "mutation UpdateComment($id: String!, $input: CommentUpdateInput!) { commentUpdate(id: $id, input: $input) { success comment { id } } }";
        const string create = "mutation CreateComment($input: CommentCreateInput!) { commentCreate(input: $input) { success comment { id } } }";
        void Write(Utf8JsonWriter writer, bool isNew)
        {
            if (!isNew) WriteText(writer, "id", commentId);
            writer.WriteStartObject("input");
            if (isNew) writer.WriteString("issueId", issue.IssueId);
            writer.WriteString("body", markdown);
            writer.WriteEndObject();
        }

        if (commentId is not null)
        {
            try
            {
                Done(await SendAsync(access, update, writer => Write(writer, isNew: false), cancellationToken), "commentUpdate");
                return commentId;
            }
            catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
            {
                // Deleted: a new one takes its place.
            }
        }

        var written = await SendAsync(access, create, writer => Write(writer, isNew: true), cancellationToken);
        return Done(written, "commentCreate").Member("comment").Text("id") ?? throw Unexpected("a comment without an id");
    }

    /// <summary>The id of the newest comment of the signed-in account whose text contains the marker; null if there is none.</summary>
    public async Task<string?> FindCommentAsync(TrackerAccess access, IssueAddress issue, string marker, CancellationToken cancellationToken)
    {
        const string query = "query Comments($filter: CommentFilter!) { comments(filter: $filter, first: 50, orderBy: createdAt) { nodes { id body } } }";
        var data = await SendAsync(access, query, writer => LinearFilters.WriteComments(writer, issue.IssueId, marker), cancellationToken);
        var found = data.Member("comments").Items("nodes").FirstOrDefault(comment => comment.Text("body")?.Contains(marker, StringComparison.Ordinal) == true);
        return found.Text("id");
    }

    public async Task<bool> SetLabelsAsync(
        TrackerAccess access, IssueAddress issue, IReadOnlyCollection<string> add, IReadOnlyCollection<string> remove, CancellationToken cancellationToken)
    {
        const string query = "query IssueLabels($id: String!) { issue(id: $id) { team { id } labels(first: 100) { nodes { id name } } } }";
        const string update = "mutation UpdateLabels($id: String!, $input: IssueUpdateInput!) { issueUpdate(id: $id, input: $input) { success } }";
        var found = (await SendAsync(access, query, writer => WriteText(writer, "id", issue.IssueId), cancellationToken)).Member("issue");
        var present = found.Member("labels").Items("nodes").ToList();
        var missing = add.Except(present.Select(label => label.Text("name") ?? ""), StringComparer.OrdinalIgnoreCase).ToList();
        var removed = remove.Except(add, StringComparer.OrdinalIgnoreCase).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var extra = present.Where(label => removed.Contains(label.Text("name") ?? "")).Select(label => label.Text("id")).OfType<string>().ToList();
        if (missing.Count + extra.Count == 0) return false;

        var teamId = found.Member("team").Text("id") ?? throw Unexpected("an issue without a team");
        var added = missing.Count > 0 ? await LabelIdsAsync(access, teamId, missing, cancellationToken) : [];
        void Write(Utf8JsonWriter writer)
        {
            WriteText(writer, "id", issue.IssueId);
            writer.WriteStartObject("input");
            WriteTexts(writer, "addedLabelIds", added);
            WriteTexts(writer, "removedLabelIds", extra);
            writer.WriteEndObject();
        }

        Done(await SendAsync(access, update, Write, cancellationToken), "issueUpdate");
        return true;
    }

    public Task SetFieldAsync(TrackerAccess access, IssueAddress issue, string field, double value, CancellationToken cancellationToken) =>
        throw new TrackerException(TrackerFailure.Rejected, "Linear's issues have no fields for scores.");

    // Labels belong to a team or to the whole workspace; those that neither has are created in the team.
    private async Task<IReadOnlyList<string>> LabelIdsAsync(TrackerAccess access, string teamId, List<string> names, CancellationToken cancellationToken)
    {
        const string query = "query Labels($filter: IssueLabelFilter!) { issueLabels(filter: $filter, first: 100) { nodes { id name team { id } } } }";
        const string create = "mutation CreateLabel($input: IssueLabelCreateInput!) { issueLabelCreate(input: $input) { success issueLabel { id } } }";
        var data = await SendAsync(access, query, writer => LinearFilters.WriteLabels(writer, names), cancellationToken);
        var known = data.Member("issueLabels").Items("nodes")
            .Where(label => !label.Member("team").Exists() || label.Member("team").Text("id") == teamId)
            .ToLookup(label => label.Text("name") ?? "", label => label.Text("id"), StringComparer.OrdinalIgnoreCase);
        List<string> ids = [];
        foreach (var name in names)
        {
            void Write(Utf8JsonWriter writer)
            {
                writer.WriteStartObject("input");
                writer.WriteString("name", name);
                writer.WriteString("teamId", teamId);
                writer.WriteEndObject();
            }

            var id = known[name].FirstOrDefault()
                ?? Done(await SendAsync(access, create, Write, cancellationToken), "issueLabelCreate").Member("issueLabel").Text("id");
            ids.Add(id ?? throw Unexpected("a label without an id"));
        }

        return ids;
    }

    private async Task<string?> FindHookAsync(TrackerAccess access, string teamId, Uri url, CancellationToken cancellationToken)
    {
        const string query = $$"""query Hooks($after: String) { webhooks(first: 100, after: $after) { nodes { id url team { id } } {{PageInfo}} } }""";
        string? after = null;
        for (var pages = 0; pages < MaxHookPages; pages++)
        {
            var position = after;
            var hooks = (await SendAsync(access, query, writer => WriteText(writer, "after", position), cancellationToken)).Member("webhooks");
            var known = hooks.Items("nodes").FirstOrDefault(hook => hook.Text("url") == url.AbsoluteUri && hook.Member("team").Text("id") == teamId);
            if (known.Exists()) return known.Text("id");
            after = NextOf(hooks);
            if (after is null) break;
        }

        return null;
    }

    private async Task<JsonElement> SendAsync(TrackerAccess access, string query, Action<Utf8JsonWriter>? variables, CancellationToken cancellationToken)
    {
        void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteString("query", query);
            writer.WriteStartObject("variables");
            variables?.Invoke(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "graphql") { Content = JsonBody.Create(Write) };

        // A personal API key is sent as it is, an OAuth token as a bearer token.
        var token = TokenOf(access);
        request.Headers.TryAddWithoutValidation("Authorization", token.StartsWith(PersonalKey, StringComparison.Ordinal) ? token : "Bearer " + token);
        var response = await _http.SendAsync(access, request, cancellationToken);
        if (_errors.Explain(response.Status, response.Headers, response.Json) is { } error) throw error;
        return response.Json.Member("data") is { ValueKind: JsonValueKind.Object } data ? data : throw Unexpected("no data");
    }

    private static string TokenOf(TrackerAccess access) => access.Credential switch
    {
        TrackerCredential.Token token => token.Value,
        TrackerCredential.UserToken user => user.Value,
        _ => throw new TrackerException(TrackerFailure.Unauthorized, "Linear signs in with an API key."),
    };

    private static string? NextOf(JsonElement list) => list.Member("pageInfo").IsTrue("hasNextPage") ? list.Member("pageInfo").Text("endCursor") : null;

    private static TrackerProject ReadTeam(JsonElement team) =>
        new(team.Text("id") ?? throw Unexpected("a team without an id"), team.Text("key") ?? "", team.Text("name") ?? "", null);

    private static JsonElement Done(JsonElement data, string mutation) =>
        data.Member(mutation).IsTrue("success") ? data.Member(mutation) : throw Unexpected($"{mutation} did not succeed");

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0) return;
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static TrackerException Unexpected(string what) => new(TrackerFailure.Unexpected, $"Linear's response is not as documented: {what}.");
}

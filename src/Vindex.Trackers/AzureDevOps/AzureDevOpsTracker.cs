using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.AzureDevOps;

/// <summary>Azure DevOps Services and Server (REST API 7.1, https://learn.microsoft.com/rest/api/azure/devops/).</summary>
internal sealed class AzureDevOpsTracker(TrackerHttp http) : ITracker
{
    private const int ProjectPageSize = 100;
    private const int Attempts = 3;
    private const string PatchType = "application/json-patch+json";
    private readonly TrackerHttp _http = http.For("Azure DevOps", AzureOrganization.Explain);

    /// <inheritdoc/>
    public string Product => "azuredevops";

    /// <inheritdoc/>
    public TrackerAbilities Abilities { get; } =
        new(RegistersHooks: true, HasFields: true, HasQueries: true, HasApp: false, NeedsUser: false, DefaultAddress: null);

    /// <inheritdoc/>
    public async Task<TrackerIdentity> CheckAsync(TrackerAccess access, CancellationToken cancellationToken)
    {
        var organization = new AzureOrganization(_http, access);
        var (id, name) = await organization.FindAccountAsync(cancellationToken);
        List<string> missing = [];
        List<string> missingToWrite = [];
        if (await TryAsync(() => organization.GetAsync("_apis/projects?$top=1", cancellationToken)) is null) missing.Add("Project and Team (Read)");
        var found = await TryAsync(() => organization.PostAsync("_apis/wit/wiql?$top=1", WriteAny, cancellationToken));
        if (found is null)
        {
            missing.Add("Work Items (Read)");
            missingToWrite.Add("Work Items (Read & write)");
        }
        else if (found.Json.Items("workItems").FirstOrDefault().Id("id") is { } any)
        {
            // The service checks everything about the change, and saves nothing.
            var change = JsonBody.Create(json => WritePatch(json, null, "add", "/fields/System.History", value => value.WriteStringValue("")), PatchType);
            if (!await IsAllowedAsync(organization.SendAsync(HttpMethod.Patch, $"_apis/wit/workitems/{any}?validateOnly=true", change, cancellationToken)))
                missingToWrite.Add("Work Items (Read & write)");
        }

        return new TrackerIdentity(id, name, missing, missingToWrite);

        static void WriteAny(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("query", "SELECT [System.Id] FROM WorkItems");
            json.WriteEndObject();
        }
    }

    /// <inheritdoc/>
    public async Task<TrackerPage<TrackerProject>> ListProjectsAsync(TrackerAccess access, string? cursor, CancellationToken cancellationToken)
    {
        var organization = new AzureOrganization(_http, access);
        var start = int.TryParse(cursor, out var given) && given > 0 ? given : 0;
        var response = await organization.GetAsync($"_apis/projects?stateFilter=wellFormed&$top={ProjectPageSize}&$skip={start}", cancellationToken);
        List<TrackerProject> projects = [.. response.Json.Items("value").Select(ProjectOf)];
        return new TrackerPage<TrackerProject>(projects, projects.Count == 0 ? null : $"{start + projects.Count}");

        TrackerProject ProjectOf(JsonElement project) => project.Id("id") is { } id && project.Text("name") is { } name
            ? new TrackerProject(id, name, name, organization.PageOf(Uri.EscapeDataString(name)))
            : throw new TrackerException(TrackerFailure.Unexpected, "A project of Azure DevOps has no id or name.");
    }

    /// <inheritdoc/>
    public Task<TrackerPage<TrackerIssue>> ListIssuesAsync(
        TrackerAccess access, IssueSelection selection, string? cursor, CancellationToken cancellationToken) =>
        new WorkItemListing(new AzureOrganization(_http, access), selection).ReadAsync(cursor, cancellationToken);

    /// <inheritdoc/>
    public async Task<TrackerIssue?> FindIssueAsync(TrackerAccess access, IssueAddress issue, CancellationToken cancellationToken)
    {
        var organization = new AzureOrganization(_http, access);
        try
        {
            var item = (await organization.GetAsync($"{PathOf(issue)}?$expand=links", cancellationToken)).Json;
            var project = await FindProjectAsync(organization, item, cancellationToken);
            return WorkItem.TryRead(item, project, organization.PageOf)
                ?? throw new TrackerException(TrackerFailure.Unexpected, "A work item of Azure DevOps has no id or no time of its last change.");
        }
        catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<string?> RegisterHookAsync(TrackerAccess access, string projectId, TrackerHook hook, CancellationToken cancellationToken) =>
        ServiceHooks.RegisterAsync(new AzureOrganization(_http, access), projectId, hook, cancellationToken);

    /// <inheritdoc/>
    public Task RemoveHookAsync(TrackerAccess access, string projectId, string hookId, CancellationToken cancellationToken) =>
        ServiceHooks.RemoveAsync(new AzureOrganization(_http, access), hookId, cancellationToken);

    /// <inheritdoc/>
    public HookReading ReadHook(ReadOnlyMemory<byte> body, Func<string, string?> header) => ServiceHooks.Read(body);

    /// <inheritdoc/>
    public Task<string> PutCommentAsync(TrackerAccess access, IssueAddress issue, string? commentId, string markdown, CancellationToken cancellationToken) =>
        WorkItemComments.PutAsync(new AzureOrganization(_http, access), issue, commentId, markdown, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> FindCommentAsync(TrackerAccess access, IssueAddress issue, string marker, CancellationToken cancellationToken) =>
        WorkItemComments.FindAsync(new AzureOrganization(_http, access), issue, marker, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> SetLabelsAsync(
        TrackerAccess access, IssueAddress issue, IReadOnlyCollection<string> add, IReadOnlyCollection<string> remove, CancellationToken cancellationToken)
    {
        if (add.FirstOrDefault(label => label.AsSpan().IndexOfAny(',', ';') >= 0) is { } separated)
            throw new TrackerException(TrackerFailure.Rejected, $"A tag in Azure DevOps cannot contain commas and semicolons: \"{separated}\".");
        var organization = new AzureOrganization(_http, access);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TrySetTagsAsync(organization, issue, add, remove, cancellationToken);
            }
            catch (TrackerException exception) when (exception.Failure == TrackerFailure.Conflict && attempt < Attempts)
            {
                // All tags are one field. The work item changed after it was read, so read it again.
            }
        }
    }

    /// <inheritdoc/>
    public async Task SetFieldAsync(TrackerAccess access, IssueAddress issue, string field, double value, CancellationToken cancellationToken)
    {
        var organization = new AzureOrganization(_http, access);
        var name = field.Contains('.', StringComparison.Ordinal) ? field : await FindFieldAsync(organization, field, cancellationToken);
        var patch = JsonBody.Create(json => WritePatch(json, null, "add", "/fields/" + name, number => number.WriteNumberValue(value)), PatchType);
        await organization.SendAsync(HttpMethod.Patch, PathOf(issue), patch, cancellationToken);
    }

    private static async Task<bool> TrySetTagsAsync(
        AzureOrganization organization,
        IssueAddress issue,
        IReadOnlyCollection<string> add,
        IReadOnlyCollection<string> remove,
        CancellationToken cancellationToken)
    {
        var item = (await organization.GetAsync($"{PathOf(issue)}?fields={WorkItem.TagsField}", cancellationToken)).Json;
        var tags = WorkItem.TagsOf(item.Member("fields"));
        var gone = remove.Except(add, StringComparer.OrdinalIgnoreCase);
        List<string> wanted = [.. tags.Except(gone, StringComparer.OrdinalIgnoreCase).Union(add, StringComparer.OrdinalIgnoreCase)];
        if (wanted.Count == tags.Count && wanted.All(tag => tags.Contains(tag, StringComparer.OrdinalIgnoreCase))) return false;

        // "add" keeps the tags that are there; "replace" needs a value to replace.
        var operation = tags.Count == 0 ? "add" : "replace";
        var text = string.Join("; ", wanted);
        var patch = JsonBody.Create(
            json => WritePatch(json, item.Whole("rev"), operation, "/fields/" + WorkItem.TagsField, value => value.WriteStringValue(text)), PatchType);
        await organization.SendAsync(HttpMethod.Patch, PathOf(issue), patch, cancellationToken);
        return true;
    }

    private static async Task<TrackerResponse?> TryAsync(Func<Task<TrackerResponse>> send)
    {
        try
        {
            return await send();
        }
        catch (TrackerException exception) when (exception.Failure is TrackerFailure.Unauthorized or TrackerFailure.Forbidden)
        {
            // A token without the scope.
            return null;
        }
    }

    // A work item that breaks a rule of its process cannot be changed, and still shows that the token could.
    private static async Task<bool> IsAllowedAsync(Task<TrackerResponse> sending)
    {
        try
        {
            await sending;
            return true;
        }
        catch (TrackerException exception) when (!exception.MayPass)
        {
            return exception.Failure is not (TrackerFailure.Unauthorized or TrackerFailure.Forbidden);
        }
    }

    // The address of a work item has its project's id on the service, but not on every server.
    private static async Task<string> FindProjectAsync(AzureOrganization organization, JsonElement item, CancellationToken cancellationToken)
    {
        var parts = item.Address("url")?.AbsolutePath.Split('/') ?? [];
        var index = Array.IndexOf(parts, "_apis");
        if (index > 0 && Guid.TryParse(parts[index - 1], out var id)) return id.ToString();
        var name = item.Member("fields").Text("System.TeamProject") ?? throw new TrackerException(TrackerFailure.Unexpected, "A work item has no project.");
        var project = await organization.GetAsync($"_apis/projects/{Uri.EscapeDataString(name)}", cancellationToken);
        return project.Json.Text("id") ?? throw new TrackerException(TrackerFailure.Unexpected, "A project of Azure DevOps has no id.");
    }

    private static async Task<string> FindFieldAsync(AzureOrganization organization, string name, CancellationToken cancellationToken)
    {
        var fields = await organization.GetAsync("_apis/wit/fields", cancellationToken);
        return fields.Json.Items("value").FirstOrDefault(field => string.Equals(field.Text("name"), name, StringComparison.OrdinalIgnoreCase)).Text("referenceName")
            ?? throw new TrackerException(TrackerFailure.Rejected, $"Azure DevOps has no field \"{name}\".");
    }

    private static void WritePatch(Utf8JsonWriter json, long? revision, string operation, string path, Action<Utf8JsonWriter> writeValue)
    {
        json.WriteStartArray();
        if (revision is { } known)
        {
            json.WriteStartObject();
            json.WriteString("op", "test");
            json.WriteString("path", "/rev");
            json.WriteNumber("value", known);
            json.WriteEndObject();
        }

        json.WriteStartObject();
        json.WriteString("op", operation);
        json.WriteString("path", path);
        json.WritePropertyName("value");
        writeValue(json);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string PathOf(IssueAddress issue) => $"_apis/wit/workitems/{Uri.EscapeDataString(issue.IssueId)}";
}

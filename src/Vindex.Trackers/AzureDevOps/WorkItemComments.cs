using System.Net;
using System.Text.Json;
using Vindex.Trackers.Http;
using Vindex.Trackers.Markup;

namespace Vindex.Trackers.AzureDevOps;

/// <summary>Comments of work items, whose API is in preview.</summary>
internal static class WorkItemComments
{
    private const string Version = "api-version=7.1-preview.4";
    private const int PageSize = 200;
    private const int MaxPages = 10;

    /// <summary>Updates a comment, or adds one.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> PutAsync(
        AzureOrganization organization, IssueAddress issue, string? commentId, string markdown, CancellationToken cancellationToken)
    {
        if (commentId is not null)
        {
            try
            {
                var path = $"{PathOf(issue)}/{Uri.EscapeDataString(commentId)}";
                await organization.SendAsync(HttpMethod.Patch, path, JsonBody.Create(Write), cancellationToken, Version);
                return commentId;
            }
            catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
            {
                // The comment is gone. If the work item is gone, adding one fails in the same way.
            }
        }

        var response = await organization.SendAsync(HttpMethod.Post, PathOf(issue), JsonBody.Create(Write), cancellationToken, Version);

        // Older servers call it commentId.
        return response.Json.Id("id") ?? response.Json.Id("commentId")
            ?? throw new TrackerException(TrackerFailure.Unexpected, "Azure DevOps' response to adding a comment has no id.");

        void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("text", HtmlWriter.Write(markdown));
            json.WriteEndObject();
        }
    }

    /// <summary>The newest comment of the account whose text contains the marker; null if there is none.</summary>
    public static async Task<string?> FindAsync(AzureOrganization organization, IssueAddress issue, string marker, CancellationToken cancellationToken)
    {
        var (self, _) = await organization.FindAccountAsync(cancellationToken);
        string? token = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var path = $"{PathOf(issue)}?$top={PageSize}&order=desc{(token is null ? "" : $"&continuationToken={Uri.EscapeDataString(token)}")}";
            var response = await organization.GetAsync(path, cancellationToken, Version);
            var own = response.Json.Items("comments").FirstOrDefault(comment => comment.Member("createdBy").Id("id") == self && Contains(comment, marker));
            if (own.Exists()) return own.Id("id") ?? own.Id("commentId");
            token = response.Json.Text("continuationToken");
            if (token is null) return null;
        }

        return null;
    }

    private static bool Contains(JsonElement comment, string marker) =>
        WebUtility.HtmlDecode(comment.Text("text"))?.Contains(marker, StringComparison.Ordinal) == true;

    private static string PathOf(IssueAddress issue) =>
        $"{Uri.EscapeDataString(issue.ProjectId)}/_apis/wit/workItems/{Uri.EscapeDataString(issue.IssueId)}/comments";
}

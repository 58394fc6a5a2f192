using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.Jira;

/// <summary>Comments of issues.</summary>
internal static class JiraComments
{
    private const int PageSize = 100;
    private const int MaxPages = 10;

    /// <summary>Updates a comment, or adds one.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> PutAsync(JiraSite site, string issueId, string? commentId, string markdown, CancellationToken cancellationToken)
    {
        var path = $"issue/{Uri.EscapeDataString(issueId)}/comment";
        if (commentId is not null)
        {
            try
            {
                await site.PutAsync($"{path}/{Uri.EscapeDataString(commentId)}", Write, cancellationToken);
                return commentId;
            }
            catch (TrackerException exception) when (exception.Failure == TrackerFailure.NotFound)
            {
                // The comment is gone. If the issue is gone, adding one fails in the same way.
            }
        }

        var response = await site.PostAsync(path, Write, cancellationToken);
        return response.Json.Id("id") ?? throw new TrackerException(TrackerFailure.Unexpected, "Jira's response to adding a comment has no id.");

        void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            site.WriteText(json, "body", markdown);
            json.WriteEndObject();
        }
    }

    /// <summary>The newest comment of the account whose text contains the marker; null if there is none.</summary>
    public static async Task<string?> FindAsync(JiraSite site, string issueId, string marker, CancellationToken cancellationToken)
    {
        var account = await site.GetAsync("myself", cancellationToken);
        var self = JiraSite.AccountOf(account.Json);
        for (var page = 0; page < MaxPages; page++)
        {
            var path = $"issue/{Uri.EscapeDataString(issueId)}/comment?orderBy=-created&startAt={page * PageSize}&maxResults={PageSize}";
            var response = await site.GetAsync(path, cancellationToken);
            List<JsonElement> comments = [.. response.Json.Items("comments")];
            var own = comments.FirstOrDefault(comment => JiraSite.AccountOf(comment.Member("author")) == self && Contains(comment.Member("body"), marker));
            if (own.Exists()) return own.Id("id");
            if (comments.Count == 0 || (page * PageSize) + comments.Count >= (response.Json.Whole("total") ?? 0)) return null;
        }

        return null;
    }

    // The text of a comment is wiki markup, or a document with texts and addresses in its nodes.
    private static bool Contains(JsonElement body, string marker) => body.ValueKind switch
    {
        JsonValueKind.String => body.AsText()?.Contains(marker, StringComparison.Ordinal) == true,
        JsonValueKind.Object => body.EnumerateObject().Any(member => Contains(member.Value, marker)),
        JsonValueKind.Array => body.EnumerateArray().Any(item => Contains(item, marker)),
        _ => false,
    };
}

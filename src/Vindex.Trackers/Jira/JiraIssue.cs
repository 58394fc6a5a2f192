using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.Jira;

/// <summary>Reads issues.</summary>
internal static class JiraIssue
{
    /// <summary>The fields that judging reads.</summary>
    public static IReadOnlyList<string> Fields { get; } =
        ["summary", "description", "issuetype", "parent", "subtasks", "issuelinks", "labels", "status", "project", "created", "updated"];

    /// <summary>Reads an issue of a response.</summary>
    /// <param name="site">The site.</param>
    /// <param name="issue">The issue.</param>
    /// <param name="names">The names of further fields by their ids, which the issue's body gets; empty to leave it as it is.</param>
    /// <exception cref="TrackerException">It lacks what every issue has.</exception>
    public static TrackerIssue Read(JiraSite site, JsonElement issue, IReadOnlyDictionary<string, string> names)
    {
        var (path, read) = TryRead(issue, site.PageOf);
        return read is null
            ? throw new TrackerException(TrackerFailure.Unexpected, $"An issue of Jira has no {path}.")
            : read with { Body = names.Count == 0 ? issue : WithNames(issue, names) };
    }

    /// <summary>Reads an issue; or the path of what is missing.</summary>
    /// <param name="issue">The issue.</param>
    /// <param name="pageOf">The page of an issue with a key.</param>
    public static (string Missing, TrackerIssue? Issue) TryRead(JsonElement issue, Func<string, Uri?> pageOf)
    {
        var fields = issue.Member("fields");
        if (issue.Id("id") is not { } id) return ("id", null);
        if (issue.Text("key") is not { } key) return ("key", null);
        if (fields.Member("project").Id("id") is not { } project) return ("fields.project.id", null);
        if (fields.Time("updated") is not { } updated) return ("fields.updated", null);
        return ("", new TrackerIssue(project, id, key, updated, pageOf(key), issue)
        {
            Labels = fields.Texts("labels"),
            IsClosed = fields.Member("status", "statusCategory").Text("key") == "done",
        });
    }

    private static JsonElement WithNames(JsonElement issue, IReadOnlyDictionary<string, string> names) => JsonBody.Element(json =>
    {
        json.WriteStartObject();
        foreach (var member in issue.EnumerateObject())
        {
            if (member.Name != "names") member.WriteTo(json);
        }

        json.WriteStartObject("names");
        foreach (var (id, name) in names) json.WriteString(id, name);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}

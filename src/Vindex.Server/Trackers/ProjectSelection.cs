using System.Text.Json;
using System.Text.Json.Serialization;
using Vindex.Storage.Trackers;
using Vindex.Trackers;

namespace Vindex.Server.Trackers;

/// <summary>Which issues of a project are scored, as stored.</summary>
/// <param name="Query">A condition in the tracker's language; null for none.</param>
/// <param name="Labels">Labels that an issue must have, all of them.</param>
/// <param name="OpenOnly">Whether closed issues are left out.</param>
internal sealed record ProjectSelection(string? Query, IReadOnlyList<string>? Labels, bool OpenOnly)
{
    public static ProjectSelection Of(TrackedProject project) => JsonSerializer.Deserialize(project.Selection, ProjectSelectionJson.Default.ProjectSelection)!;

    public string Write() => JsonSerializer.Serialize(this, ProjectSelectionJson.Default.ProjectSelection);

    /// <summary>The selection for a tracker.</summary>
    public IssueSelection For(TrackedProject project, DateTimeOffset? since, IReadOnlyList<string> fields) =>
        new(project.ProjectId, Query, Labels ?? [], since, OpenOnly, fields);

    /// <summary>Whether an issue that was read by itself is selected; the query is not considered.</summary>
    public bool Has(TrackerIssue issue) =>
        !(OpenOnly && issue.IsClosed) && (Labels ?? []).All(label => issue.Labels.Contains(label, StringComparer.OrdinalIgnoreCase));
}

/// <summary>The stored form.</summary>
[JsonSerializable(typeof(ProjectSelection))]
internal sealed partial class ProjectSelectionJson : JsonSerializerContext;

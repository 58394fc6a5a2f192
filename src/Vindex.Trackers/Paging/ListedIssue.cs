using System.Text.Json;

namespace Vindex.Trackers.Paging;

/// <summary>An issue of a list.</summary>
/// <param name="Id">Its number in the project.</param>
/// <param name="ChangedAt">When it changed last.</param>
/// <param name="Json">The issue.</param>
internal readonly record struct ListedIssue(string Id, DateTimeOffset ChangedAt, JsonElement Json);

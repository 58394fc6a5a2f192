using System.Text.Json;

namespace Vindex.Trackers;

/// <summary>A page of a list.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Next">The cursor of the next page; null on the last.</param>
/// <param name="Total">How many items there are in all, where the API says so.</param>
public sealed record TrackerPage<T>(IReadOnlyList<T> Items, string? Next, long? Total = null);

/// <summary>A project, repository or team.</summary>
/// <param name="Id">Its permanent id, by which the other calls name it.</param>
/// <param name="Key">Its short name, for example <c>SHOP</c> or <c>acme/shop</c>.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Url">Its page; null if the API does not say.</param>
public sealed record TrackerProject(string Id, string Key, string Name, Uri? Url);

/// <summary>Which issues of a project.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Query">A further condition in the tracker's own language (JQL, WIQL's condition); null for none.</param>
/// <param name="Labels">Labels that an issue must have, all of them; empty for none.</param>
/// <param name="ChangedSince">The time since when they changed, inclusive; null for all. It may be rounded down to what the API can express.</param>
/// <param name="OpenOnly">Whether closed issues are left out.</param>
/// <param name="ExtraFields">Further fields to read, where fields must be named (acceptance criteria).</param>
public sealed record IssueSelection(
    string ProjectId, string? Query, IReadOnlyList<string> Labels, DateTimeOffset? ChangedSince, bool OpenOnly, IReadOnlyList<string> ExtraFields);

/// <summary>Where an issue is.</summary>
/// <param name="ProjectId">Its project.</param>
/// <param name="IssueId">Its id within the API's calls: see <see cref="TrackerIssue.Id"/>.</param>
public sealed record IssueAddress(string ProjectId, string IssueId);

/// <summary>An issue as the tracker sent it.</summary>
/// <param name="ProjectId">Its project now, which is another one after a move.</param>
/// <param name="Id">Its permanent id, by which the API's calls name it.</param>
/// <param name="Key">What people call it: <c>SHOP-12</c>, <c>#12</c>.</param>
/// <param name="ChangedAt">When it changed last, by the tracker's clock.</param>
/// <param name="Url">Its page; null if the API does not say.</param>
/// <param name="Body">
/// The issue as a JSON object of the shape that the product's events have for it, so that one reader serves both: Jira's <c>issue</c>, GitHub's <c>issue</c>,
/// GitLab's <c>object_attributes</c> with its <c>labels</c>, Azure DevOps' <c>resource</c> with <c>fields</c>, Linear's <c>data</c>.
/// </param>
public sealed record TrackerIssue(string ProjectId, string Id, string Key, DateTimeOffset ChangedAt, Uri? Url, JsonElement Body)
{
    /// <summary>Its labels.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether it is closed.</summary>
    public bool IsClosed { get; init; }
}

/// <summary>A webhook to register.</summary>
/// <param name="Url">Where to send changes.</param>
/// <param name="Secret">The secret that proves that they come from there.</param>
public sealed record TrackerHook(Uri Url, string Secret)
{
    /// <inheritdoc/>
    public override string ToString() => "webhook";
}

/// <summary>What a webhook says.</summary>
public abstract record HookReading
{
    private HookReading()
    {
    }

    /// <summary>An issue was created or changed.</summary>
    /// <param name="Issue">The issue as it was sent.</param>
    /// <param name="ActorId">Who changed it, as <see cref="TrackerIdentity.Id"/>; null if it does not say.</param>
    /// <param name="ChangedText">Whether title, description, type or fields changed; false for comments, labels and states only.</param>
    public sealed record Changed(TrackerIssue Issue, string? ActorId, bool ChangedText) : HookReading;

    /// <summary>An issue was deleted, or moved out of the project.</summary>
    /// <param name="Issue">Where it was.</param>
    public sealed record Removed(IssueAddress Issue) : HookReading;

    /// <summary>It is about something else.</summary>
    /// <param name="Why">What it is about.</param>
    public sealed record Ignored(string Why) : HookReading;

    /// <summary>It is not what this tracker sends.</summary>
    /// <param name="Path">Where in the body.</param>
    /// <param name="Why">What is wrong there.</param>
    public sealed record Unreadable(string Path, string Why) : HookReading;
}

using System.Text.Json.Nodes;

namespace Vindex.TrackerFakes.Hosting;

/// <summary>A project, repository or team.</summary>
/// <param name="key">What people call it.</param>
/// <param name="index">Its place among the projects, from 0.</param>
public sealed class FakeProject(string key, int index)
{
    /// <summary>What people call it.</summary>
    public string Key { get; set; } = key;

    /// <summary>Its place among the projects, from 0.</summary>
    public int Index { get; } = index;

    /// <summary>Its issues in the order of their numbers, with those that were deleted or moved away.</summary>
    public IList<FakeIssue> Issues { get; } = [];
}

/// <summary>An issue.</summary>
/// <param name="project">Its project.</param>
/// <param name="number">Its number there, from 1.</param>
/// <param name="id">A number that no other issue of the fake has, and that it keeps when it moves.</param>
public sealed class FakeIssue(FakeProject project, int number, long id)
{
    /// <summary>Its project.</summary>
    public FakeProject Project { get; set; } = project;

    /// <summary>Its number there, from 1.</summary>
    public int Number { get; set; } = number;

    /// <summary>A number that no other issue of the fake has, and that it keeps when it moves.</summary>
    public long Id { get; } = id;

    /// <summary>The title.</summary>
    public required string Title { get; set; }

    /// <summary>The description, in the product's format.</summary>
    public required string Description { get; set; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset Created { get; set; }

    /// <summary>When it changed last.</summary>
    public DateTimeOffset Updated { get; set; }

    /// <summary>How often it changed, from 1.</summary>
    public int Revision { get; set; } = 1;

    /// <summary>Whether it is closed.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether it was deleted.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>Its labels.</summary>
    public IList<string> Labels { get; } = [];

    /// <summary>Its comments, oldest first.</summary>
    public IList<FakeComment> Comments { get; } = [];

    /// <summary>Further fields, by their id.</summary>
    public IDictionary<string, JsonNode> Fields { get; } = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
}

/// <summary>A comment.</summary>
/// <param name="id">Its id.</param>
/// <param name="author">Who wrote it.</param>
public sealed class FakeComment(string id, FakeAccount author)
{
    /// <summary>Its id.</summary>
    public string Id { get; } = id;

    /// <summary>Who wrote it.</summary>
    public FakeAccount Author { get; } = author;

    /// <summary>When it changed last.</summary>
    public DateTimeOffset Updated { get; set; }

    /// <summary>Its text, as it was sent: a document's JSON, markup or HTML.</summary>
    public required string Text { get; set; }
}

/// <summary>A registered webhook.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project whose issues it is about.</param>
/// <param name="Kind">The kind of event; null for all.</param>
/// <param name="Url">Where events go.</param>
/// <param name="Secret">The secret.</param>
public sealed record FakeHook(string Id, FakeProject Project, string? Kind, Uri Url, string Secret);

/// <summary>A change that webhooks report.</summary>
/// <param name="Number">Its number among the fake's events, from 1.</param>
/// <param name="Kind">The product's name for what happened.</param>
/// <param name="Project">The project.</param>
/// <param name="Body">The body as it was at that time.</param>
public sealed record FakeEvent(int Number, string Kind, FakeProject Project, string Body);

/// <summary>What happened to an issue.</summary>
/// <param name="Kind">Created, edited, labeled, closed, commented, deleted or moved.</param>
/// <param name="Issue">The issue.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Before">The previous value: the title, the labels, or the key of the project.</param>
/// <param name="After">The new value of the same.</param>
public sealed record FakeChange(FakeChangeKind Kind, FakeIssue Issue, FakeAccount Actor, string? Before = null, string? After = null);

/// <summary>What happened to an issue.</summary>
public enum FakeChangeKind
{
    /// <summary>It was created.</summary>
    Created,

    /// <summary>Its title changed.</summary>
    Edited,

    /// <summary>Its labels changed.</summary>
    Labeled,

    /// <summary>It was closed.</summary>
    Closed,

    /// <summary>A comment was added or changed.</summary>
    Commented,

    /// <summary>A field changed.</summary>
    FieldSet,

    /// <summary>It was deleted.</summary>
    Deleted,

    /// <summary>It moved to another project.</summary>
    Moved,
}

using Vindex.Storage.Feedback;

namespace Vindex.Storage.Annotations;

/// <summary>What the values of an annotation have to be. It never changes: another schema is another spec, with another digest.</summary>
/// <param name="Project">Its project.</param>
/// <param name="Name">The name of the annotation.</param>
/// <param name="Digest">The version, which distinguishes specs of one name.</param>
/// <param name="ValueSchema">The schema of values: text that the store does not look into.</param>
/// <param name="Description">What it is for; null for nothing.</param>
/// <param name="Creator">Who added it, as in the audit log.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record AnnotationSpec(
    ProjectKey Project, string Name, string Digest, string ValueSchema, string? Description, string Creator, DateTimeOffset CreatedAt);

/// <summary>What came of adding a spec or a queue.</summary>
public enum AnnotationAdded
{
    /// <summary>It is stored.</summary>
    Added,

    /// <summary>It was there already; nothing was changed.</summary>
    Known,

    /// <summary>The project has as many as it may have.</summary>
    Full,

    /// <summary>There is no such company.</summary>
    CompanyGone,
}

using Vindex.Storage.Annotations;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Archives;

/// <summary>An annotation spec in an archive.</summary>
internal sealed record ArchivedAnnotationSpec(
    string Project, string Name, string Digest, string ValueSchema, string? Description, string Creator, DateTimeOffset CreatedAt)
{
    public static ArchivedAnnotationSpec Of(AnnotationSpec spec) =>
        new(spec.Project.Name, spec.Name, spec.Digest, spec.ValueSchema, spec.Description, spec.Creator, spec.CreatedAt);

    public AnnotationSpec ToSpec(string companyId) => new(new ProjectKey(companyId, Project), Name, Digest, ValueSchema, Description, Creator, CreatedAt);
}

/// <summary>An annotation queue in an archive, with its items.</summary>
internal sealed record ArchivedAnnotationQueue(
    string Id, string Project, string Name, int Reviewers, string Creator, DateTimeOffset CreatedAt, IReadOnlyList<string> Refs)
{
    public static ArchivedAnnotationQueue Of(AnnotationQueue queue, IReadOnlyList<AnnotationItem> items) =>
        new(queue.Id, queue.Project.Name, queue.Name, queue.Reviewers, queue.Creator, queue.CreatedAt, [.. items.Select(item => item.Ref)]);

    public AnnotationQueue ToQueue(string companyId) => new(Id, new ProjectKey(companyId, Project), Name, Reviewers, Creator, CreatedAt);
}

/// <summary>What was done in a queue that came before. A queue can have several such lines.</summary>
internal sealed record ArchivedAnnotationClaims(string QueueId, string Project, IReadOnlyList<ArchivedAnnotationClaim> Claims)
{
    /// <summary>How many are on one line.</summary>
    public const int Most = 1000;
}

/// <summary>An item that a person was done with, or skipped.</summary>
internal sealed record ArchivedAnnotationClaim(int Position, string Reviewer, bool Done, DateTimeOffset At)
{
    public static ArchivedAnnotationClaim Of(AnnotationClaim claim) => new(claim.Position, claim.Reviewer, claim.State == ClaimState.Done, claim.ChangedAt);

    public AnnotationClaim ToClaim() => new(Position, Reviewer, Done ? ClaimState.Done : ClaimState.Skipped, null, At);
}

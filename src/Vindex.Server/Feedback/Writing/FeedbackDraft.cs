namespace Vindex.Server.Feedback.Writing;

/// <summary>A row of feedback as sent, after validation.</summary>
internal sealed record FeedbackDraft
{
    public required string ProjectId { get; init; }

    /// <summary>The sender's id; null to generate one.</summary>
    public string? Id { get; init; }

    public required string WeaveRef { get; init; }

    public required string FeedbackType { get; init; }

    /// <summary>A JSON object in UTF-8, as sent.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    public string? Creator { get; init; }

    public string? AnnotationRef { get; init; }

    public string? RunnableRef { get; init; }

    public string? CallRef { get; init; }

    public string? TriggerRef { get; init; }

    public string? QueueId { get; init; }

    /// <summary>The scorer and span fields without default values, as a JSON object; null if there are none.</summary>
    public string? Extras { get; init; }

    /// <summary>Whether any scorer field has a value.</summary>
    public bool HasScorerFields { get; init; }

    /// <summary>Whether there are scorer tags.</summary>
    public bool HasTags { get; init; }

    /// <summary>Why its span fields contradict its reference; null if they do not.</summary>
    public string? Contradiction { get; init; }

    /// <summary>The row to remove in a replacement; otherwise empty.</summary>
    public string FeedbackId { get; init; } = "";

    /// <summary>Creation time given by an import; null for now.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>User given by an import; null for the caller.</summary>
    public string? WbUserId { get; init; }
}

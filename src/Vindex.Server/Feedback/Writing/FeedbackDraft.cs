namespace Vindex.Server.Feedback.Writing;

/// <summary>One feedback as it was sent, once it fits the model.</summary>
internal sealed record FeedbackDraft
{
    public required string ProjectId { get; init; }

    /// <summary>The id that the sender chose; null for a new one.</summary>
    public string? Id { get; init; }

    public required string WeaveRef { get; init; }

    public required string FeedbackType { get; init; }

    /// <summary>A JSON object in UTF-8, as it came.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    public string? Creator { get; init; }

    public string? AnnotationRef { get; init; }

    public string? RunnableRef { get; init; }

    public string? CallRef { get; init; }

    public string? TriggerRef { get; init; }

    public string? QueueId { get; init; }

    /// <summary>The scorer and span fields that are not at their defaults, as a JSON object; null when all are.</summary>
    public string? Extras { get; init; }

    /// <summary>Whether a scorer field is not at its default.</summary>
    public bool HasScorerFields { get; init; }

    /// <summary>Whether there are scorer tags.</summary>
    public bool HasTags { get; init; }

    /// <summary>The row that goes with a replacement; empty otherwise.</summary>
    public string FeedbackId { get; init; } = "";

    /// <summary>When it was created, as an import says; null for now.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Who gave it, as an import says; null for whoever sends it.</summary>
    public string? WbUserId { get; init; }
}

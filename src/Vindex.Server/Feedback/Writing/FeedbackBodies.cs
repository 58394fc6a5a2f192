using System.Text.Json;

namespace Vindex.Server.Feedback.Writing;

/// <summary>A row of feedback to store.</summary>
/// <param name="ProjectId"><c>entity/project</c>; the entity is the slug of the key's company.</param>
/// <param name="WeaveRef">Its subject.</param>
/// <param name="FeedbackType">Its type; types that begin with <c>wandb.</c> have their own rules.</param>
/// <param name="Payload">Any JSON object of at most 1 MiB, stored byte for byte.</param>
/// <param name="Id">Its id; by default a UUIDv7. An existing row with the same id is replaced and keeps its created_at.</param>
/// <param name="Creator">Name of the creator, chosen by the client.</param>
/// <param name="AnnotationRef">The definition of the annotation; only for wandb.annotation.*.</param>
/// <param name="RunnableRef">The object or op that produced it; only for wandb.runnable.* and wandb.agent_monitor.</param>
/// <param name="CallRef">The call that produced it; only for wandb.runnable.* and wandb.agent_monitor.</param>
/// <param name="TriggerRef">What triggered it; only for wandb.runnable.* and wandb.agent_monitor.</param>
/// <param name="QueueId">The annotation queue it comes from.</param>
/// <param name="ScorerTags">Tags. Scorer fields are allowed only for wandb.agent_monitor, wandb.agent_user_feedback and wandb.runnable.*.</param>
/// <param name="ScorerTagReasons">Reasons by tag.</param>
/// <param name="ScorerTagConfidences">Confidences by tag.</param>
/// <param name="ScorerRatings">Ratings by name.</param>
/// <param name="ScorerRatingReasons">Reasons by rating.</param>
/// <param name="ScorerRatingConfidences">Confidences by rating.</param>
/// <param name="SpanAgentName">Name of the agent.</param>
/// <param name="SpanAgentVersion">Version of the agent.</param>
/// <param name="SpanStatusCode">Status of the span; default UNSET.</param>
/// <param name="SpanConversationId">Id of the conversation.</param>
/// <param name="SpanTraceId">Id of the trace.</param>
/// <param name="ScorerTraceId">The scorer's trace.</param>
/// <param name="WbUserId">Accepted but ignored: the server derives it from the credential.</param>
internal record FeedbackBody(
    string ProjectId,
    string WeaveRef,
    string FeedbackType,
    JsonElement Payload,
    string? Id = null,
    string? Creator = null,
    string? AnnotationRef = null,
    string? RunnableRef = null,
    string? CallRef = null,
    string? TriggerRef = null,
    string? QueueId = null,
    IReadOnlyList<string>? ScorerTags = null,
    IReadOnlyDictionary<string, string>? ScorerTagReasons = null,
    IReadOnlyDictionary<string, double>? ScorerTagConfidences = null,
    IReadOnlyDictionary<string, double>? ScorerRatings = null,
    IReadOnlyDictionary<string, string>? ScorerRatingReasons = null,
    IReadOnlyDictionary<string, double>? ScorerRatingConfidences = null,
    string SpanAgentName = "",
    string SpanAgentVersion = "",
    string SpanStatusCode = "UNSET",
    string SpanConversationId = "",
    string SpanTraceId = "",
    string ScorerTraceId = "",
    string? WbUserId = null);

/// <summary>A row of feedback as a line of an import or export.</summary>
/// <param name="ProjectId">As for create, like all other members.</param>
/// <param name="WeaveRef">Its subject.</param>
/// <param name="FeedbackType">Its type.</param>
/// <param name="Payload">Any JSON object.</param>
internal sealed record FeedbackLineBody(string ProjectId, string WeaveRef, string FeedbackType, JsonElement Payload)
    : FeedbackBody(ProjectId, WeaveRef, FeedbackType, Payload)
{
    /// <summary>Creation time; by default the time of the import.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>A row of feedback that replaces another one.</summary>
/// <param name="FeedbackId">Id of the row to remove; an unknown id is not an error.</param>
/// <param name="ProjectId">As for create, like all other members.</param>
/// <param name="WeaveRef">Its subject.</param>
/// <param name="FeedbackType">Its type.</param>
/// <param name="Payload">Any JSON object.</param>
internal sealed record FeedbackReplacementBody(string FeedbackId, string ProjectId, string WeaveRef, string FeedbackType, JsonElement Payload)
    : FeedbackBody(ProjectId, WeaveRef, FeedbackType, Payload);

/// <summary>Several rows of feedback.</summary>
/// <param name="Batch">The rows; stored in one transaction, all or none.</param>
internal sealed record FeedbackBatchBody(IReadOnlyList<FeedbackBody> Batch);

/// <summary>A stored row of feedback.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">Creation time; unchanged if a row with the same id was replaced.</param>
/// <param name="WbUserId">Who sent it, derived from the credential.</param>
/// <param name="Payload">The stored payload.</param>
internal sealed record FeedbackCreatedBody(string Id, DateTimeOffset CreatedAt, string WbUserId, JsonElement Payload);

/// <summary>The stored rows, in order.</summary>
internal sealed record FeedbackCreatedListBody(IReadOnlyList<FeedbackCreatedBody> Res);

/// <summary>What to delete.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Query"><c>{"$expr": E}</c> where E is <c>{"$eq": [{"$getField": "id"}, {"$literal": "…"}]}</c> or <c>$or</c> of those.</param>
internal sealed record FeedbackPurgeBody(string ProjectId, JsonElement Query);

/// <summary>An empty response.</summary>
internal sealed record FeedbackPurgedBody;

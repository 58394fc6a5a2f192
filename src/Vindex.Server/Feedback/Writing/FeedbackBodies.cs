using System.Text.Json;

namespace Vindex.Server.Feedback.Writing;

/// <summary>For the API description: one feedback as it is sent.</summary>
/// <param name="ProjectId"><c>entity/project</c>; the entity is the slug of the key's company.</param>
/// <param name="WeaveRef">What it is about.</param>
/// <param name="FeedbackType">Its type; those that begin with <c>wandb.</c> have rules of their own.</param>
/// <param name="Payload">Any JSON object, kept as it comes; at most 1 MiB.</param>
/// <param name="Id">Its id; a UUIDv7 when left out. A row of the same id is replaced and keeps its created_at.</param>
/// <param name="Creator">A name of the giver's choice.</param>
/// <param name="AnnotationRef">The definition of the annotation; only with wandb.annotation.*.</param>
/// <param name="RunnableRef">What ran to give it; only with wandb.runnable.* and wandb.agent_monitor.</param>
/// <param name="CallRef">The run that gave it; likewise.</param>
/// <param name="TriggerRef">What set it off; likewise.</param>
/// <param name="QueueId">The queue of people's work that it came from.</param>
/// <param name="ScorerTags">Tags; scorer fields only with wandb.agent_monitor, wandb.agent_user_feedback and wandb.runnable.*.</param>
/// <param name="ScorerTagReasons">Reasons by tag.</param>
/// <param name="ScorerTagConfidences">Confidences by tag.</param>
/// <param name="ScorerRatings">Ratings by name.</param>
/// <param name="ScorerRatingReasons">Reasons by rating.</param>
/// <param name="ScorerRatingConfidences">Confidences by rating.</param>
/// <param name="SpanAgentName">The agent.</param>
/// <param name="SpanAgentVersion">Its version.</param>
/// <param name="SpanStatusCode">How the span ended; UNSET by default.</param>
/// <param name="SpanConversationId">The conversation.</param>
/// <param name="SpanTraceId">The trace.</param>
/// <param name="ScorerTraceId">The scorer's own trace.</param>
/// <param name="WbUserId">Accepted and ignored: who gives it is made from the credential.</param>
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

/// <summary>For the API description: a replacement is a feedback with one more member.</summary>
/// <param name="FeedbackId">The row that goes; one that does not exist is no error.</param>
/// <param name="ProjectId">As for create; every other member too.</param>
/// <param name="WeaveRef">What it is about.</param>
/// <param name="FeedbackType">Its type.</param>
/// <param name="Payload">Any JSON object.</param>
internal sealed record FeedbackReplacementBody(string FeedbackId, string ProjectId, string WeaveRef, string FeedbackType, JsonElement Payload);

/// <summary>For the API description: several feedbacks.</summary>
/// <param name="Batch">They are stored in one transaction, all or none.</param>
internal sealed record FeedbackBatchBody(IReadOnlyList<FeedbackBody> Batch);

/// <summary>For the API description: what became of a feedback.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it was created; of a row that was replaced by its id, when that was.</param>
/// <param name="WbUserId">Who gave it, from the credential.</param>
/// <param name="Payload">The payload as it is stored.</param>
internal sealed record FeedbackCreatedBody(string Id, DateTimeOffset CreatedAt, string WbUserId, JsonElement Payload);

/// <summary>For the API description: what became of several, in their order.</summary>
internal sealed record FeedbackCreatedListBody(IReadOnlyList<FeedbackCreatedBody> Res);

/// <summary>For the API description: what to remove.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Query"><c>{"$expr": E}</c> where E is <c>{"$eq": [{"$getField": "id"}, {"$literal": "…"}]}</c> or <c>$or</c> of those.</param>
internal sealed record FeedbackPurgeBody(string ProjectId, JsonElement Query);

/// <summary>For the API description: an answer without content.</summary>
internal sealed record FeedbackPurgedBody;

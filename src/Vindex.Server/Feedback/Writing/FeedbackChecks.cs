using System.Text.Json;

namespace Vindex.Server.Feedback.Writing;

/// <summary>The rules of feedback types. Each check returns the reason for a refusal, or null; the first refusal counts.</summary>
internal static class FeedbackChecks
{
    /// <summary>Size limit of a payload, in bytes of JSON.</summary>
    public const int MaxPayload = 1024 * 1024;

    private const int MaxNote = 1024;
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = Web.Bodies.JsonEdge.MaxDepth };

    /// <summary>The payload to store, or the reason for rejecting the feedback.</summary>
    public static (ReadOnlyMemory<byte> Payload, string? Refusal) Run(FeedbackDraft draft)
    {
        if (draft.FeedbackType == FeedbackTypes.Score) return (default, $"feedback_type {FeedbackTypes.Score} can only be written by the server");
        var payload = draft.Payload;
        if (draft.FeedbackType == FeedbackTypes.Reaction)
        {
            (payload, var refusal) = ReactionPayload.Complete(payload);
            if (refusal is not null) return (default, refusal);
        }

        var reason = CheckNote(draft) ?? CheckRefs(draft) ?? CheckScorerFields(draft) ?? CheckFormats(draft) ?? draft.Contradiction;
        return payload.Length > MaxPayload && reason is null ? (default, "Feedback payload too large") : (payload, reason);
    }

    /// <summary>The message for a payload that lacks a required value.</summary>
    public static string InvalidPayload(string type, string field, string message) => $"Invalid payload for feedback_type {type}: {field}: {message}";

    private static string? CheckNote(FeedbackDraft draft)
    {
        if (draft.FeedbackType != FeedbackTypes.Note) return null;
        using var payload = JsonDocument.Parse(draft.Payload, s_options);
        string? message = null;
        if (First(payload, "note") is not { } note)
        {
            message = "Field required";
        }
        else if (note.ValueKind != JsonValueKind.String)
        {
            message = "Input should be a valid string";
        }
        else
        {
            message = note.GetString()!.EnumerateRunes().Count() switch
            {
                0 => "String should have at least 1 character",
                > MaxNote => $"String should have at most {MaxNote} characters",
                _ => null,
            };
        }
        return message is null ? null : InvalidPayload(draft.FeedbackType, "note", message);
    }

    private static string? CheckRefs(FeedbackDraft draft)
    {
        if (FeedbackTypes.IsAnnotation(draft.FeedbackType)) return CheckAnnotation(draft);
        if (draft.AnnotationRef is not null) return "annotation_ref is not allowed for non-annotation feedback";
        if (FeedbackTypes.IsRunnable(draft.FeedbackType)) return CheckRunnable(draft);
        if (draft.FeedbackType == FeedbackTypes.AgentMonitor)
        {
            if (draft.RunnableRef is null) return "runnable_ref is required for agent monitor feedback";
            if (draft.CallRef is null) return "call_ref is required for agent monitor feedback";
            return draft.TriggerRef is null ? "trigger_ref is required for agent monitor feedback" : null;
        }

        if (draft.RunnableRef is not null) return "runnable_ref is not allowed for non-runnable feedback";
        if (draft.CallRef is not null) return "call_ref is not allowed for non-runnable feedback";
        return draft.TriggerRef is null ? null : "trigger_ref is not allowed for non-runnable feedback";
    }

    private static string? CheckAnnotation(FeedbackDraft draft)
    {
        if (FeedbackTypes.NameOf(draft.FeedbackType, FeedbackTypes.Annotation) is not { } name)
            return $"Invalid annotation feedback type: {draft.FeedbackType}";
        if (draft.AnnotationRef is not { } text) return "annotation_ref is required for annotation feedback";
        if (CheckRef(text, RefKind.Object) is { } invalid) return invalid;
        return FeedbackRef.Read(text).Name.SequenceEqual(name) ? RequireMember(draft, "value") : $"annotation_ref must point to an object with name {name}";
    }

    private static string? CheckRunnable(FeedbackDraft draft)
    {
        if (FeedbackTypes.NameOf(draft.FeedbackType, FeedbackTypes.Runnable) is not { } name) return $"Invalid runnable feedback type: {draft.FeedbackType}";
        if (draft.RunnableRef is not { } text) return "runnable_ref is required for runnable feedback";
        if (CheckRef(text, RefKind.Object | RefKind.Op) is { } invalid) return invalid;
        var runnable = FeedbackRef.Read(text);
        if (!runnable.Name.SequenceEqual(name)) return $"runnable_ref must point to an object with name {name}";
        if (runnable.Kind == RefKind.Op && draft.CallRef is null) return "call_ref is required for runnable feedback on ops";
        return RequireMember(draft, "output");
    }

    private static string? CheckScorerFields(FeedbackDraft draft)
    {
        var isUserFeedback = draft.FeedbackType == FeedbackTypes.AgentUserFeedback;
        if (draft.HasScorerFields && !isUserFeedback && draft.FeedbackType != FeedbackTypes.AgentMonitor && !FeedbackTypes.IsRunnable(draft.FeedbackType))
        {
            return "scorer_tags, scorer_tag_reasons, scorer_tag_confidences, scorer_ratings, scorer_rating_reasons, and scorer_rating_confidences are only allowed on "
                + "wandb.agent_monitor, wandb.agent_user_feedback, or wandb.runnable feedback";
        }

        return isUserFeedback && !draft.HasTags ? "scorer_tags is required for agent user feedback" : null;
    }

    private static string? CheckFormats(FeedbackDraft draft) =>
        CheckRef(draft.RunnableRef, RefKind.Object | RefKind.Op) ?? CheckRef(draft.CallRef, RefKind.Call) ?? CheckRef(draft.TriggerRef, RefKind.Object);

    private static string? CheckRef(string? text, RefKind allowed)
    {
        if (text is null || (FeedbackRef.Read(text).Kind & allowed) != RefKind.None) return null;
        var form = allowed switch
        {
            RefKind.Call => "weave:///entity/project/call/id",
            RefKind.Object => "weave:///entity/project/object/name:digest",
            _ => "weave:///entity/project/object/name:digest or weave:///entity/project/op/name:digest",
        };
        return $"Invalid ref: {text}, expected {form}";
    }

    private static string? RequireMember(FeedbackDraft draft, string name)
    {
        var reader = new Utf8JsonReader(draft.Payload.Span, new JsonReaderOptions { MaxDepth = Web.Bodies.JsonEdge.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name)) return null;
            reader.Skip();
        }

        return InvalidPayload(draft.FeedbackType, name, "Field required");
    }

    private static JsonElement? First(JsonDocument payload, string name)
    {
        foreach (var member in payload.RootElement.EnumerateObject())
        {
            if (member.NameEquals(name)) return member.Value;
        }

        return null;
    }
}

using Vindex.Server.Feedback.Model;

namespace Vindex.Server.Feedback.Writing;

/// <summary>Reads a row of feedback. Errors are added to the object it is read from; the draft is only valid if there are none.</summary>
internal static class FeedbackForm
{
    private const int MaxText = 4096;
    private const int MaxId = 256;
    private static readonly DateTimeOffset s_first = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset s_end = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A row in create and batch requests.</summary>
    public static FeedbackDraft Read(ModelObject model)
    {
        var draft = ReadFields(model, null);
        model.Close();
        return draft;
    }

    /// <summary>The same with the row to replace.</summary>
    public static FeedbackDraft ReadReplacement(ModelObject model)
    {
        var draft = ReadFields(model, null) with { FeedbackId = model.Required("feedback_id")?.AsText(MaxId) ?? "" };
        model.Close();
        return draft;
    }

    /// <summary>The same with the additional fields of imports.</summary>
    /// <param name="model">The line.</param>
    /// <param name="projectId">The project of all lines; null if each line names its own.</param>
    public static FeedbackDraft ReadImported(ModelObject model, string? projectId)
    {
        var draft = ReadFields(model, projectId) with { CreatedAt = ReadCreatedAt(model), WbUserId = NonEmpty(model.Optional("wb_user_id"), MaxId) };
        model.Close();
        return draft;
    }

    private static FeedbackDraft ReadFields(ModelObject model, string? projectId)
    {
        var id = NonEmpty(model.Optional("id"), MaxId);
        if (projectId is null) projectId = model.Required("project_id")?.AsText() ?? "";
        else model.Given("project_id")?.AsText();
        var weaveRef = model.Required("weave_ref")?.AsText(MaxText) ?? "";
        var creator = model.Optional("creator")?.AsText(MaxText);
        var type = model.Required("feedback_type")?.AsText(MaxText) ?? "";
        var payload = model.Required("payload")?.AsRawDictionary() ?? [];
        var annotation = ReadAnnotationRef(model, type, projectId);
        var runnable = NonEmpty(model.Optional("runnable_ref"), MaxText);
        var call = NonEmpty(model.Optional("call_ref"), MaxText);
        var trigger = NonEmpty(model.Optional("trigger_ref"), MaxText);
        var queue = NonEmpty(model.Optional("queue_id"), MaxText);
        using var extras = new ExtrasReader(model, SpanTarget.Of(weaveRef));
        extras.Read();

        // Part of Weave's model, but documented as derived from the credential.
        model.Optional("wb_user_id")?.AsText();
        return new FeedbackDraft
        {
            Id = id,
            ProjectId = projectId,
            WeaveRef = weaveRef,
            Creator = creator,
            FeedbackType = type,
            Payload = payload,
            AnnotationRef = annotation,
            RunnableRef = runnable,
            CallRef = call,
            TriggerRef = trigger,
            QueueId = queue,
            Extras = extras.Json(),
            HasScorerFields = extras.HasScorerFields,
            HasTags = extras.HasTags,
            Contradiction = extras.Contradiction,
        };
    }

    private static string? ReadAnnotationRef(ModelObject model, string type, string projectId)
    {
        var value = model.Optional("annotation_ref");
        if (NonEmpty(value, MaxText) is not { } text) return null;
        var reference = FeedbackRef.Read(text);
        if (FeedbackTypes.IsAnnotation(type) && reference.Kind != RefKind.None && projectId.Length > 0 && !reference.ProjectId.SequenceEqual(projectId))
            value!.Value.RefuseValue($"annotation_ref must point to an object of project {projectId}");
        return text;
    }

    private static DateTimeOffset? ReadCreatedAt(ModelObject model)
    {
        if (model.Optional("created_at") is not { } value || value.AsTime() is not { } time) return null;
        if (time >= s_first && time < s_end) return time;
        value.RefuseValue("created_at must be within the years 1970 to 9998");
        return null;
    }

    private static string? NonEmpty(ModelValue? value, int max) => value?.AsText(max) is { Length: > 0 } text ? text : null;
}

namespace Vindex.Server.Feedback.Writing;

/// <summary>The conversation or turn that feedback is about, as its <c>weave_ref</c> says: it fills the span fields that were left empty.</summary>
/// <param name="Kind">A conversation, a turn, or none.</param>
/// <param name="Id">Its id.</param>
internal readonly record struct SpanTarget(RefKind Kind, string Id)
{
    public const string ConversationField = "span_conversation_id";
    public const string TraceField = "span_trace_id";

    /// <summary>The target of a reference; none if it refers to something else.</summary>
    public static SpanTarget Of(string weaveRef)
    {
        var reference = FeedbackRef.Read(weaveRef);
        return reference.Kind is RefKind.Conversation or RefKind.Turn
            ? new SpanTarget(reference.Kind, Uri.UnescapeDataString(reference.Name.ToString()))
            : default;
    }

    /// <summary>The value of a field, and the reason for a refusal if what was given contradicts the reference.</summary>
    public (string? Value, string? Refusal) Fill(string field, string? given)
    {
        var filled = Kind switch
        {
            RefKind.Conversation => ConversationField,
            RefKind.Turn => TraceField,
            _ => null,
        };
        if (field == filled)
        {
            return string.IsNullOrEmpty(given) || given == Id
                ? (Id, null)
                : (given, $"feedback {field} '{given}' conflicts with {(Kind == RefKind.Turn ? "turn" : "conversation")} ref '{Id}'");
        }

        return Kind == RefKind.Conversation && field == TraceField && !string.IsNullOrEmpty(given)
            ? (given, $"feedback {field} '{given}' cannot be supplied for conversation-targeted feedback")
            : (given, null);
    }
}

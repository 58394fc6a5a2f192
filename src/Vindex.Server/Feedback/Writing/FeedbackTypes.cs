namespace Vindex.Server.Feedback.Writing;

/// <summary>Feedback types with a defined meaning; clients can use any other.</summary>
internal static class FeedbackTypes
{
    public const string Reaction = "wandb.reaction.1";
    public const string Note = "wandb.note.1";
    public const string AgentMonitor = "wandb.agent_monitor";
    public const string AgentUserFeedback = "wandb.agent_user_feedback";
    public const string Annotation = "wandb.annotation";
    public const string Runnable = "wandb.runnable";

    /// <summary>A stored INVEST score, written only by the server.</summary>
    public const string Score = "vindex.score";

    /// <summary>Agreement with a score.</summary>
    public const string Agreement = "vindex.agreement";

    /// <summary>What people rate a scored ticket themselves.</summary>
    public const string Rating = "vindex.rating";

    public static bool IsAnnotation(string type) => type.StartsWith(Annotation, StringComparison.Ordinal);

    public static bool IsRunnable(string type) => type.StartsWith(Runnable, StringComparison.Ordinal);

    /// <summary>The part after the prefix and a dot; null if there is no dot.</summary>
    public static string? NameOf(string type, string prefix) => type.Length > prefix.Length && type[prefix.Length] == '.' ? type[(prefix.Length + 1)..] : null;
}

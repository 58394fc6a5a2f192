using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Projects;

/// <summary>The <c>trigger_ref</c> of requests: one trigger, or all versions of one.</summary>
internal static class TriggerFilter
{
    private const string AllVersions = ":*";

    /// <summary>Filters a selection. A trailing <c>:*</c> makes the trigger a prefix.</summary>
    public static FeedbackSelection WithTrigger(this FeedbackSelection selection, string? triggerRef) => triggerRef switch
    {
        null => selection,
        _ when triggerRef.EndsWith(AllVersions, StringComparison.Ordinal) => selection with { TriggerPrefix = triggerRef[..^AllVersions.Length] },
        _ => selection with { TriggerRef = triggerRef },
    };
}

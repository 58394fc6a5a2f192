using Vindex.Storage.Webhooks;

namespace Vindex.Server.Webhooks;

/// <summary>The types of events that webhooks can select.</summary>
internal static class EventTypes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [EventSubject.ScoreCreated, EventSubject.ScoreFailed, EventSubject.FeedbackCreated, EventSubject.AlertFired, EventSubject.DigestCreated];
}

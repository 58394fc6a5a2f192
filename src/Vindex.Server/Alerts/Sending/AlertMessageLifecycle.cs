using Vindex.Server.Callbacks.Deliveries;
using Vindex.Storage.Alerts;

namespace Vindex.Server.Alerts.Sending;

/// <summary>Decides what follows an attempt to send a message, by the schedule of callbacks. A pure function.</summary>
internal static class AlertMessageLifecycle
{
    /// <summary>The message after an attempt: sent, waiting for the next attempt, or failed.</summary>
    /// <param name="message">The message, as it was taken.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="schedule">The delays between attempts.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="random">Uniform in [0, 1), for the jitter.</param>
    public static AlertMessage End(AlertMessage message, SendOutcome outcome, RetrySchedule schedule, DateTimeOffset now, double random)
    {
        var attempted = message with { Attempts = message.Attempts + 1, LastError = outcome.Error };
        if (outcome.Error is null) return attempted with { Status = AlertMessageStatus.Sent, FinishedAt = now };
        return !outcome.IsFinal && schedule.After(attempted.Attempts, outcome.RetryAfter, random) is { } wait
            ? attempted with { Status = AlertMessageStatus.Pending, DueAt = now + wait }
            : attempted with { Status = AlertMessageStatus.Failed, FinishedAt = now };
    }
}

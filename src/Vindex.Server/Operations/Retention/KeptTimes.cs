using Vindex.Server.Evaluations;
using Vindex.Server.Scoring;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Webhooks;

namespace Vindex.Server.Operations.Retention;

/// <summary>How long the server keeps what housekeeping deletes.</summary>
internal sealed class KeptTimes(
    IOptions<ScoringOptions> scoring, IOptions<EvaluationOptions> evaluations, IOptions<WebSessionOptions> sessions, IOptions<WebhookOptions> webhooks)
{
    /// <summary>Responses to idempotency keys.</summary>
    public TimeSpan Responses => scoring.Value.IdempotencyKept;

    /// <summary>Jobs without a score, and test callbacks.</summary>
    public TimeSpan Jobs => evaluations.Value.Kept;

    /// <summary>Events of webhooks.</summary>
    public TimeSpan Events => webhooks.Value.Kept;

    /// <summary>Sessions that are not used.</summary>
    public TimeSpan IdleSessions => sessions.Value.Idle;
}

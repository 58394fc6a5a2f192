using System.Net;
using Vindex.Server.Callbacks;

namespace Vindex.Server.Alerts.Sending;

/// <summary>How sending a message ended.</summary>
/// <param name="Error">What went wrong; null if the receiver accepted it.</param>
/// <param name="IsFinal">Whether trying again is of no use.</param>
/// <param name="RetryAfter">The delay that the receiver asked for; null for none.</param>
internal sealed record SendOutcome(string? Error, bool IsFinal = false, TimeSpan? RetryAfter = null)
{
    /// <summary>The receiver accepted the message.</summary>
    public static SendOutcome Delivered { get; } = new((string?)null);

    /// <summary>The outcome of a request.</summary>
    public static SendOutcome Of(CallbackOutcome outcome) => outcome switch
    {
        CallbackOutcome.Delivered => Delivered,
        CallbackOutcome.Rejected { StatusCode: (int)HttpStatusCode.Gone } gone => new SendOutcome(gone.Error, IsFinal: true),
        CallbackOutcome.Rejected { StatusCode: (int)HttpStatusCode.TooManyRequests or (int)HttpStatusCode.ServiceUnavailable } busy =>
            new SendOutcome(busy.Error, RetryAfter: busy.RetryAfter),
        _ => new SendOutcome(outcome.Error),
    };
}

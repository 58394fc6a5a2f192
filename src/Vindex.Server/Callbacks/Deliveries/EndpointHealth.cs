using System.Net;
using Vindex.Storage.Installations;

namespace Vindex.Server.Callbacks.Deliveries;

/// <summary>How the outcome of an attempt changes the state of its endpoint.</summary>
internal static class EndpointHealth
{
    /// <summary>
    /// Updates the state after an attempt. A 410 disables the endpoint immediately; other failures disable it if there has been no success for
    /// <paramref name="disableAfter"/> since the first of them. An attempt that ends after the endpoint was disabled does not enable it.
    /// </summary>
    /// <param name="endpoint">The endpoint before the attempt ended.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="disableAfter">How long failures are tolerated (<see cref="CallbackOptions.DisableAfter"/>).</param>
    public static EndpointState Observe(this EndpointState endpoint, CallbackOutcome outcome, DateTimeOffset now, TimeSpan disableAfter)
    {
        if (endpoint.IsDisabled)
            return endpoint;
        if (outcome is CallbackOutcome.Delivered)
            return EndpointState.Clean;
        var since = endpoint.FailingSince ?? now;
        if (outcome is CallbackOutcome.Rejected { StatusCode: (int)HttpStatusCode.Gone })
            return new EndpointState(since, now, DisabledReason.Gone);
        return now - since >= disableAfter ? new EndpointState(since, now, DisabledReason.OnlyFailures) : endpoint with { FailingSince = since };
    }
}

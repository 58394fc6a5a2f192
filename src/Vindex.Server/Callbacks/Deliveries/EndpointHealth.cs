using System.Net;

namespace Vindex.Server.Callbacks.Deliveries;

/// <summary>Why an endpoint gets no callbacks.</summary>
internal enum DisabledReason
{
    /// <summary>It answered 410.</summary>
    Gone,

    /// <summary>It had nothing but failures for too long.</summary>
    OnlyFailures,

    /// <summary>Somebody disabled it.</summary>
    ByHand,
}

/// <summary>How an installation's endpoint has been answering.</summary>
/// <param name="FailingSince">The first failure after the latest success; null when the latest attempt succeeded, or there was none.</param>
/// <param name="DisabledAt">Since when it is disabled; null when it is not.</param>
/// <param name="Reason">Why it is disabled; null when it is not.</param>
internal sealed record EndpointHealth(DateTimeOffset? FailingSince, DateTimeOffset? DisabledAt, DisabledReason? Reason)
{
    /// <summary>An endpoint of which nothing is known.</summary>
    public static EndpointHealth New { get; } = new(null, null, null);

    /// <summary>Whether it gets no callbacks.</summary>
    public bool IsDisabled => DisabledAt is not null;

    /// <summary>
    /// Takes an attempt into account. A 410 disables the endpoint at once, other failures when there was no success for <paramref name="disableAfter"/> since the
    /// first of them. An attempt that ends after the endpoint was disabled does not enable it.
    /// </summary>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="disableAfter">How long failures are borne (<see cref="CallbackOptions.DisableAfter"/>).</param>
    public EndpointHealth Observe(CallbackOutcome outcome, DateTimeOffset now, TimeSpan disableAfter)
    {
        if (IsDisabled)
            return this;
        if (outcome is CallbackOutcome.Delivered)
            return New;
        var since = FailingSince ?? now;
        if (outcome is CallbackOutcome.Rejected { StatusCode: (int)HttpStatusCode.Gone })
            return new EndpointHealth(since, now, DisabledReason.Gone);
        return now - since >= disableAfter ? new EndpointHealth(since, now, DisabledReason.OnlyFailures) : this with { FailingSince = since };
    }

    /// <summary>Disables it by hand.</summary>
    public EndpointHealth Disable(DateTimeOffset now) => IsDisabled ? this : this with { DisabledAt = now, Reason = DisabledReason.ByHand };

    /// <summary>Enables it again, with a clean record.</summary>
    public static EndpointHealth Enable() => New;
}

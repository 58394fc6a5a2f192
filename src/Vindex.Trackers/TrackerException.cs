namespace Vindex.Trackers;

/// <summary>A call that failed. Its message is for the people who set up the connection; it quotes neither credentials nor tickets.</summary>
/// <param name="failure">What happened.</param>
/// <param name="message">A sentence about what happened and what to do.</param>
/// <param name="retryAt">When the tracker will accept the next request; null if it does not say.</param>
public sealed class TrackerException(TrackerFailure failure, string message, DateTimeOffset? retryAt = null) : Exception(message)
{
    /// <summary>What happened.</summary>
    public TrackerFailure Failure { get; } = failure;

    /// <summary>When the tracker will accept the next request; null if it does not say.</summary>
    public DateTimeOffset? RetryAt { get; } = retryAt;

    /// <summary>Whether the same call may succeed later without a change by a person.</summary>
    public bool MayPass => Failure is TrackerFailure.Limited or TrackerFailure.Unavailable;
}

/// <summary>Why a call failed.</summary>
public enum TrackerFailure
{
    /// <summary>The tracker does not accept the credentials (401).</summary>
    Unauthorized,

    /// <summary>The credentials lack a permission (403).</summary>
    Forbidden,

    /// <summary>What was named does not exist, or the credentials cannot see it (404, 410).</summary>
    NotFound,

    /// <summary>Something else changed at the same time (409, 412).</summary>
    Conflict,

    /// <summary>The tracker limits requests (429, or 403 with its headers).</summary>
    Limited,

    /// <summary>The tracker did not accept the request (other 4xx), such as a query with an error.</summary>
    Rejected,

    /// <summary>No connection, no answer in time, or 5xx.</summary>
    Unavailable,

    /// <summary>The address is in a network that is not allowed.</summary>
    AddressRefused,

    /// <summary>The answer is not what the API documents.</summary>
    Unexpected,
}

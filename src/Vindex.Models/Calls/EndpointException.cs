namespace Vindex.Models.Calls;

/// <summary>
/// An attempt that failed, carried through a provider's client, which knows only exceptions. It quotes neither request nor response: both may contain the
/// ticket or the key.
/// </summary>
public sealed class EndpointException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="status">The status of the response; null if there was none.</param>
    /// <param name="code">The endpoint's own code for the error, if it is a plain word.</param>
    /// <param name="retryAfter">How long the endpoint asks to wait.</param>
    public EndpointException(ModelFailure failure, int? status = null, string? code = null, TimeSpan? retryAfter = null)
        : base($"{failure.Code()}{(status is { } number ? $", status {number}" : "")}{(code is { } word ? $", {word}" : "")}")
    {
        Failure = failure;
        RetryAfter = retryAfter;
    }

    /// <summary>What happened.</summary>
    public ModelFailure Failure { get; }

    /// <summary>How long the endpoint asks to wait; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether another attempt may succeed.</summary>
    public bool MayPass => Failure is ModelFailure.Unreachable or ModelFailure.RateLimited or ModelFailure.ServerError or ModelFailure.TimedOut;
}

namespace Vindex.Server.Callbacks;

/// <summary>Why a connection failed.</summary>
internal enum ConnectionFailure
{
    /// <summary>The host name has no address.</summary>
    NameNotFound,

    /// <summary>No connection could be made to any address.</summary>
    Unreachable,

    /// <summary>The TLS handshake failed, or the certificate is not trusted.</summary>
    Tls,

    /// <summary>The connection was closed before the response was complete.</summary>
    Closed,

    /// <summary>The response is not HTTP.</summary>
    NotHttp,

    /// <summary>The response headers were too large.</summary>
    HeadersTooLarge,
}

/// <summary>The outcome of an attempt.</summary>
/// <param name="ResponseTime">Time from the start of the attempt, including connecting, to the response headers or the failure.</param>
internal abstract record CallbackOutcome(TimeSpan ResponseTime)
{
    /// <summary>The receiver returned 2xx.</summary>
    internal sealed record Delivered(int StatusCode, string Excerpt, TimeSpan ResponseTime) : CallbackOutcome(ResponseTime);

    /// <summary>The receiver returned another status, including redirects.</summary>
    /// <param name="StatusCode">The status, 300–599 (or beyond, if the receiver invents one).</param>
    /// <param name="RetryAfter">The delay that the receiver asked for; null for none.</param>
    /// <param name="Excerpt">The beginning of the response body.</param>
    /// <param name="ResponseTime">See the base.</param>
    internal sealed record Rejected(int StatusCode, TimeSpan? RetryAfter, string Excerpt, TimeSpan ResponseTime) : CallbackOutcome(ResponseTime);

    /// <summary>No status was received in time.</summary>
    internal sealed record TimedOut(TimeSpan ResponseTime) : CallbackOutcome(ResponseTime);

    /// <summary>The connection failed.</summary>
    internal sealed record ConnectionFailed(ConnectionFailure Kind, string Detail, TimeSpan ResponseTime) : CallbackOutcome(ResponseTime);

    /// <summary>The URL or one of its addresses is not allowed; nothing was sent.</summary>
    internal sealed record RefusedTarget(string Reason, TimeSpan ResponseTime) : CallbackOutcome(ResponseTime);

    /// <summary>The kept headers of the response, one a line; null without a response.</summary>
    public string? ResponseHeaders { get; init; }

    /// <summary>The response status; null without a response.</summary>
    public int? Status => this switch
    {
        Delivered delivered => delivered.StatusCode,
        Rejected rejected => rejected.StatusCode,
        _ => null,
    };

    /// <summary>Beginning of the response body; null without a response.</summary>
    public string? ResponseExcerpt => this switch
    {
        Delivered delivered => delivered.Excerpt,
        Rejected rejected => rejected.Excerpt,
        _ => null,
    };

    /// <summary>The error message; null if delivered.</summary>
    public string? Error => this switch
    {
        Rejected { StatusCode: >= 300 and < 400 } redirect => $"The receiver returned {redirect.StatusCode}; redirects are not followed",
        Rejected rejected => $"The receiver returned {rejected.StatusCode}",
        TimedOut => $"No response within {ResponseTime.TotalSeconds:0.#} s",
        ConnectionFailed failed => failed.Detail,
        RefusedTarget refused => refused.Reason,
        _ => null,
    };
}

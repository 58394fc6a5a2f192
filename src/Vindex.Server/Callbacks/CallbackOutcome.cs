namespace Vindex.Server.Callbacks;

/// <summary>Why no answer came over a connection.</summary>
internal enum ConnectionFailure
{
    /// <summary>The host name has no address.</summary>
    NameNotFound,

    /// <summary>No connection could be made to any address.</summary>
    Unreachable,

    /// <summary>The TLS handshake failed, or the certificate is not trusted.</summary>
    Tls,

    /// <summary>The connection ended before the answer did.</summary>
    Closed,

    /// <summary>What came back is not HTTP.</summary>
    NotHttp,

    /// <summary>The headers of the answer were larger than the client reads.</summary>
    HeadersTooLarge,
}

/// <summary>How one attempt to deliver ended.</summary>
/// <param name="ResponseTime">From the start of the attempt, connecting included, to the headers of the answer or to its end.</param>
internal abstract record CallbackOutcome(TimeSpan ResponseTime)
{
    /// <summary>The receiver returned 2xx.</summary>
    internal sealed record Delivered(int StatusCode, string Excerpt, TimeSpan ResponseTime) : CallbackOutcome(ResponseTime);

    /// <summary>The receiver returned anything else, redirects included.</summary>
    /// <param name="StatusCode">The status, 300–599 (or beyond, if the receiver invents one).</param>
    /// <param name="RetryAfter">How long it asked to wait from the time of its answer on; null when it did not.</param>
    /// <param name="Excerpt">The beginning of its answer.</param>
    /// <param name="ResponseTime">See the base.</param>
    internal sealed record Rejected(int StatusCode, TimeSpan? RetryAfter, string Excerpt, TimeSpan ResponseTime) : CallbackOutcome(ResponseTime);

    /// <summary>No status came within the time limit.</summary>
    internal sealed record TimedOut(TimeSpan ResponseTime) : CallbackOutcome(ResponseTime);

    /// <summary>The connection failed.</summary>
    internal sealed record ConnectionFailed(ConnectionFailure Kind, string Detail, TimeSpan ResponseTime) : CallbackOutcome(ResponseTime);

    /// <summary>The URL or an address behind it is not one that callbacks go to; nothing was sent.</summary>
    internal sealed record RefusedTarget(string Reason, TimeSpan ResponseTime) : CallbackOutcome(ResponseTime);

    /// <summary>The status of the answer; null when none came.</summary>
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

    /// <summary>What went wrong, for people; null when delivered.</summary>
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

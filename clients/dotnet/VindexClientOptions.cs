using System.Security.Cryptography;

namespace Vindex.Client;

/// <summary>How a <see cref="VindexClient"/> reaches its server.</summary>
public sealed class VindexClientOptions
{
    /// <summary>The address of the server, such as <c>https://vindex.example.com</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>An API key, <c>vx_…</c>; without one, only operations that need none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Time for one attempt: until the response has been read, or of a stream until it begins. Default 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>When requests are sent again.</summary>
    public RetryPolicy Retries { get; init; } = new();

    /// <summary>The clock of timeouts, delays and dates in responses.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

/// <summary>How often and after which delays a request is repeated.</summary>
public sealed class RetryPolicy
{
    /// <summary>Attempts in all; 1 turns retries off. Default 4.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Longest delay before the second attempt. It doubles with each attempt. Default 500 ms.</summary>
    public TimeSpan Base { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest delay. If the server asks for a longer one, the exception is thrown instead. Default 60 s.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From 0 to 1; spreads the requests of several clients.</summary>
    public Func<double> Random { get; init; } = () => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    /// <summary>Time to wait after an attempt, counted from 1; null for giving up.</summary>
    internal TimeSpan? Delay(int attempt, TimeSpan? retryAfter)
    {
        if (attempt >= Attempts) return null;
        if (retryAfter is { } asked) return asked > Longest ? null : asked + (Base * Random());
        var backoff = Math.Min(Longest.TotalSeconds, Base.TotalSeconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromSeconds(backoff * (0.5 + (0.5 * Random())));
    }
}

/// <summary>Counts the attempts of one operation.</summary>
internal sealed class AttemptCounter(RetryPolicy policy, TimeProvider time)
{
    private int _made;

    /// <summary>Waits and returns true if the operation should be tried again.</summary>
    public async Task<bool> AgainAsync(VindexException error, bool isRepeatable, CancellationToken cancellationToken)
    {
        _made++;
        if (!MayRepeat(error, isRepeatable) || policy.Delay(_made, (error as ApiException)?.RetryAfter) is not { } delay) return false;
        await Task.Delay(delay, time, cancellationToken);
        return true;
    }

    // Whether a request can be sent again after this error. One that is not repeatable must not have been executed.
    private static bool MayRepeat(VindexException error, bool isRepeatable) => error switch
    {
        ConnectionFailedException => isRepeatable,
        RateLimitedException => true,
        // Rejected before it was executed, unless the store did not respond or a proxy wrote this.
        UnavailableException { Code: var code } => isRepeatable || code is not ("store_unavailable" or "http_503"),
        ApiException { Status: 502 or 504 } or ApiException { Code: "idempotency_running" } => isRepeatable,
        _ => false,
    };
}

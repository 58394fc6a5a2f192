using System.Text.Json.Serialization;
using Vindex.Scoring;

namespace Vindex.Models;

/// <summary>Why a model gave no score. Each is described in <c>docs/models.md</c>.</summary>
[JsonConverter(typeof(WireNames<ModelFailure>))]
public enum ModelFailure
{
    /// <summary>No connection, or it broke before the answer was complete.</summary>
    Unreachable,

    /// <summary>The endpoint is in a network that is not allowed.</summary>
    AddressRefused,

    /// <summary>The endpoint does not accept the key (401, 403).</summary>
    Unauthorized,

    /// <summary>The endpoint does not know the model or the path (404).</summary>
    ModelNotFound,

    /// <summary>The endpoint does not accept the request (other 4xx).</summary>
    Rejected,

    /// <summary>The endpoint limits requests, and the deadline is before its next one (429).</summary>
    RateLimited,

    /// <summary>The account at the provider has no quota left (402, or 429 with that code).</summary>
    QuotaExhausted,

    /// <summary>The endpoint failed, also when asked again (5xx).</summary>
    ServerError,

    /// <summary>The endpoint redirects, which is not followed.</summary>
    Redirected,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The response is larger than the limit.</summary>
    ResponseTooLarge,

    /// <summary>The answer is not what was asked for, also after it was asked to repair it.</summary>
    InvalidAnswer,

    /// <summary>The model, or a filter of its provider, declined to answer.</summary>
    Declined,

    /// <summary>The answer ended at the limit of tokens.</summary>
    Truncated,

    /// <summary>Recent calls failed, so the endpoint is left alone for a moment.</summary>
    CircuitOpen,

    /// <summary>No call could begin before the deadline, because of the limits in the settings.</summary>
    Busy,

    /// <summary>The month's budget is spent.</summary>
    OverBudget,

    /// <summary>There is no connection of that name, or its key cannot be read.</summary>
    NotConfigured,
}

/// <summary>The names of the failures.</summary>
public static class ModelFailures
{
    private static readonly string[] s_codes =
        [.. Enum.GetNames<ModelFailure>().Select(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    /// <summary>The name in settings, logs and messages, such as <c>rate_limited</c>.</summary>
    public static string Code(this ModelFailure failure) => s_codes[(int)failure];

    /// <summary>What happened, as the end of a sentence that begins with the model's name.</summary>
    public static string Describe(this ModelFailure failure) => failure switch
    {
        ModelFailure.Unreachable => "could not be reached",
        ModelFailure.AddressRefused => "is in a network that is not allowed",
        ModelFailure.Unauthorized => "does not accept the API key",
        ModelFailure.ModelNotFound => "is not known to its endpoint",
        ModelFailure.Rejected => "did not accept the request",
        ModelFailure.RateLimited => "limits requests at the moment",
        ModelFailure.QuotaExhausted => "has no quota left",
        ModelFailure.ServerError => "failed",
        ModelFailure.Redirected => "redirects to another address",
        ModelFailure.TimedOut => "did not answer in time",
        ModelFailure.ResponseTooLarge => "sent more than is accepted",
        ModelFailure.InvalidAnswer => "did not answer in the required form",
        ModelFailure.Declined => "declined to answer",
        ModelFailure.Truncated => "needed more tokens than it may use",
        ModelFailure.CircuitOpen => "has failed several times and is left alone for a moment",
        ModelFailure.Busy => "is busy with other tickets",
        ModelFailure.OverBudget => "has no budget left this month",
        ModelFailure.NotConfigured => "is not configured",
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "Unknown failure."),
    };
}

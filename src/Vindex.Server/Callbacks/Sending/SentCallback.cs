using Vindex.Server.Callbacks.Signatures;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks.Sending;

/// <summary>An attempt that was made: what was sent, and what came back without the secrets that a receiver may have repeated.</summary>
internal sealed class SentCallback
{
    private readonly string _requestHeaders;
    private readonly IReadOnlyList<CallbackSecret> _secrets;

    public SentCallback(IEnumerable<KeyValuePair<string, string>> headers, IReadOnlyList<CallbackSecret> secrets, CallbackOutcome outcome)
    {
        _requestHeaders = HeaderLines.Write(headers);
        _secrets = secrets;
        Outcome = outcome;
    }

    /// <summary>How it ended.</summary>
    public CallbackOutcome Outcome { get; }

    /// <summary>The attempt with all that is kept of it.</summary>
    public DeliveryAttempt Record(DeliveryAttempt attempt, string url) => attempt with
    {
        ResponseExcerpt = WithoutSecrets(attempt.ResponseExcerpt),
        Url = url,
        RequestHeaders = Outcome is CallbackOutcome.RefusedTarget ? null : _requestHeaders,
        ResponseHeaders = WithoutSecrets(Outcome.ResponseHeaders),
    };

    private string? WithoutSecrets(string? text)
    {
        if (text is null) return null;
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret.Text, "[secret]", StringComparison.Ordinal);
            if (secret.Text.StartsWith(CallbackSecret.Prefix, StringComparison.Ordinal))
                text = text.Replace(secret.Text[CallbackSecret.Prefix.Length..], "[secret]", StringComparison.Ordinal);
        }

        return text;
    }
}

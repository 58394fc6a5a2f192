using Vindex.Server.Callbacks.Signatures;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Callbacks.Sending;

/// <summary>An attempt that was made: what was sent, and what came back without the secrets that a receiver may have repeated.</summary>
internal sealed class SentCallback
{
    private readonly string _requestHeaders;
    private readonly IReadOnlyList<string> _hidden;

    /// <summary>An attempt.</summary>
    /// <param name="headers">The headers that were sent, as they are kept.</param>
    /// <param name="hidden">Texts that are not kept where the receiver repeats them.</param>
    /// <param name="outcome">How it ended.</param>
    public SentCallback(IEnumerable<KeyValuePair<string, string>> headers, IEnumerable<string> hidden, CallbackOutcome outcome)
    {
        _requestHeaders = HeaderLines.Write(headers);
        _hidden = [.. hidden];
        Outcome = outcome;
    }

    /// <summary>How it ended.</summary>
    public CallbackOutcome Outcome { get; }

    /// <summary>A secret as a receiver may repeat it: with its prefix and without.</summary>
    public static IEnumerable<string> FormsOf(CallbackSecret secret)
    {
        yield return secret.Text;
        if (secret.Text.StartsWith(CallbackSecret.Prefix, StringComparison.Ordinal)) yield return secret.Text[CallbackSecret.Prefix.Length..];
    }

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
        foreach (var hidden in _hidden) text = text.Replace(hidden, "[secret]", StringComparison.Ordinal);
        return text;
    }
}

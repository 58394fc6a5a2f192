using Vindex.Server.Security.Sessions;

namespace Vindex.Server.SingleSignOn;

/// <summary>Why signing in with a provider failed, as far as the person who tried needs to know. The log says more.</summary>
internal enum ProviderRefusal
{
    /// <summary>This browser has not started it, or too long ago, or it was completed before.</summary>
    NotStarted,

    /// <summary>The person canceled it at the provider, or the provider does not let the person in.</summary>
    Denied,

    /// <summary>The provider does not answer, or not in a way that can be trusted.</summary>
    ProviderFailed,

    /// <summary>There is no account, and the provider may not create one.</summary>
    NoAccount,

    /// <summary>The person has no role here.</summary>
    NoRole,

    /// <summary>A new account needs an e-mail address, which the provider did not send.</summary>
    NoEmail,

    /// <summary>Another account has the e-mail address.</summary>
    EmailTaken,

    /// <summary>The identity is connected to another account.</summary>
    ConnectedElsewhere,
}

/// <summary>The end of a sign-in with a provider.</summary>
internal abstract record ProviderOutcome
{
    private ProviderOutcome()
    {
    }

    /// <summary>A session was started.</summary>
    /// <param name="Session">The session.</param>
    /// <param name="Return">Where the person wanted to go.</param>
    public sealed record Started(SignedIn Session, string Return) : ProviderOutcome;

    /// <summary>The identity was connected to the account of the session.</summary>
    public sealed record Connected : ProviderOutcome;

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(ProviderRefusal Reason) : ProviderOutcome;

    /// <summary>There were too many attempts.</summary>
    public sealed record Limited(Refusal Reason) : ProviderOutcome;
}

/// <summary>The parameters of a provider's answer (RFC 6749, 4.1.2; RFC 9207).</summary>
internal sealed record ProviderAnswer(string? State, string? Code, string? Error, string? Issuer);

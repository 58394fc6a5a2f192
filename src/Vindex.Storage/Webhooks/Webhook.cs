using Vindex.Storage.Installations;

namespace Vindex.Storage.Webhooks;

/// <summary>How a webhook gets its events.</summary>
public enum WebhookKind
{
    /// <summary>They are sent to its URL.</summary>
    Http,

    /// <summary>Its receiver asks for them.</summary>
    Poll,
}

/// <summary>How a webhook's requests are signed.</summary>
public enum WebhookSigning
{
    /// <summary>With the shared secret (<c>v1</c>).</summary>
    Hmac,

    /// <summary>With the private key of a pair (<c>v1a</c>).</summary>
    Ed25519,

    /// <summary>Both.</summary>
    Both,
}

/// <summary>Which events a webhook gets; null means that nothing is left out.</summary>
/// <param name="Types">Types of events.</param>
/// <param name="Customers">Customers, for events that have one.</param>
/// <param name="Projects">Projects, for events that have one.</param>
/// <param name="FeedbackTypes">Types of feedback, for events that have one.</param>
public sealed record WebhookSelection(
    IReadOnlyList<string>? Types = null, IReadOnlyList<string>? Customers = null, IReadOnlyList<string>? Projects = null,
    IReadOnlyList<string>? FeedbackTypes = null)
{
    /// <summary>Everything.</summary>
    public static WebhookSelection All { get; } = new();

    /// <summary>Whether an event passes.</summary>
    public bool Passes(EventSubject subject) =>
        Has(Types, subject.Type) && HasIfAny(Customers, subject.CustomerId) && HasIfAny(Projects, subject.Project)
        && HasIfAny(FeedbackTypes, subject.FeedbackType);

    private static bool Has(IReadOnlyList<string>? allowed, string value) => allowed is null || allowed.Contains(value, StringComparer.Ordinal);

    private static bool HasIfAny(IReadOnlyList<string>? allowed, string? value) => value is null || Has(allowed, value);
}

/// <summary>An endpoint of a company that gets webhook events.</summary>
public sealed record Webhook
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The company that owns it.</summary>
    public required string CompanyId { get; init; }

    /// <summary>How it gets its events.</summary>
    public required WebhookKind Kind { get; init; }

    /// <summary>Where events are sent; null for one that is polled.</summary>
    public string? Url { get; init; }

    /// <summary>What it is for; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Which events it gets.</summary>
    public WebhookSelection Selection { get; init; } = WebhookSelection.All;

    /// <summary>Headers of its own that are sent with each request, encrypted by the caller; null for none.</summary>
    public byte[]? Headers { get; init; }

    /// <summary>How its requests are signed.</summary>
    public WebhookSigning Signing { get; init; }

    /// <summary>Its secrets, encrypted by the caller.</summary>
    public required SealedSecrets Secrets { get; init; }

    /// <summary>How it has been answering, and whether it is disabled.</summary>
    public EndpointState Endpoint { get; init; } = EndpointState.Clean;

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Number of its changes. A change names the version that it is based on and is refused if there is a newer one.</summary>
    public long Version { get; init; } = 1;
}

/// <summary>A change of a webhook.</summary>
/// <param name="Changed">The webhook as it is to be; its version is the one the change was made from.</param>
/// <param name="Endpoint">Enables or disables it; null leaves it as it is. When disabled, everything that waits for it ends as disabled.</param>
public sealed record WebhookUpdate(Webhook Changed, EndpointState? Endpoint = null);

/// <summary>The result of adding a webhook.</summary>
public enum WebhookAdded
{
    /// <summary>It is stored.</summary>
    Added,

    /// <summary>The company has as many as it may have.</summary>
    TooMany,

    /// <summary>The company does not exist (any longer).</summary>
    NoCompany,
}

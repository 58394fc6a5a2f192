namespace Vindex.Storage.Installations;

/// <summary>Why an installation's endpoint receives no callbacks.</summary>
public enum DisabledReason
{
    /// <summary>It answered 410.</summary>
    Gone,

    /// <summary>Every attempt failed for too long.</summary>
    OnlyFailures,

    /// <summary>A person disabled it.</summary>
    Manual,
}

/// <summary>How an installation's endpoint has been answering.</summary>
/// <param name="FailingSince">The first failure after the latest success; null if there is none.</param>
/// <param name="DisabledAt">Since when it is disabled; null if it is not.</param>
/// <param name="Reason">Why it is disabled; null if it is not.</param>
public sealed record EndpointState(DateTimeOffset? FailingSince, DateTimeOffset? DisabledAt, DisabledReason? Reason)
{
    /// <summary>A new endpoint, or one that was enabled again.</summary>
    public static EndpointState Clean { get; } = new(null, null, null);

    /// <summary>Whether callbacks are disabled.</summary>
    public bool IsDisabled => DisabledAt is not null;

    /// <summary>Disabled by a person; unchanged when it is disabled already.</summary>
    public EndpointState DisableManually(DateTimeOffset now) => IsDisabled ? this : this with { DisabledAt = now, Reason = DisabledReason.Manual };
}

/// <summary>The shared secrets of an installation, encrypted by the caller; the store cannot read them.</summary>
/// <param name="Current">The current secret.</param>
/// <param name="Previous">The previous secret; null if there is none.</param>
/// <param name="PreviousValidUntil">Until when the previous one is accepted and signs; null without one.</param>
public sealed record SealedSecrets(byte[] Current, byte[]? Previous, DateTimeOffset? PreviousValidUntil)
{
    /// <summary>Those that are live at an instant, newest first.</summary>
    public IEnumerable<byte[]> Live(DateTimeOffset now)
    {
        yield return Current;
        if (Previous is not null && now < PreviousValidUntil)
        {
            yield return Previous;
        }
    }
}

/// <summary>A customer whose tickets come from a source.</summary>
/// <param name="CustomerId">The customer; it has at most one installation.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="Source">Where tickets come from: <c>jiraforge</c>, <c>github</c>, ….</param>
/// <param name="ExternalId">Its id in the source; unique within company and source, not over companies.</param>
/// <param name="CallbackUrl">Where callbacks go; null for none.</param>
/// <param name="DisplayName">Display name; null for none.</param>
/// <param name="Settings">A JSON object that the store does not look into.</param>
/// <param name="Secrets">The shared secrets.</param>
/// <param name="Endpoint">The state of its endpoint.</param>
/// <param name="CreatedAt">When it was registered.</param>
public sealed record Installation(
    string CustomerId,
    string CompanyId,
    string Source,
    string ExternalId,
    string? CallbackUrl,
    string? DisplayName,
    string Settings,
    SealedSecrets Secrets,
    EndpointState Endpoint,
    DateTimeOffset CreatedAt)
{
    /// <summary>Number of its changes. A change names the version that it is based on and is refused if there is a newer one.</summary>
    public long Version { get; init; } = 1;
}

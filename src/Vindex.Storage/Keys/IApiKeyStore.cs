using Vindex.Storage.Audit;
using Vindex.Storage.Users;

namespace Vindex.Storage.Keys;

/// <summary>An API key as it is kept: its secret only as SHA-256.</summary>
/// <param name="Id">The public part of the key, 12 characters; unique over all companies.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="Name">Display name.</param>
/// <param name="Scopes">Its scopes, by name.</param>
/// <param name="CustomerIds">The customers that it is limited to; null for all of the company's.</param>
/// <param name="SecretHash">SHA-256 of the secret.</param>
/// <param name="PreviousSecretHash">SHA-256 of the secret before the last rotation; null if there is none.</param>
/// <param name="PreviousValidUntil">Until when the previous secret is accepted.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">Expiry; null for none.</param>
public sealed record ApiKey(
    string Id,
    string CompanyId,
    string Name,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string>? CustomerIds,
    byte[] SecretHash,
    byte[]? PreviousSecretHash,
    DateTimeOffset? PreviousValidUntil,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt)
{
    /// <summary>The person who created it for themselves; null for a key of the company.</summary>
    public string? UserId { get; init; }

    /// <summary>That person as they are now; null for a key of the company. Read, never stored.</summary>
    public KeyPerson? Person { get; init; }
}

/// <summary>What the rights of a personal key depend on besides its scopes.</summary>
/// <param name="Role">The person's role in the company.</param>
/// <param name="HasPassword">Whether the account has a password.</param>
/// <param name="HasSecondFactor">Whether the account has a second factor.</param>
/// <param name="RequiresSecondFactor">Whether the company requires one.</param>
public sealed record KeyPerson(Role Role, bool HasPassword, bool HasSecondFactor, bool RequiresSecondFactor);

/// <summary>API keys. A personal key exists as long as its person belongs to the company.</summary>
public interface IApiKeyStore
{
    /// <summary>Adds a key. False if the id is taken, the company does not exist, or its person does not belong to the company.</summary>
    Task<bool> AddAsync(ApiKey key, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>A key by its public part, whatever its company; null if there is none (or its company is being deleted).</summary>
    Task<ApiKey?> FindAsync(string keyId, CancellationToken cancellationToken);

    /// <summary>The keys of a company, oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> ListAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>Deletes a key of a company. False if the company has no such key.</summary>
    Task<bool> DeleteAsync(string companyId, string keyId, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Gives a key a new secret; the present one becomes the previous. Returns the key as it is now; null if the company has no such key.</summary>
    Task<ApiKey?> RotateAsync(
        string companyId, string keyId, byte[] secretHash, DateTimeOffset previousValidUntil, AuditEntry audit, CancellationToken cancellationToken);
}

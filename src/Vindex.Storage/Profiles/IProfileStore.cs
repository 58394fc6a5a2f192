using Vindex.Storage.Audit;

namespace Vindex.Storage.Profiles;

/// <summary>A scoring profile of a company; the document is opaque to the store.</summary>
/// <param name="CompanyId">Its company.</param>
/// <param name="Name">Its name, the value of <c>system_type</c>; unique within the company.</param>
/// <param name="Document">JSON.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record StoredProfile(string CompanyId, string Name, string Document, DateTimeOffset UpdatedAt);

/// <summary>Scoring profiles of companies.</summary>
public interface IProfileStore
{
    /// <summary>Adds or replaces. False if the company does not exist.</summary>
    Task<bool> PutAsync(StoredProfile profile, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>One profile; null if the company has none of that name.</summary>
    Task<StoredProfile?> FindAsync(string companyId, string name, CancellationToken cancellationToken);

    /// <summary>The profiles of a company, by name.</summary>
    Task<IReadOnlyList<StoredProfile>> ListAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>Deletes. False if the company has none of that name.</summary>
    Task<bool> DeleteAsync(string companyId, string name, AuditEntry audit, CancellationToken cancellationToken);
}

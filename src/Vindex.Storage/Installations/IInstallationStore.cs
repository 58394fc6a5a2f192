using Vindex.Storage.Audit;

namespace Vindex.Storage.Installations;

/// <summary>What came of adding an installation.</summary>
public enum InstallationAdded
{
    /// <summary>It is stored.</summary>
    Added,

    /// <summary>The customer is not (or no longer) the company's.</summary>
    NoCustomer,

    /// <summary>The customer is an installation already.</summary>
    CustomerTaken,

    /// <summary>The company has an installation of this source and external id already.</summary>
    ExternalIdTaken,
}

/// <summary>Installations and their sealed secrets.</summary>
public interface IInstallationStore
{
    /// <summary>Adds an installation of a customer that exists.</summary>
    Task<InstallationAdded> AddAsync(Installation installation, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The installations of all companies that have this source and external id; the secret decides which is meant.</summary>
    Task<IReadOnlyList<Installation>> FindAsync(string source, string externalId, CancellationToken cancellationToken);

    /// <summary>A company's installation of this source and external id; null when it has none.</summary>
    Task<Installation?> FindAsync(string companyId, string source, string externalId, CancellationToken cancellationToken);

    /// <summary>A company's installation by customer; null when there is none or it is another company's.</summary>
    Task<Installation?> FindByCustomerAsync(string companyId, string customerId, CancellationToken cancellationToken);

    /// <summary>Whether there is any, of whatever company.</summary>
    Task<bool> AnyAsync(CancellationToken cancellationToken);

    /// <summary>A company's installations, oldest first; of these customers only, unless null.</summary>
    Task<IReadOnlyList<Installation>> ListAsync(string companyId, IReadOnlyList<string>? customerIds, CancellationToken cancellationToken);

    /// <summary>
    /// Stores callback URL, display name and settings, and enables or disables the endpoint where <paramref name="endpoint"/> is given: disabled, what waits
    /// for it ends as disabled in the same transaction. Returns the installation as it is now; null when the company has none for this customer.
    /// </summary>
    Task<Installation?> UpdateAsync(
        string companyId, string customerId, string? callbackUrl, string? displayName, string settings, EndpointState? endpoint, AuditEntry audit,
        CancellationToken cancellationToken);

    /// <summary>
    /// Makes a sealed secret the current one; the present one becomes the previous. Returns the installation as it is now; null when the company has none for
    /// this customer.
    /// </summary>
    Task<Installation?> RotateAsync(
        string companyId, string customerId, byte[] secret, DateTimeOffset previousValidUntil, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes an installation; the customer and its scores stay. What waits for its endpoint ends as disabled, its queued jobs are deleted. False when the
    /// company has none for this customer.
    /// </summary>
    Task<bool> DeleteAsync(string companyId, string customerId, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken);
}

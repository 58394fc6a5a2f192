using Vindex.Storage.Audit;
using Vindex.Storage.Companies;

namespace Vindex.Storage.Installations;

/// <summary>The result of adding an installation.</summary>
public enum InstallationAdded
{
    /// <summary>It is stored.</summary>
    Added,

    /// <summary>The customer is not (or no longer) the company's.</summary>
    NoCustomer,

    /// <summary>The customer is already an installation.</summary>
    CustomerTaken,

    /// <summary>The company already has an installation of this source and external id.</summary>
    ExternalIdTaken,

    /// <summary>The id of the customer to create is taken, perhaps by another company.</summary>
    CustomerIdTaken,
}

/// <summary>A customer to make together with its installation.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Audit">The audit entry that is stored with it.</param>
public sealed record CustomerOfInstallation(Customer Customer, AuditEntry Audit);

/// <summary>A change of an installation.</summary>
/// <param name="Changed">The installation as it is to be; callback URL, display name and settings are stored. Its version is the one the change was made
/// from.</param>
/// <param name="Endpoint">Enables or disables the endpoint; null leaves it as it is. When disabled, everything that waits for it ends as disabled.</param>
public sealed record InstallationUpdate(Installation Changed, EndpointState? Endpoint = null);

/// <summary>A new secret for an installation; the current one becomes the previous one.</summary>
/// <param name="Of">The installation, in the version that the rotation was made from.</param>
/// <param name="Secret">The new secret, sealed.</param>
/// <param name="PreviousValidUntil">Until when the current secret is accepted.</param>
public sealed record SecretRotation(Installation Of, byte[] Secret, DateTimeOffset PreviousValidUntil);

/// <summary>The result of a change.</summary>
/// <param name="Installation">The installation after the change; null if nothing was changed.</param>
/// <param name="IsOutdated">True if it was changed by someone else since: read it again and repeat. False without an installation: it does not exist.</param>
public readonly record struct InstallationChanged(Installation? Installation, bool IsOutdated);

/// <summary>What ends with an installation.</summary>
/// <param name="Jobs">Queued jobs.</param>
/// <param name="Deliveries">Callbacks that wait for an attempt.</param>
public sealed record InstallationWork(long Jobs, long Deliveries);

/// <summary>Installations and their sealed secrets.</summary>
public interface IInstallationStore
{
    /// <summary>Adds an installation, of a customer that exists or of a new one.</summary>
    Task<InstallationAdded> AddAsync(Installation installation, CustomerOfInstallation? customer, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The installations of all companies that have this source and external id; the secret decides which is meant.</summary>
    Task<IReadOnlyList<Installation>> FindAsync(string source, string externalId, CancellationToken cancellationToken);

    /// <summary>A company's installation of this source and external id; null if it has none.</summary>
    Task<Installation?> FindAsync(string companyId, string source, string externalId, CancellationToken cancellationToken);

    /// <summary>A company's installation by customer; null if there is none or it is another company's.</summary>
    Task<Installation?> FindByCustomerAsync(string companyId, string customerId, CancellationToken cancellationToken);

    /// <summary>A company's installations, oldest first; of these customers only, unless null.</summary>
    Task<IReadOnlyList<Installation>> ListAsync(string companyId, IReadOnlyList<string>? customerIds, CancellationToken cancellationToken);

    /// <summary>What waits for an installation.</summary>
    Task<InstallationWork> WaitingAsync(string companyId, string customerId, CancellationToken cancellationToken);

    /// <summary>Changes an installation, unless it was changed since.</summary>
    Task<InstallationChanged> UpdateAsync(InstallationUpdate update, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Makes a sealed secret the current one, unless the installation was changed since.</summary>
    Task<InstallationChanged> RotateAsync(SecretRotation rotation, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes an installation; the customer and its scores stay. What waits for its endpoint ends as disabled, its queued jobs are deleted. False if the
    /// company has none for this customer.
    /// </summary>
    Task<bool> DeleteAsync(string companyId, string customerId, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken);
}

using Vindex.Storage.Audit;

namespace Vindex.Storage.Companies;

/// <summary>A company, the tenant: its scores, keys and customers are isolated from those of all others.</summary>
/// <param name="Id">Opaque id, chosen by the caller, never used again.</param>
/// <param name="Slug">Lower-case name for use in project ids; unique.</param>
/// <param name="Name">Display name.</param>
/// <param name="DefaultCustomerId">The customer that a request without one means.</param>
/// <param name="QualityGateTenths">Lowest overall score that passes, in tenths (70 = 7.0).</param>
/// <param name="TimeZone">IANA zone of its statistics; null for UTC.</param>
/// <param name="RetentionDays">Scores and feedback older than this are deleted daily; null keeps them.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record Company(
    string Id, string Slug, string Name, string DefaultCustomerId, int QualityGateTenths, string? TimeZone, int? RetentionDays, DateTimeOffset CreatedAt);

/// <summary>One integration of a company.</summary>
/// <param name="Id">Id on the wire, for example <c>acme_jira_8f2c</c>; unique over all companies.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="Name">Display name.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record Customer(string Id, string CompanyId, string Name, DateTimeOffset CreatedAt)
{
    /// <summary>Whether anyone may see its average score, as a badge. Off by default.</summary>
    public bool Badge { get; init; }
}

/// <summary>Companies and their customers.</summary>
public interface ICompanyStore
{
    /// <summary>Adds a company with its default customer. False if the id, the slug or the customer's id is taken; nothing is stored then.</summary>
    Task<bool> AddAsync(Company company, Customer defaultCustomer, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>One company; null if there is none.</summary>
    Task<Company?> FindAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>One company by slug; null if there is none.</summary>
    Task<Company?> FindBySlugAsync(string slug, CancellationToken cancellationToken);

    /// <summary>All companies, newest first, walked by cursor.</summary>
    Task<ListPage<Company>> ListAsync(PagePosition? after, int limit, CancellationToken cancellationToken);

    /// <summary>Stores name, gate, zone and retention of <paramref name="company"/>. False if there is no such company.</summary>
    Task<bool> UpdateAsync(Company company, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a company and everything that belongs to it, except the audit log. It and its keys are gone at once; its scores and feedback follow in
    /// batches, and an interrupted deletion is finished by <see cref="FinishDeletionsAsync"/>. A call that is canceled after the first step answers true:
    /// the company is deleted. False if there is no such company.
    /// </summary>
    Task<bool> DeleteAsync(string companyId, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Finishes deletions that were interrupted.</summary>
    Task FinishDeletionsAsync(CancellationToken cancellationToken);

    /// <summary>Adds a customer. False if the id is taken or the company does not exist.</summary>
    Task<bool> AddCustomerAsync(Customer customer, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Stores name and badge of <paramref name="customer"/>. False if the company has no such customer.</summary>
    Task<bool> UpdateCustomerAsync(Customer customer, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>A customer of a company; null if it does not exist or is another company's.</summary>
    Task<Customer?> FindCustomerAsync(string companyId, string customerId, CancellationToken cancellationToken);

    /// <summary>The customers of a company, oldest first.</summary>
    Task<IReadOnlyList<Customer>> ListCustomersAsync(string companyId, CancellationToken cancellationToken);
}

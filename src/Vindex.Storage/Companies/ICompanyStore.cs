using Vindex.Storage.Audit;
using Vindex.Storage.Deletions;

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
    string Id, string Slug, string Name, string DefaultCustomerId, int QualityGateTenths, string? TimeZone, int? RetentionDays, DateTimeOffset CreatedAt)
{
    /// <summary>Who judges its tickets: JSON, opaque to the store; null for the offline judge. Changed with <see cref="Judging.IJudgingStore"/>.</summary>
    public string? Judging { get; init; }

    /// <summary>The sealed key of its own model; null if it has none.</summary>
    public byte[]? ModelKey { get; init; }

    /// <summary>Whether someone chose <see cref="QualityGateTenths"/>, or it is the default.</summary>
    public bool IsGateDecided { get; init; }

    /// <summary>Its checklist of first steps. Changed with <see cref="ICompanyStore.SetChecklistAsync"/>.</summary>
    public ChecklistState Checklist { get; init; }

    /// <summary>Whether its people need a second factor if they sign in with a password.</summary>
    public bool RequiresSecondFactor { get; init; }
}

/// <summary>Whether a company's checklist of first steps is shown.</summary>
public enum ChecklistState
{
    /// <summary>It is shown until every step is done.</summary>
    Open,

    /// <summary>Someone hid it.</summary>
    Hidden,

    /// <summary>Every step was done once; it does not come back when something is deleted.</summary>
    Done,
}

/// <summary>What exists of a company.</summary>
/// <param name="HasScore">A score.</param>
/// <param name="HasInstallation">An installation.</param>
/// <param name="HasEvent">A ticket that was received from an installation, whatever became of it.</param>
/// <param name="HasOthers">A second account, or an invitation.</param>
public sealed record CompanyProgress(bool HasScore, bool HasInstallation, bool HasEvent, bool HasOthers);

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

    /// <summary>
    /// Stores name, gate (and whether it is decided), zone, retention and whether a second factor is required of <paramref name="company"/>. False if there
    /// is no such company.
    /// </summary>
    Task<bool> UpdateAsync(Company company, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>What exists of a company. Reads at most one row of each kind.</summary>
    Task<CompanyProgress> ProgressAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>Shows or hides the checklist. False if there is no such company.</summary>
    Task<bool> SetChecklistAsync(string companyId, ChecklistState state, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Ends the checklist if it is open.</summary>
    Task FinishChecklistAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a company with its keys, users and profiles. Its scores, feedback, jobs and deliveries are gone for every reader;
    /// <see cref="FinishDeletionAsync"/> deletes them. False if there is no such company.
    /// </summary>
    /// <param name="companyId">The company.</param>
    /// <param name="audit">Makes the entry of the audit log from the number of rows that remain to be deleted.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<bool> BeginDeletionAsync(string companyId, Func<DeletedRows, AuditEntry> audit, CancellationToken cancellationToken);

    /// <summary>The deleted companies whose rows are not all deleted yet.</summary>
    Task<IReadOnlyList<string>> DeletedAsync(CancellationToken cancellationToken);

    /// <summary>The rows of a deleted company that remain; null if none do.</summary>
    Task<DeletedRows?> LeftAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>Deletes the rows of a deleted company, except the audit log, in batches. If it is interrupted, the next call goes on.</summary>
    Task FinishDeletionAsync(string companyId, Func<AuditEntry> audit, CancellationToken cancellationToken);

    /// <summary>Adds a customer. False if the id is taken or the company does not exist.</summary>
    Task<bool> AddCustomerAsync(Customer customer, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Stores name and badge of <paramref name="customer"/>. False if the company has no such customer.</summary>
    Task<bool> UpdateCustomerAsync(Customer customer, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>A customer of a company; null if it does not exist or is another company's.</summary>
    Task<Customer?> FindCustomerAsync(string companyId, string customerId, CancellationToken cancellationToken);

    /// <summary>The customers of a company, oldest first.</summary>
    Task<IReadOnlyList<Customer>> ListCustomersAsync(string companyId, CancellationToken cancellationToken);
}

using Vindex.Storage.Audit;

namespace Vindex.Storage.Dashboards;

/// <summary>Dashboards of companies, and links to them.</summary>
public interface IDashboardStore
{
    /// <summary>Adds one. False if the company does not exist.</summary>
    Task<bool> AddAsync(Dashboard dashboard, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Those of a company, by name.</summary>
    Task<IReadOnlyList<Dashboard>> ListAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>One of a company; null if it has none of that id.</summary>
    Task<Dashboard?> FindAsync(string companyId, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Stores name and cards under the next version. False if the company does not have the dashboard, or it no longer has the version of
    /// <paramref name="dashboard"/>.
    /// </summary>
    /// <param name="dashboard">The dashboard as it is to be, with the version that it had.</param>
    /// <param name="audit">What is added to the audit log; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<bool> ChangeAsync(Dashboard dashboard, AuditEntry? audit, CancellationToken cancellationToken);

    /// <summary>Deletes one with its links. False if the company does not have it.</summary>
    Task<bool> DeleteAsync(string companyId, string id, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a link, and deletes those of the company that have expired. False if the user is not a member, or the dashboard is not the company's.
    /// </summary>
    Task<bool> AddLinkAsync(DashboardLink link, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The links to a dashboard that have not expired, oldest first.</summary>
    Task<IReadOnlyList<DashboardLink>> ListLinksAsync(string companyId, string dashboardId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The link of a token; null if there is none, or it has expired.</summary>
    Task<OpenedLink?> FindLinkAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Counts a visit. False if the link is gone.</summary>
    Task<bool> CountVisitAsync(string linkId, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Ends a link. False if the dashboard has no such link.</summary>
    Task<bool> RevokeLinkAsync(string companyId, string dashboardId, string linkId, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>What a company allows of links.</summary>
    Task<SharingRules> RulesAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>Stores what a company allows of links. False if the company does not exist.</summary>
    Task<bool> SetRulesAsync(string companyId, SharingRules rules, AuditEntry audit, CancellationToken cancellationToken);
}

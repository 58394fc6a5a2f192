using Vindex.Storage.Audit;

namespace Vindex.Storage.Views;

/// <summary>A page with its filters under a name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="UserId">The user who sees it; null for everyone in the company.</param>
/// <param name="Creator">Who created it, as in the audit log.</param>
/// <param name="Page">The page: <c>tickets</c>, ….</param>
/// <param name="Name">Its name.</param>
/// <param name="Query">The query of the page's URL, without a question mark.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record SavedView(
    string Id, string CompanyId, string? UserId, string Creator, string Page, string Name, string Query, DateTimeOffset CreatedAt);

/// <summary>Views that people have saved.</summary>
public interface IViewStore
{
    /// <summary>Adds one. False if the company does not exist or the user is not a member of it.</summary>
    Task<bool> AddAsync(SavedView view, CancellationToken cancellationToken);

    /// <summary>Those of a company that a user sees, by name: the user's own and the shared ones.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="userId">The user; null for the shared ones only.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<IReadOnlyList<SavedView>> ListAsync(string companyId, string? userId, CancellationToken cancellationToken);

    /// <summary>Changes name, query and user of one. False if the company does not have it, or the user is not a member.</summary>
    /// <param name="view">The view as it is to be.</param>
    /// <param name="audit">What is added to the audit log; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<bool> ChangeAsync(SavedView view, AuditEntry? audit, CancellationToken cancellationToken);

    /// <summary>Deletes one. False if the company does not have it.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="id">The view.</param>
    /// <param name="audit">What is added to the audit log; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<bool> DeleteAsync(string companyId, string id, AuditEntry? audit, CancellationToken cancellationToken);
}

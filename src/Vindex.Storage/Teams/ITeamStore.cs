using Vindex.Storage.Audit;

namespace Vindex.Storage.Teams;

/// <summary>
/// Teams of companies. What they give is read with a session (<see cref="Users.UserCompany.Teams"/>), and only for members whose role is
/// <see cref="Users.Role.Teams"/>.
/// </summary>
public interface ITeamStore
{
    /// <summary>The teams of a company, by name.</summary>
    Task<IReadOnlyList<Team>> ListAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>A team of a company; null if the company has none of that id.</summary>
    Task<Team?> FindAsync(string companyId, string teamId, CancellationToken cancellationToken);

    /// <summary>Adds a team without members.</summary>
    Task<TeamChange> AddAsync(Team team, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Changes name, role and customers of a team. Its members stay as they are.</summary>
    Task<TeamChange> ChangeAsync(Team team, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Deletes a team. False if the company has no such team.</summary>
    Task<bool> DeleteAsync(string companyId, string teamId, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Adds a member of the company to a team. False if the company has no such team or member; true without an entry if it was in the team.</summary>
    Task<bool> JoinAsync(string companyId, string teamId, string userId, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Takes a member out of a team. False if the team has no such member.</summary>
    Task<bool> LeaveAsync(string companyId, string teamId, string userId, AuditEntry audit, CancellationToken cancellationToken);
}

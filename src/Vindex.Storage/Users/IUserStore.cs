using Vindex.Storage.Audit;

namespace Vindex.Storage.Users;

/// <summary>What became of a change to a member.</summary>
public enum MemberChange
{
    /// <summary>It was made.</summary>
    Done,

    /// <summary>The company has no such member.</summary>
    NotFound,

    /// <summary>It would leave the company without an owner; nothing was changed.</summary>
    LastOwner,
}

/// <summary>Accounts, and who belongs to which company.</summary>
public interface IUserStore
{
    /// <summary>Adds an account with what it is given. False if id or e-mail is taken or the company does not exist; nothing is stored then.</summary>
    Task<bool> AddAsync(User user, Grant grant, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>One account; null if there is none.</summary>
    Task<User?> FindAsync(string userId, CancellationToken cancellationToken);

    /// <summary>One account by its e-mail in lower case; null if there is none.</summary>
    Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken);

    /// <summary>
    /// Gives an account more than it has: the role replaces the one it has in that company unless it is an owner there; administration is only added. Its
    /// password resets end, since they were made for an account that could do less. False if the account or the company does not exist.
    /// </summary>
    Task<bool> GrantAsync(string userId, Grant grant, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The members of a company, oldest first.</summary>
    Task<IReadOnlyList<Member>> ListMembersAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>A member of a company; null if the company has none of that id.</summary>
    Task<Member?> FindMemberAsync(string companyId, string userId, CancellationToken cancellationToken);

    /// <summary>Gives a member another role and ends the sessions that the member has in that company.</summary>
    Task<MemberChange> ChangeRoleAsync(string companyId, string userId, Role role, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a member out of a company, ends its sessions there and deletes its personal keys. An account that then belongs nowhere is deleted, unless it is
    /// an admin's.
    /// </summary>
    Task<MemberChange> RemoveAsync(string companyId, string userId, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Stores a new password and ends all sessions and resets of the account. False if there is no such account.</summary>
    Task<bool> SetPasswordAsync(string userId, string passwordHash, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Stores the same password hashed anew; sessions go on. Does nothing when it was changed meanwhile.</summary>
    Task RehashAsync(string userId, string presentHash, string newHash, CancellationToken cancellationToken);
}

using Vindex.Storage.Audit;

namespace Vindex.Storage.Users;

/// <summary>An invitation that waits to be accepted. Its link's token is kept only as SHA-256.</summary>
/// <param name="Id">Opaque id, never used again.</param>
/// <param name="TokenHash">SHA-256 of the token.</param>
/// <param name="Email">Who is invited, in lower case.</param>
/// <param name="Grant">What accepting gives.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">From when on it is refused.</param>
public sealed record Invitation(string Id, byte[] TokenHash, string Email, Grant Grant, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>A link that sets a new password. Its token is kept only as SHA-256.</summary>
/// <param name="TokenHash">SHA-256 of the token.</param>
/// <param name="UserId">Whose password.</param>
/// <param name="CompanyId">The company whose owner created it; it must then be the only company of the account. Null if an admin created it.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">From when on it is refused.</param>
public sealed record PasswordReset(byte[] TokenHash, string UserId, string? CompanyId, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>What became of an invitation to be made.</summary>
public enum InvitationAdded
{
    /// <summary>It was made, in place of an earlier one of the same person to the same company.</summary>
    Added,

    /// <summary>That person belongs to the company already.</summary>
    IsMember,

    /// <summary>There is no such company.</summary>
    NoCompany,
}

/// <summary>What became of an invitation to be accepted.</summary>
public enum InvitationUsed
{
    /// <summary>Whoever accepted has what it gives; the link is used up.</summary>
    Accepted,

    /// <summary>It does not exist (any more), or has expired.</summary>
    Gone,

    /// <summary>An account with that e-mail was made meanwhile; nothing was changed.</summary>
    EmailTaken,
}

/// <summary>
/// One-time links: invitations and password resets. Invitations that make an admin of the server are nothing that a company lists or changes, also where they
/// give a role in it as well: its owners could otherwise renew one and take it.
/// </summary>
public interface ILinkStore
{
    /// <summary>Adds an invitation.</summary>
    Task<InvitationAdded> InviteAsync(Invitation invitation, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The invitation of a token; null when there is none, or it has expired by then.</summary>
    Task<Invitation?> FindInvitationAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The invitations to a company that have not expired, oldest first.</summary>
    Task<IReadOnlyList<Invitation>> ListInvitationsAsync(string companyId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The newest invitation of a person that has not expired, without its teams; null when there is none.</summary>
    Task<Invitation?> FindInvitationOfAsync(string email, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gives an invitation another role; its teams stay. False when the company has no such invitation.</summary>
    Task<bool> ChangeInvitationAsync(string companyId, string invitationId, Role role, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Gives an invitation a new link; the earlier one is refused. False when the company has no such invitation.</summary>
    Task<bool> RenewInvitationAsync(
        string companyId, string invitationId, byte[] tokenHash, DateTimeOffset expiresAt, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Withdraws an invitation. False when the company has no such invitation.</summary>
    Task<bool> WithdrawInvitationAsync(string companyId, string invitationId, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>
    /// Uses an invitation up: makes a new account with what it gives, or (<paramref name="isNew"/> false) gives it to the account that there is.
    /// </summary>
    Task<InvitationUsed> AcceptAsync(byte[] tokenHash, DateTimeOffset now, User user, bool isNew, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Adds a reset in place of the account's earlier one. False when there is no such account.</summary>
    Task<bool> AddResetAsync(PasswordReset reset, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>
    /// Whose password a token may set; null when there is no such reset, it has expired by then, or the account has become more than its maker may reset.
    /// </summary>
    Task<User?> FindResetAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Uses a reset up: stores the password and ends all sessions of the account. False as for <see cref="FindResetAsync"/>.</summary>
    Task<bool> UseResetAsync(byte[] tokenHash, DateTimeOffset now, string passwordHash, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Deletes what has expired.</summary>
    Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

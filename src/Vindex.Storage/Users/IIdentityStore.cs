using Vindex.Storage.Audit;

namespace Vindex.Storage.Users;

/// <summary>An account of an OpenID Connect provider that signs in to an account here: issuer and subject together, never an e-mail address.</summary>
/// <param name="Id">Opaque id, to name it by.</param>
/// <param name="Issuer">The provider's issuer identifier, exactly as in its tokens.</param>
/// <param name="Subject">The provider's name for the person, unique at the issuer and never assigned to another.</param>
/// <param name="UserId">The account here.</param>
/// <param name="CreatedAt">When it was connected.</param>
public sealed record UserIdentity(string Id, string Issuer, string Subject, string UserId, DateTimeOffset CreatedAt);

/// <summary>Identities at providers, and the sign-ins with them that have been completed.</summary>
public interface IIdentityStore
{
    /// <summary>The account that an identity signs in to; null if there is none.</summary>
    Task<User?> FindUserAsync(string issuer, string subject, CancellationToken cancellationToken);

    /// <summary>The identities of an account, oldest first.</summary>
    Task<IReadOnlyList<UserIdentity>> ListAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Adds an identity to an account. False if the identity belongs to an account already, or there is no such account.</summary>
    Task<bool> AddAsync(UserIdentity identity, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>
    /// Creates an account with an identity and what it is given. False if the identity, the id or the e-mail address is taken, or a company does not exist;
    /// nothing is stored then.
    /// </summary>
    Task<bool> CreateUserAsync(User user, UserIdentity identity, IReadOnlyList<Grant> grants, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Removes an identity from an account. False if the account has no such identity.</summary>
    Task<bool> RemoveAsync(string userId, string identityId, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Records that a sign-in was completed. False if that one was completed before.</summary>
    /// <param name="stateHash">SHA-256 of its state, as hexadecimal digits.</param>
    /// <param name="expiresAt">From when on the state is refused anyway.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<bool> UseStateAsync(string stateHash, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Deletes records of sign-ins whose state has expired.</summary>
    Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

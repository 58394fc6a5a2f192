using Vindex.Storage.Audit;

namespace Vindex.Storage.Users;

/// <summary>The second factor of an account: a secret from which an authenticator app computes codes (RFC 6238).</summary>
/// <param name="Secret">The secret, sealed.</param>
/// <param name="IsOn">Whether signing in requires a code. Before that, no code has proved yet that the app has the secret.</param>
/// <param name="LastStep">The time step of the last code that was used; a code of that step or an earlier one is refused.</param>
/// <param name="RecoveryCodes">The number of unused recovery codes.</param>
/// <param name="ChangedAt">When it was turned on; before that, when it was prepared.</param>
public sealed record SecondFactor(byte[] Secret, bool IsOn, long LastStep, int RecoveryCodes, DateTimeOffset ChangedAt);

/// <summary>Second factors and recovery codes.</summary>
public interface ISecondFactorStore
{
    /// <summary>The second factor of an account; null if there is none.</summary>
    Task<SecondFactor?> FindAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a secret that is not on yet, in place of an earlier one that is not on. False if the second factor is on, or there is no such account.
    /// </summary>
    Task<bool> PrepareAsync(string userId, byte[] secret, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Turns a prepared second factor on, and ends all sessions of the account but one. False if that secret is not the prepared one any more.
    /// </summary>
    /// <param name="userId">The account.</param>
    /// <param name="secret">The sealed secret that the code was checked with.</param>
    /// <param name="step">The time step of the code.</param>
    /// <param name="recoveryCodes">Hashes of the recovery codes.</param>
    /// <param name="sessionId">The session that goes on.</param>
    /// <param name="audit">The entry.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<bool> TurnOnAsync(
        string userId, byte[] secret, long step, IReadOnlyList<string> recoveryCodes, string sessionId, AuditEntry audit,
        CancellationToken cancellationToken);

    /// <summary>Uses a code up. False if a code of that time step or a later one was used before, or the second factor is not on.</summary>
    Task<bool> UseStepAsync(string userId, long step, CancellationToken cancellationToken);

    /// <summary>Uses a recovery code up. False if the account has no such code.</summary>
    Task<bool> UseRecoveryCodeAsync(string userId, string codeHash, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Replaces all recovery codes of an account. False if its second factor is not on.</summary>
    Task<bool> ReplaceRecoveryCodesAsync(string userId, IReadOnlyList<string> recoveryCodes, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Removes a second factor with its recovery codes. False if the account has none that is on.</summary>
    Task<bool> RemoveAsync(string userId, AuditEntry audit, CancellationToken cancellationToken);
}

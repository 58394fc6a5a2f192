using Vindex.Server.Security.Sessions;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.SecondFactors;

/// <summary>The secret of an account that waits for the first code of the app.</summary>
/// <param name="Key">The secret, to type into the app.</param>
/// <param name="Uri">The secret, to open on the device with the app.</param>
internal sealed record SecondFactorSetup(string Key, string Uri);

/// <summary>
/// Second factors of accounts with a password: an authenticator app, and recovery codes in case it is lost. Secrets are sealed in the store; recovery codes are
/// hashed. A code works once, on all servers that share the store. Callers count attempts.
/// </summary>
internal sealed class SecondFactorService(
    ISecondFactorStore store, SecondFactorSeal seal, SessionService sessions, Randomness randomness, Audit audit, TimeProvider time)
{
    /// <summary>The longest text that can be a code.</summary>
    public const int MaxCode = 40;

    private static readonly TimeSpan s_setUpWithin = TimeSpan.FromMinutes(15);

    /// <summary>The second factor of an account that is on; null if there is none.</summary>
    public async Task<SecondFactor?> FindAsync(User user, CancellationToken cancellationToken) =>
        await store.FindAsync(user.Id, cancellationToken) is { IsOn: true } factor ? factor : null;

    /// <summary>Creates a secret, which counts only when a code of it was given.</summary>
    public async Task<Outcome<Success>> PrepareAsync(User user, CancellationToken cancellationToken)
    {
        var secret = seal.Seal(randomness.Bytes(Totp.SecretBytes));
        return await store.PrepareAsync(user.Id, secret, time.GetUtcNow(), cancellationToken)
            ? default(Success)
            : new Refusal.Conflict("second_factor_on", "Two-factor sign-in is already on.");
    }

    /// <summary>The secret that waits for its first code; null if there is none, or it was created more than 15 minutes ago.</summary>
    public async Task<SecondFactorSetup?> SetupAsync(User user, CancellationToken cancellationToken) =>
        await PreparedAsync(user, cancellationToken) is var (_, secret) ? new SecondFactorSetup(Totp.Text(secret), Totp.Uri(secret, user.Email)) : null;

    /// <summary>
    /// Turns the second factor on with a code of the app, and ends all other sessions of the account, which began without a code. Returns the recovery codes,
    /// which exist only in this result.
    /// </summary>
    public async Task<Outcome<IReadOnlyList<string>>> TurnOnAsync(SignedIn signedIn, string code, CancellationToken cancellationToken)
    {
        var user = signedIn.User;
        if (await PreparedAsync(user, cancellationToken) is not var (factor, secret)) return new Refusal.NotFound();
        if (Totp.Match(secret, WithoutSpaces(code), time.GetUtcNow()) is not { } step)
            return Refusal.Field("code_wrong", "This code is wrong. Check that the clock of your device is right.", "code", "is not the code of the app");
        var codes = RecoveryCodes.Create(randomness);
        var entry = audit.Entry(signedIn.Actor, "second_factor.on", signedIn.Company?.CompanyId, user.Id, ("email", user.Email));
        var isOn = await store.TurnOnAsync(user.Id, factor.Secret, step, Hashes(user, codes), signedIn.Session.Id, entry, cancellationToken);
        sessions.ForgetAccounts();
        return isOn ? Outcome.Of(codes) : new Refusal.NotFound();
    }

    /// <summary>Whether a code of the app or a recovery code is right; it is then used up.</summary>
    /// <param name="user">The account.</param>
    /// <param name="companyId">The company whose audit log gets an entry about a recovery code; null for none.</param>
    /// <param name="code">What was typed.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<bool> UseAsync(User user, string? companyId, string code, CancellationToken cancellationToken)
    {
        if (code.Length > MaxCode || await FindAsync(user, cancellationToken) is not { } factor) return false;
        if (seal.Open(factor.Secret) is { } secret && Totp.Match(secret, WithoutSpaces(code), time.GetUtcNow()) is { } step)
            return await store.UseStepAsync(user.Id, step, cancellationToken);
        if (RecoveryCodes.Hash(user.Id, code) is not { } hash) return false;
        var entry = audit.Entry("user:" + user.Id, "recovery_code.used", companyId, user.Id, ("email", user.Email));
        return await store.UseRecoveryCodeAsync(user.Id, hash, entry, cancellationToken);
    }

    /// <summary>Replaces all recovery codes. Returns the new ones, which exist only in this result.</summary>
    public async Task<Outcome<IReadOnlyList<string>>> ReplaceCodesAsync(SignedIn signedIn, CancellationToken cancellationToken)
    {
        var user = signedIn.User;
        var codes = RecoveryCodes.Create(randomness);
        var entry = audit.Entry(signedIn.Actor, "recovery_codes.replaced", signedIn.Company?.CompanyId, user.Id, ("email", user.Email));
        return await store.ReplaceRecoveryCodesAsync(user.Id, Hashes(user, codes), entry, cancellationToken) ? Outcome.Of(codes) : new Refusal.NotFound();
    }

    /// <summary>Turns the second factor of an account off. Not found if it is not on.</summary>
    public async Task<Outcome<Success>> TurnOffAsync(string actor, string? companyId, User user, CancellationToken cancellationToken)
    {
        var entry = audit.Entry(actor, "second_factor.off", companyId, user.Id, ("email", user.Email));
        var isOff = await store.RemoveAsync(user.Id, entry, cancellationToken);
        sessions.ForgetAccounts();
        return isOff ? default(Success) : new Refusal.NotFound();
    }

    private async Task<(SecondFactor Factor, byte[] Secret)?> PreparedAsync(User user, CancellationToken cancellationToken) =>
        await store.FindAsync(user.Id, cancellationToken) is { IsOn: false } factor && time.GetUtcNow() - factor.ChangedAt < s_setUpWithin
            && seal.Open(factor.Secret) is { } secret
            ? (factor, secret)
            : null;

    private static List<string> Hashes(User user, IReadOnlyList<string> codes) => [.. codes.Select(code => RecoveryCodes.Hash(user.Id, code)!)];

    // Apps show codes in two groups of three.
    private static string WithoutSpaces(string code) => string.Concat(code.Where(c => !char.IsWhiteSpace(c)));
}

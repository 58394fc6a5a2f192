using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Providers;
using Vindex.Server.Security.Sessions;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.SecondFactors;

/// <summary>The password of an account, or a code of its second factor; either is enough.</summary>
/// <param name="Password">The password; empty for none.</param>
/// <param name="Code">The code; empty for none.</param>
internal sealed record SecondFactorProof(string Password, string Code);

/// <summary>The second factor of one's own account. A session alone, which may have been left open, cannot change it.</summary>
internal sealed class OwnSecondFactor(SecondFactorService factors, SignInService signIn, IOptions<SignInOptions> options)
{
    /// <summary>Whether an account can have a second factor: those without a password sign in with a provider, which decides itself what it asks for.</summary>
    public bool IsPossible(User user) => user.HasPassword && options.Value.LocalAccounts;

    /// <summary>Creates a secret, after the password was checked.</summary>
    public async Task<Outcome<Success>> PrepareAsync(Client client, SignedIn signedIn, string password, CancellationToken cancellationToken) =>
        await CheckPasswordAsync(client, signedIn, password, cancellationToken) is { } refused
            ? refused
            : await factors.PrepareAsync(signedIn.User, cancellationToken);

    /// <summary>Replaces the recovery codes.</summary>
    public async Task<Outcome<IReadOnlyList<string>>> ReplaceCodesAsync(
        Client client, SignedIn signedIn, SecondFactorProof proof, CancellationToken cancellationToken) =>
        await CheckAsync(client, signedIn, proof, cancellationToken) is { } refused
            ? refused
            : await factors.ReplaceCodesAsync(signedIn, cancellationToken);

    /// <summary>Turns the second factor off.</summary>
    public async Task<Outcome<Success>> TurnOffAsync(Client client, SignedIn signedIn, SecondFactorProof proof, CancellationToken cancellationToken) =>
        await CheckAsync(client, signedIn, proof, cancellationToken) is { } refused
            ? refused
            : await factors.TurnOffAsync(signedIn.Actor, signedIn.Company?.CompanyId, signedIn.User, cancellationToken);

    private async Task<Refusal?> CheckAsync(Client client, SignedIn signedIn, SecondFactorProof proof, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(proof.Code)) return await CheckPasswordAsync(client, signedIn, proof.Password, cancellationToken);
        if (await signIn.CountAsync(client, signedIn.User.Email, cancellationToken) is { } limited) return limited;
        return await factors.UseAsync(signedIn.User, signedIn.Company?.CompanyId, proof.Code, cancellationToken)
            ? null
            : Refusal.Field("code_wrong", "This code is wrong or was used before. Wait for the next one.", "code", "is not a code that can be used");
    }

    private async Task<Refusal?> CheckPasswordAsync(Client client, SignedIn signedIn, string password, CancellationToken cancellationToken) =>
        await signIn.CheckAsync(client, signedIn.User.Email, password, cancellationToken) switch
        {
            Outcome<User>.Done => null,
            Outcome<User>.Refused { Reason: Refusal.Unauthenticated } => PasswordService.Wrong(),
            Outcome<User>.Refused { Reason: var reason } => reason,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Telemetry;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.SecondFactors;

/// <summary>Completes sign-ins with a code. Each code counts against the limits of passwords before it is checked.</summary>
internal sealed class CodeSignIn(
    IUserStore users, SecondFactorService factors, SignInService signIn, SessionService sessions, RefusedSignIns refused, TimeProvider time)
{
    /// <summary>Signs in with a password and, if the account has a second factor, a code.</summary>
    public async Task<Outcome<SignedIn>> SignInAsync(Client client, Input<SignInBody> input, CancellationToken cancellationToken)
    {
        var outcome = await signIn.SignInAsync(client, input, cancellationToken);
        if (outcome is not Outcome<SignInStep>.Done { Value: var step }) return ((Outcome<SignInStep>.Refused)outcome).Reason;
        switch (step)
        {
            case SignInStep.Started { SignedIn: var signedIn }:
                return signedIn;
            case SignInStep.CodeNeeded { Pending: var pending } when !string.IsNullOrWhiteSpace(input.Value.Code):
                var completed = await CompleteAsync(client, pending, input.Value.Code, cancellationToken);
                return completed is Outcome<SignedIn>.Refused { Reason: Refusal.NotFound } ? SignInService.Failed() : completed;
            default:
                return new Refusal.Unauthenticated(
                    "second_factor_required",
                    "This account has two-factor sign-in: send a code of the authenticator app, or a recovery code, in the field code as well.");
        }
    }

    /// <summary>Starts the session; not found if the sign-in has expired, or the password was changed since it began.</summary>
    public async Task<Outcome<SignedIn>> CompleteAsync(Client client, PendingSignIn pending, string code, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() >= pending.ExpiresAt) return new Refusal.NotFound();
        if (await users.FindAsync(pending.UserId, cancellationToken) is not { } user || !pending.IsOf(user)) return new Refusal.NotFound();
        if (await signIn.CountAsync(client, user.Email, cancellationToken) is { } limited) return limited;

        // It may have been turned off for the person a moment ago.
        if (user.HasSecondFactor && !await factors.UseAsync(user, pending.CompanyId, code, cancellationToken))
        {
            VindexTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("reason", "sign-in"));
            refused.Add(user, "second factor");
            return new Refusal.Unauthenticated("second_factor_wrong", "This code is wrong or was used before. Wait for the next one.");
        }

        return await sessions.StartAsync(client, user, pending.CompanyId, pending.Reason, cancellationToken) is { } signedIn
            ? signedIn
            : new Refusal.NotFound();
    }
}

using Vindex.Server.Security.Authentication;
using Vindex.Server.Security.Limits;
using Vindex.Server.Security.SecondFactors;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Sessions;

/// <summary>A request to sign in, as far as the services need to know it.</summary>
/// <param name="Address">The address that attempts are counted for.</param>
/// <param name="UserAgent">What the browser calls itself; null when it does not.</param>
/// <param name="Token">Token of the session that the request came with; null for none.</param>
/// <param name="Browser">The id that the browser has for the account with an e-mail address, if it has signed in to it before; otherwise null.</param>
/// <param name="Counted">Receives the state of each limit, for the headers of the response.</param>
internal sealed record Client(string Address, string? UserAgent, string? Token, Func<string, string?> Browser, Action<RateLimit, RateDecision> Counted);

/// <summary>Starts, finds and ends sessions.</summary>
internal sealed class SessionService(
    ISessionStore store, TimeProvider time, Randomness randomness, Ids ids, Audit audit, IOptions<WebSessionOptions> options, SessionDirectory directory)
{
    /// <summary>The user of a session token; null if there is no such session or it has ended.</summary>
    public async ValueTask<SignedIn?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        if (SecretToken.Hash(token) is not { } hash) return null;
        if (await directory.FindAsync(hash, cancellationToken) is not { } live || !IsLive(live.Session)) return null;
        if (time.GetUtcNow() - live.Session.SeenAt >= options.Value.SeenPrecision)
        {
            await store.TouchAsync(live.Session.Id, time.GetUtcNow(), cancellationToken);
            directory.ForgetHere();
        }

        return SignedInAs(live, token!);
    }

    /// <summary>
    /// Starts a session after the password or a link was right; if the account has a second factor, the sign-in waits for a code instead. Null if the account
    /// no longer exists.
    /// </summary>
    /// <param name="client">The request.</param>
    /// <param name="user">The account, with its present password.</param>
    /// <param name="companyId">The current company; null for the account's first.</param>
    /// <param name="reason">The reason for the audit log: <c>password</c>, <c>invitation</c> or <c>reset</c>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<SignInStep?> BeginAsync(Client client, User user, string? companyId, string reason, CancellationToken cancellationToken)
    {
        if (user.HasSecondFactor)
        {
            var company = companyId ?? (await store.CompaniesOfAsync(user.Id, cancellationToken) is [var first, ..] ? first.CompanyId : null);
            var expiresAt = time.GetUtcNow() + PendingSignIn.Lifetime;
            return new SignInStep.CodeNeeded(new PendingSignIn(user.Id, PendingSignIn.MarkOf(user), company, reason, expiresAt));
        }

        return await StartAsync(client, user, companyId, reason, cancellationToken) is { } signedIn ? new SignInStep.Started(signedIn) : null;
    }

    /// <summary>
    /// Starts a session with a new token, whatever token was sent (an attacker may have set it), and ends the session of that token. Null if the account no
    /// longer exists.
    /// </summary>
    /// <param name="client">The request.</param>
    /// <param name="user">The user.</param>
    /// <param name="companyId">The current company; null for the account's first.</param>
    /// <param name="reason">The reason for the audit log: <c>password</c>, <c>invitation</c>, <c>reset</c> or <c>provider</c>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="provider">The name of the provider that the user signed in with; null for none.</param>
    public async Task<SignedIn?> StartAsync(
        Client client, User user, string? companyId, string reason, CancellationToken cancellationToken, string? provider = null)
    {
        var now = time.GetUtcNow();
        var token = SecretToken.Create(randomness);
        var companies = await store.CompaniesOfAsync(user.Id, cancellationToken);
        var company = companies.FirstOrDefault(one => one.CompanyId == companyId) ?? (companies.Count > 0 ? companies[0] : null);
        var session = new Session(
            "se_" + ids.TimeOrdered(), SecretToken.Hash(token)!, user.Id, company?.CompanyId, client.UserAgent, now, now, now + options.Value.Lifetime)
        {
            Provider = provider,
        };
        var entry = audit.Entry(
            "user:" + user.Id,
            "session.started",
            company?.CompanyId,
            user.Id,
            [("email", user.Email), ("by", reason), .. provider is null ? Array.Empty<(string, string?)>() : [("provider", provider)]]);
        if (!await store.StartAsync(session, SecretToken.Hash(client.Token), entry, cancellationToken)) return null;
        Forget();
        return directory.Limited(new LiveSession(session, user, companies)) is { } live ? SignedInAs(live, token) : null;
    }

    /// <summary>Switches to another company of the user.</summary>
    public async Task<Outcome<SignedIn>> SwitchAsync(SignedIn signedIn, Input<CompanyChoiceBody> choice, CancellationToken cancellationToken)
    {
        if (choice.Errors.Any) return new Refusal.Invalid(choice.Errors);
        if (signedIn.Companies.All(company => company.CompanyId != choice.Value.CompanyId)) return new Refusal.NotFound();
        var switched = await store.SwitchAsync(signedIn.Session.Id, choice.Value.CompanyId, cancellationToken);
        Forget();
        return switched && await FindAsync(signedIn.Token, cancellationToken) is { } now ? now : new Refusal.NotFound();
    }

    /// <summary>The live sessions of a user, newest first.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(SignedIn signedIn, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(signedIn.User.Id, cancellationToken)).Where(IsLive)];

    /// <summary>Signs out.</summary>
    public async Task EndAsync(SignedIn signedIn, CancellationToken cancellationToken)
    {
        var entry = audit.Entry(signedIn.Actor, "session.ended", signedIn.Company?.CompanyId, signedIn.User.Id);
        await store.EndAsync(signedIn.User.Id, signedIn.Session.Id, entry, cancellationToken);
        Forget();
    }

    /// <summary>Ends one of the user's sessions.</summary>
    public async Task<Outcome<Success>> RevokeAsync(Caller caller, string sessionId, CancellationToken cancellationToken)
    {
        var entry = audit.Entry(caller, "session.revoked", caller.CompanyId, sessionId);
        var ended = await store.EndAsync(caller.SignedIn!.User.Id, sessionId, entry, cancellationToken);
        Forget();
        return ended ? default(Success) : new Refusal.NotFound();
    }

    /// <summary>Must be called after a change to sessions.</summary>
    public void Forget() => directory.Forget();

    /// <summary>Must be called after a change to accounts or memberships.</summary>
    public void ForgetAccounts() => directory.ForgetAccounts();

    private SignedIn SignedInAs(LiveSession live, string token)
    {
        var signedIn = new SignedIn(live, token);
        return signedIn with { LacksSecondFactor = directory.LacksSecondFactor(live, signedIn.Company) };
    }

    private bool IsLive(Session session)
    {
        var now = time.GetUtcNow();
        return now < session.EndsAt && now - session.SeenAt < options.Value.Idle;
    }
}
